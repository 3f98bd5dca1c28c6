"""The base of every form: labels above, hints and errors tied to their field, and each error a sentence with its cure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT_DRAWN = 256
_DRAWN: dict[tuple[str, ...], SafeString] = {}


class LongSelect(forms.Select):
    """A choice among a hundred, in groups, drawn at once: a template for each option would be most of the work of a page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The field with its options. Where one is chosen already, in a form that was refused, Django draws it."""
        if value:
            return super().render(name, value, attrs, renderer)
        field = flatatt(self.build_attrs({"name": name}, attrs))
        return format_html("<select{}>{}</select>", field, drawn_options(self.choices))


def drawn_options(choices: Iterable[tuple[str, str | Iterable[tuple[str, str]]]]) -> SafeString:
    """Options (value, label) and groups of them (name, options) as a field holds them; each group is drawn once a process."""
    return format_html_join("", "{}", ((_option_or_group(*one),) for one in choices))


def _option_or_group(value: str, label: str | Iterable[tuple[str, str]]) -> SafeString:
    if isinstance(label, str):
        return _options(((value, label),))
    return format_html('<optgroup label="{}">{}</optgroup>', value, _options(tuple(label)))


@lru_cache(maxsize=512)
def _options(found: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', found)


class CalmForm(forms.Form):
    """A form whose fields are drawn by ``parts/field.html`` and whose errors stand in a summary first."""

    template_name = "parts/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}-%s")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = f"Fill in “{field.label or name}”."


def fresh(form: type[CalmForm], **initial: str) -> SafeString:
    """The fields of a form that nobody has filled in yet, but for ``initial``. Most are alike on every page: each process draws them once."""
    key = (form.__module__, form.__name__, get_language() or "", *initial.values())
    drawn = _DRAWN.get(key)
    if drawn is None:
        if len(_DRAWN) >= KEPT_DRAWN:
            _DRAWN.clear()
        drawn = _DRAWN[key] = form(initial=initial).render()
    return drawn
