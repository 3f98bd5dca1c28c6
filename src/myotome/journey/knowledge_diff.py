"""What changed between two contents of one knowledge file: facts added, removed and changed, and texts word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from myotome.journey.knowledge_facts import Fact

MOST_WORDS = 4000
"""Beyond this a text is shown whole as removed and added: comparing it word by word would take seconds."""
SHORT = 60
"""Letters up to which a changed value is told whole."""


class Kind(StrEnum):
    """What happened to a fact, a part of it, or a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a fact: ``runs`` tell it in one line, ``before`` and ``after`` side by side; each is empty where there was none."""

    label: str
    kind: Kind
    runs: tuple[Run, ...]

    @property
    def before(self) -> tuple[Run, ...]:
        """The runs of the older text."""
        return tuple(run for run in self.runs if run.kind is not Kind.ADDED)

    @property
    def after(self) -> tuple[Run, ...]:
        """The runs of the newer text."""
        return tuple(run for run in self.runs if run.kind is not Kind.REMOVED)

    @property
    def short(self) -> bool:
        """True for a changed value of a few words: it is told as before and after, whole, so that no sign stands at a number."""
        return self.kind is Kind.CHANGED and max(len(_text(self.before)), len(_text(self.after))) <= SHORT

    @property
    def before_whole(self) -> tuple[Run, ...]:
        """The older text as one run."""
        return (Run(Kind.REMOVED, _text(self.before)),)

    @property
    def after_whole(self) -> tuple[Run, ...]:
        """The newer text as one run."""
        return (Run(Kind.ADDED, _text(self.after)),)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is not as it was; ``weighed`` where the change can alter a ranking. Parts that stayed are left out."""

    kind: Kind
    section: str
    name: str
    weighed: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every change, in the order of the newer text with what was removed at the end of its section; ``same`` counts what stayed."""

    changes: tuple[Change, ...]
    same: int

    @property
    def sections(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """Changes by heading."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.section, []).append(change)
        return tuple((name, tuple(changes)) for name, changes in found.items())

    @property
    def added(self) -> int:
        """Facts that are new."""
        return sum(change.kind is Kind.ADDED for change in self.changes)

    @property
    def removed(self) -> int:
        """Facts that are gone."""
        return sum(change.kind is Kind.REMOVED for change in self.changes)

    @property
    def changed(self) -> int:
        """Facts that say something else."""
        return sum(change.kind is Kind.CHANGED for change in self.changes)


def compare(before: Sequence[Fact], after: Sequence[Fact]) -> Comparison:
    """Compare the facts of two contents, the older first."""
    old = {(fact.section, fact.name): fact for fact in before}
    new = {(fact.section, fact.name): fact for fact in after}
    changes: list[Change] = []
    for key, fact in new.items():
        if key not in old:
            changes.append(_whole(fact, Kind.ADDED))
        elif fact != old[key]:
            parts = _parts(dict(old[key].parts), dict(fact.parts))
            if parts:
                changes.append(Change(Kind.CHANGED, fact.section, fact.name, fact.weighed, parts))
    changes += [_whole(fact, Kind.REMOVED) for key, fact in old.items() if key not in new]
    return Comparison(tuple(changes), sum(key in old and old[key] == fact for key, fact in new.items()))


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """Two texts as runs of words; joined without the added ones they give ``before``, without the removed ones ``after``."""
    if before == after:
        return (Run(Kind.SAME, after),) if after else ()
    old, new = _split(before), _split(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return tuple(run for run in (Run(Kind.REMOVED, before), Run(Kind.ADDED, after)) if run.text)
    runs: list[Run] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Run(Kind.SAME, "".join(old[a:b])))
            continue
        runs += [Run(Kind.REMOVED, "".join(old[a:b]))] * (b > a) + [Run(Kind.ADDED, "".join(new[c:d]))] * (d > c)
    return tuple(runs)


def _text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _split(text: str) -> list[str]:
    """Words and the spaces between them; a number keeps the sign that a hard space ties to it."""
    return re.findall(r"[ \t\n]+|[^ \t\n]+", text)


def _whole(fact: Fact, kind: Kind) -> Change:
    parts = tuple(Part(label, kind, (Run(kind, words),)) for label, words in fact.parts if words)
    return Change(kind, fact.section, fact.name, fact.weighed, parts)


def _parts(before: dict[str, str], after: dict[str, str]) -> tuple[Part, ...]:
    parts = []
    for label in dict.fromkeys((*after, *before)):
        old, new = before.get(label), after.get(label)
        if old == new:
            continue
        kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
        parts.append(Part(label, kind, word_runs(old or "", new or "")))
    return tuple(parts)
