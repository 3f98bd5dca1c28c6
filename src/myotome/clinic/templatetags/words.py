"""Template filters: numbers, findings and names in the same words as the report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from myotome.clinic.forms import drawn_options
from myotome.journey import wording
from myotome.journey.injury_words import injury_words
from myotome.wiring import knowledge
from myotome.words.case import Medication
from myotome.words.finding import Finding
from myotome.words.injury import Injury
from myotome.words.measurement import Measurement
from myotome.words.side import Side

register = template.Library()


@register.filter
def percent(value: float) -> str:
    """A probability as people read it."""
    return wording.percent(value)


@register.filter
def decibans(value: float) -> str:
    """A push with its sign."""
    return wording.decibans(value)


@register.filter
def bits(value: float) -> str:
    """Information in bits, two decimals."""
    return "less than 0.01 bits" if value < 0.01 else f"{value:.2f} bits"


@register.filter
def timeframe(value: str) -> str:
    """How soon, in words."""
    return wording.TIMEFRAMES.get(value, value)


@register.filter
def day(value: str) -> str:
    """A day (ISO) as people write it; nothing for none."""
    return wording.day_words(value) if value else ""


@register.filter
def age(value: float) -> str:
    """An age in years, in months for the youngest."""
    return wording.age_words(value)


@register.filter
def cause_label(slug: str) -> str:
    """Name of a cause."""
    return wording.cause_label(knowledge(), slug)


@register.filter
def concept_label(slug: str) -> str:
    """Name of a concept."""
    return wording.concept_label(knowledge(), slug)


@register.filter
def spaced(slug: str) -> str:
    """A slug in plain letters."""
    return slug.replace("_", " ")


@register.filter
def entry_words(content: Any) -> str:
    """A finding, measurement, medication, injury or note in a line."""
    if isinstance(content, Finding):
        return wording.finding_words(knowledge(), content)
    if isinstance(content, Measurement):
        place = wording.place_words(content.site, content.side)
        label = wording.measure_label(content.measure)
        return f"{label}{f', {place}' if place else ''}: {wording.amount(content.quantity)}"
    if isinstance(content, Medication):
        return ", ".join(filter(None, (content.name, content.dose, "" if content.still_taken else "no longer taken")))
    if isinstance(content, Injury):
        return injury_words(content)
    return str(content)


@register.filter
def place(finding: Finding) -> str:
    """Side and site of a finding."""
    return wording.place_words(finding.site, finding.side)


@register.filter
def side_words(value: str) -> str:
    """A side in words."""
    return wording.SIDES[Side(value)]


@register.filter
def ago(moment: datetime) -> str:
    """How long ago, in one unit."""
    now = timezone.now()
    if (now - moment).total_seconds() < 60:
        return "just now"
    return f"{timesince(moment, now, depth=1)} ago"


@register.filter
def origin_words(value: str) -> str:
    """How a finding became known."""
    return {
        "reported": "said",
        "examined": "examined",
        "measured": "measured",
        "read": "read from text",
        "derived": "follows",
    }.get(value, value)


@register.filter
def value(mapping: dict[str, str], name: str) -> str:
    """What a form's field held when it was sent; empty at first."""
    return mapping.get(name, "")


@register.filter
def plain_number(value: float) -> str:
    """A value as clinics print it."""
    return wording.plain_number(value)


@register.filter
def signed_number(value: float) -> str:
    """A change with its sign; a true minus, so that it is read as one."""
    if value == 0:
        return "no change"
    return f"{'+' if value > 0 else '−'}{wording.plain_number(abs(value))}"


@register.filter
def unit_words(unit: str) -> str:
    """A UCUM code as clinics print it."""
    return wording.unit_words(unit)


@register.filter
def limits(measured: dict[str, Any]) -> str:
    """What a value of ``assessment.json`` was held against, in a few words; empty where nothing was."""
    low, high, unit = measured["low"], measured["high"], wording.unit_words(measured["unit"])
    if low is not None and high is not None:
        return f"(limits {wording.plain_number(low)} to {wording.plain_number(high)} {unit})"
    if low is not None:
        return f"(limit: at least {wording.plain_number(low)} {unit})"
    return f"(limit: at most {wording.plain_number(high)} {unit})" if high is not None else ""


@register.filter
def options(labels: Iterable[str]) -> SafeString:
    """The options of a field's list; hundreds of them stand on every patient page, so they are written once."""
    return _options(tuple(labels))


@register.filter
def grouped_options(groups: tuple[tuple[str, tuple[Any, ...]], ...]) -> SafeString:
    """Options under the heads of their groups; what stands under them has a ``slug`` and a ``label``."""
    return drawn_options((head, [(one.slug, one.label) for one in found]) for head, found in groups)


@lru_cache(maxsize=16)
def _options(labels: tuple[str, ...]) -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((label,) for label in labels))
