"""What was read out of a text: findings, values, medicines and person, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from myotome.words.case import Medication, Person
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement


class Why(StrEnum):
    """Why something that was read is no finding of this person now."""

    UNCERTAIN = "uncertain"
    RELATIVE = "relative"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that the text names and does not assert of this person now."""

    finding: Finding
    why: Why


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words that nothing was made of; ``span`` in characters, end exclusive. ``whole_sentence``: not a word of it was used."""

    text: str
    span: tuple[int, int]
    whole_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read. Every finding has ``Origin.READ`` and a span into the text; a person has to confirm it.

    ``corrected`` pairs a word as written with what it was taken for; ``notices`` are sentences for people.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    medications: tuple[Medication, ...] = ()
    person: Person = field(default_factory=Person)
    set_aside: tuple[SetAside, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    measured_spans: tuple[tuple[int, int], ...] = ()
    """Where each measurement stands in the text, in the order of ``measurements``."""
    medication_spans: tuple[tuple[int, int], ...] = ()
    """Where each medicine stands in the text, in the order of ``medications``."""

    def present(self) -> frozenset[str]:
        """Slugs of the concepts that the text says are there."""
        return frozenset(f.concept for f in self.findings if f.present)

    def absent(self) -> frozenset[str]:
        """Slugs of the concepts that the text says are not there, and nowhere says are."""
        return frozenset(f.concept for f in self.findings if not f.present) - self.present()
