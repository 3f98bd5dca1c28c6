"""Was this helpful? Yes or no and a remark if one likes; no account, no address, only the day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from myotome.clinic.caller import address_of
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.forms import CalmForm
from myotome.clinic.health.pages import entry_of
from myotome.clinic.health.views import ARTICLE
from myotome.clinic.language.texts import text_of
from myotome.record.calls.limits import knock_at
from myotome.record.readers.answers import keep_answer
from myotome.record.readers.models import LONGEST_REMARK
from myotome.visits.answer import No
from myotome.words.errors import UnknownName


class HelpfulForm(CalmForm):
    """The answer, and a remark that nobody has to write."""

    helpful = forms.ChoiceField(
        label=_("Was this page helpful?"), choices=(("yes", _("Yes")), ("no", _("No"))), widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=_("What was good, or what was missing? (You need not write anything.)"),
        help_text=_("Write nothing that shows who you are. We cannot answer here."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helpful"].error_messages = {
            "required": gettext("Choose yes or no."),
            "invalid_choice": gettext("Choose yes or no."),
        }


@open_to_anyone
def helpful(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """The form for one page, with the answer of the link that led here; thanks when it was sent."""
    name = _name_of(shelf, slug)
    context = {"name": name, "shelf": shelf, "slug": slug}
    if request.method != "POST":
        given = request.GET.get("answer", "")
        context["form"] = HelpfulForm(initial={"helpful": given if given in {"yes", "no"} else None})
        return render(request, "health/helpful.html", context)
    form = HelpfulForm(request.POST)
    if not form.is_valid():
        return render(request, "health/helpful.html", context | {"form": form}, status=422)
    if isinstance(knock_at("helpful_per_address", address_of(request), timezone.now()), No):
        return render(request, "health/helpful_later.html", context, status=429)
    said = form.cleaned_data
    keep_answer(
        f"{shelf}/{slug}",
        get_language() or "en",
        helpful=said["helpful"] == "yes",
        remark=said["remark"],
        day=timezone.localdate(),
    )
    return render(request, "health/helpful_thanks.html", context)


def _name_of(shelf: str, slug: str) -> str:
    if (shelf, slug) == ARTICLE:
        return text_of("article", "top")["title"]
    try:
        entry_of(shelf, slug)
    except UnknownName as error:
        raise Http404 from error
    return text_of(shelf, slug)["label"]
