"""Reads ``red_flags.toml`` and refuses a flag, rule or need that makes no sense."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NotRequired  # pydantic asks for this TypedDict on Python 3.11

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.need import narrower_concepts, read_need
from myotome.symptoms.red_flag import Flag, Rule
from myotome.words.case import Sex
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_book
from myotome.words.source import Confidence
from myotome.words.timeframe import Timeframe


@lru_cache(maxsize=1)
def load_flags() -> Mapping[str, Flag]:
    """The packaged flags by slug, in the table's order; raises KnowledgeError naming flag and key."""
    return build_flags(read_book("myotome.symptoms", "red_flags.toml"), narrower_concepts(load_vocabulary()))


def build_flags(book: Book, narrower: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, Flag]:
    """Flags from a parsed table; the row ``groups`` names lists of concepts that rules may use as ``@name``.

    ``narrower`` gives for a concept those that imply it, which then count as well.
    """
    content = dict(book.content)
    groups: Mapping[str, list[str]] = content.pop("groups", {})
    return {slug: _flag(slug, row, groups, narrower or {}) for slug, row in content.items()}


def _flag(slug: str, row: object, groups: Mapping[str, list[str]], narrower: Mapping[str, tuple[str, ...]]) -> Flag:
    place = f"symptoms/red_flags.toml > {slug}"
    page = read_row(_FLAG, row, place)
    if not page["rules"]:
        raise KnowledgeError("a flag needs a rule by which it shows", place=place, cure="Add a [[rules]] table.")
    if Timeframe.ROUTINE in (page["timeframe"], *(rule.get("timeframe") for rule in page["rules"])):
        raise KnowledgeError("a red flag is never routine", place=place, cure="Name the time that cannot pass.")
    return Flag(
        slug=slug,
        label=page["label"],
        likely=page["likely"],
        timeframe=page["timeframe"],
        action=page["action"],
        patient=page["patient"],
        rules=tuple(_rule(rule, groups, place, narrower) for rule in page["rules"]),
        sources=page["sources"],
        confidence=page["confidence"],
        note=page.get("note", ""),
    )


def _rule(row: _RuleRow, groups: Mapping[str, list[str]], place: str, narrower: Mapping[str, tuple[str, ...]]) -> Rule:
    if not row["when"]:
        raise KnowledgeError("a rule needs something that must be present", place=place, value=row["why"])
    return Rule(
        why=row["why"],
        needs=tuple(read_need(text, groups, place, narrower) for text in row["when"]),
        age_from=row.get("age_from"),
        age_below=row.get("age_below"),
        age_must_be_known=row.get("age_must_be_known", False),
        sex=row.get("sex"),
        unless_absent=row.get("unless_absent", ()),
        unless_only_chronic=row.get("unless_only_chronic", False),
        timeframe=row.get("timeframe"),
    )


@with_config(FORBID_EXTRA)
class _RuleRow(TypedDict):
    why: str
    when: list[str]
    age_from: NotRequired[float]
    age_below: NotRequired[float]
    age_must_be_known: NotRequired[bool]
    sex: NotRequired[Sex]
    unless_absent: NotRequired[tuple[str, ...]]
    unless_only_chronic: NotRequired[bool]
    timeframe: NotRequired[Timeframe]


@with_config(FORBID_EXTRA)
class _FlagRow(TypedDict):
    label: str
    likely: tuple[str, ...]
    timeframe: Timeframe
    action: str
    patient: str
    rules: list[_RuleRow]
    sources: tuple[str, ...]
    confidence: Confidence
    note: NotRequired[str]


_FLAG: TypeAdapter[_FlagRow] = TypeAdapter(_FlagRow)
