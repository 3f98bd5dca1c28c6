"""Answers to "was this helpful?": keep one, and read them page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from myotome.record.readers.models import LONGEST_REMARK, HelpAnswer
from myotome.words.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Opinions:
    """One page: how many said yes and no."""

    page: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark in a reader's own words."""

    page: str
    language: str
    helpful: bool
    remark: str
    day: date


def keep_answer(page: str, language: str, *, helpful: bool, remark: str, day: date) -> None:
    """Write one answer down; raises OutOfRange for a remark that is too long."""
    words = " ".join(remark.replace("\x00", "").split())
    if len(words) > LONGEST_REMARK:
        raise OutOfRange("the remark is too long", value=len(words), cure=f"Use at most {LONGEST_REMARK} letters.")
    HelpAnswer.objects.create(page=page, language=language, helpful=helpful, remark=words, day=day)


def opinions() -> tuple[Opinions, ...]:
    """Every page that was judged, those first that helped least often."""
    rows = HelpAnswer.objects.values("page").annotate(
        yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False))
    )
    found = [Opinions(row["page"], row["yes"], row["no"]) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.no, one.page)))


def remarks(count: int = 200) -> tuple[Remark, ...]:
    """The latest remarks, newest first."""
    rows = HelpAnswer.objects.exclude(remark="").order_by("-pk")[:count]
    return tuple(Remark(row.page, row.language, row.helpful, row.remark, row.day) for row in rows)
