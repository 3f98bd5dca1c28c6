"""Template filters of the public pages."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format

from myotome.clinic.house import house
from myotome.clinic.language.texts import Text

register = template.Library()


@register.filter
def lines(text: Text, part: str) -> tuple[str, ...]:
    """The paragraphs or items of a text, in order."""
    return text.lines(part)


@register.filter
def emergency(line: str) -> str:
    """The line with the house's emergency number in its place."""
    return line.replace("{emergency}", house().emergency_number)


@register.filter
def day(iso: str) -> str:
    """A day as people write it in the language of the page; text that is no day stays as it is."""
    try:
        return date_format(date.fromisoformat(iso), "j F Y")
    except ValueError:
        return iso
