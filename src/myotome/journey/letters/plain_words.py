"""The table of plain words for the patient (plain.toml), checked when it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.anatomy.muscles import muscles
from myotome.investigations.order import Group
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Finding
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import read_book
from myotome.words.side import Side


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing that cannot wait, as the end of “Get help at once if …”, and the alarms that it stands for."""

    __pydantic_config__ = FORBID_EXTRA

    text: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Plain words for parts of the body, findings (by concept), specialists, times, and what cannot wait."""

    __pydantic_config__ = FORBID_EXTRA

    single: tuple[str, ...]
    """Parts of the body of which there is one."""
    reveals: tuple[str, ...]
    """Specialists whose name alone says what is feared."""
    kinds: Mapping[Group, str]
    """What kind of test, for one whose name says what is feared."""
    regions: Mapping[str, str]
    findings: Mapping[str, str]
    people: Mapping[str, str]
    soon: Mapping[str, str]
    watch: tuple[Watch, ...]


@lru_cache(maxsize=1)
def plain_words() -> PlainWords:
    """The table; raises KnowledgeError for a row that does not fit, or a part of the body without a word."""
    words = read_row(_TABLE, read_book("myotome.journey.letters", "plain.toml").content, "letters/plain")
    if missing := {muscle.region for muscle in muscles().values()} - set(words.regions):
        raise KnowledgeError("parts of the body have no plain word", place="letters/plain", value=sorted(missing))
    if unnamed := set(Group) - set(words.kinds):
        raise KnowledgeError("kinds of tests have no plain word", place="letters/plain", value=sorted(unnamed))
    return words


def places(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Where the named muscles of these findings lie, in plain words: ``your right and left hand``, ``the left side of your face``."""
    words, known = plain_words(), muscles()
    sides: dict[str, dict[str, None]] = {}
    for finding in findings:
        muscle = known.get(finding.site)
        if muscle is not None:
            told = {Side.LEFT: ("left",), Side.RIGHT: ("right",), Side.BOTH: ("right", "left")}.get(finding.side, ())
            sides.setdefault(muscle.region, {}).update(dict.fromkeys(told))
    return tuple(_place(words, region, tuple(found)) for region, found in sides.items())


def _place(words: PlainWords, region: str, sides: tuple[str, ...]) -> str:
    name = words.regions[region]
    if region in words.single:
        return f"the {sides[0]} side of your {name}" if len(sides) == 1 else f"your {name}"
    return f"your {' and '.join(sides)} {name}" if sides else f"your {name}"


_TABLE: TypeAdapter[PlainWords] = TypeAdapter(PlainWords)
