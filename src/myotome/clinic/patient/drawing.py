"""How the patient page is drawn: by Jinja2, with the words that the other pages' filters speak. Why: docs/adr/0029-patient-page-by-jinja2.md."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template import defaultfilters, engines
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from jinja2 import ChainableUndefined, Environment

from myotome.clinic.templatetags.words import register


def draw_path(request: HttpRequest, context: dict[str, Any]) -> SafeString:
    """The path on one page, all that stands between the page's head and its foot."""
    # One token for the page's dozen forms: each that Django makes is masked anew, by 32 questions to the system.
    token = str(csrf_input(request))
    return mark_safe(render_to_string("patient/path.html", {**context, "token": mark_safe(token)}, using="jinja2"))  # noqa: S308 - escaped by Jinja2


def compile_templates() -> None:
    """Compile the page's templates, so that the first patient does not wait for it."""
    made = engines["jinja2"].env
    for name in made.list_templates(filter_func=lambda name: name.startswith("patient/")):
        made.get_template(name)


class Pages(Environment):
    """Jinja2 that looks into an assessment's tables by their keys first, as Django's templates do, and so never finds a table's own methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` in a template says."""
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    """Jinja2 as Django's backend asks for it: everything is escaped, and an assessment without some part shows nothing there."""
    made = Pages(**{**options, "autoescape": True, "undefined": ChainableUndefined})
    made.filters |= register.filters
    made.filters |= {
        "capfirst": defaultfilters.capfirst,
        "date": _date_words,
        "floatformat": defaultfilters.floatformat,
        "linebreaksbr": defaultfilters.linebreaksbr,
        "truncatechars": defaultfilters.truncatechars,
    }
    made.globals["url"] = _address
    return made


def _address(name: str, *args: Any) -> str:
    """The address of a page; the hundred of one page differ in the references only, so each kind is worked out once."""
    references = [str(one) for one in args if isinstance(one, UUID)]
    return _pattern(name, *("" if isinstance(one, UUID) else one for one in args)).format(*references)


@lru_cache(maxsize=512)
def _pattern(name: str, *args: Any) -> str:
    """The address with a gap for each reference, which stands as an empty text in ``args``."""
    marks = [UUID(int=at) if one == "" else one for at, one in enumerate(args)]
    pattern = reverse(name, args=marks)
    for mark in marks:
        if isinstance(mark, UUID):
            pattern = pattern.replace(str(mark), "{}")
    return pattern


def _date_words(moment: date | datetime, form: str) -> str:
    """A moment in the site's time zone, or a day, as Django's templates write it."""
    return _day_words(localtime(moment) if isinstance(moment, datetime) else moment, form, get_language() or "")


@lru_cache(maxsize=4096)
def _day_words(moment: date | datetime, form: str, language: str) -> str:
    # Some sixty dates stand on a page, most of them the same few.
    return str(defaultfilters.date(moment, form))
