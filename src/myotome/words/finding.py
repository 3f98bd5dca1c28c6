"""A finding: one concept that was looked for, seen or not seen, where, when, and how it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from myotome.words.errors import OutOfRange
from myotome.words.side import Side, State


class Origin(StrEnum):
    """How a finding became known."""

    REPORTED = "reported"
    """Said by the patient, a relative or a letter."""
    EXAMINED = "examined"
    """Seen or felt at an examination."""
    MEASURED = "measured"
    """Follows from a measurement held against a norm or limit."""
    READ = "read"
    """Read out of free text by the program; a person has to confirm it."""
    DERIVED = "derived"
    """Follows from something else in the case, such as a drug on the medication list."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: who or what said it, and the very words or reading."""

    origin: Origin = Origin.REPORTED
    by: str = ""
    text: str = ""
    span: tuple[int, int] | None = None
    """Start and end of ``text`` in the document it was read from, in characters, end exclusive."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One concept, present or absent.

    ``concept`` is a slug of the concept vocabulary; ``site`` a region or muscle slug of the anatomy, empty for
    the whole person; ``grade`` the clinic's own grade as text (MRC "4-/5", reflex "2+"); ``started`` the day of onset.
    """

    concept: str
    state: State = State.PRESENT
    side: Side = Side.UNSTATED
    site: str = ""
    grade: str = ""
    started: date | None = None
    evidence: Evidence = Evidence()

    def __post_init__(self) -> None:
        if not self.concept or self.concept != self.concept.strip():
            raise OutOfRange("a finding needs the name of a concept", value=self.concept)

    @property
    def present(self) -> bool:
        """True when the finding was looked for and seen."""
        return self.state is State.PRESENT

    def as_absent(self) -> Finding:
        """Return the same finding, looked for and not seen."""
        return replace(self, state=State.ABSENT)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the Human Phenotype Ontology as somebody recorded it: ``hpo`` as ``HP:0001324``."""

    hpo: str
    label: str = ""
    present: bool = True

    def __post_init__(self) -> None:
        if not _HPO.fullmatch(self.hpo):
            raise OutOfRange("an ontology id looks like HP:0001324", value=self.hpo)


_HPO = re.compile(r"HP:\d{7}")
