"""A test that can be ordered, as its catalogue file states it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from myotome.words.case import Setting
from myotome.words.review import Signature
from myotome.words.source import Confidence


class Group(StrEnum):
    """The seven tests of the usual work-up, and what stands beside them."""

    BLOOD = "blood"
    XRAY = "xray"
    MRI = "mri"
    CT = "ct"
    NERVE_CONDUCTION = "nerve_conduction"
    BIOPSY = "biopsy"
    EMG = "emg"
    BEDSIDE = "bedside"
    GENETIC = "genetic"
    OTHER = "other"


class Use(StrEnum):
    """Whether a published row states P(concept | cause), and if not, why not."""

    POOL = "pool"
    """The same concept in a population that fits: may be pooled with the cause's claim."""
    CRITERIA = "criteria"
    """A set of criteria, not one finding."""
    COMPOSITE = "composite"
    """Several findings or tests together."""
    COMPONENT = "component"
    """Only a part of what the concept means."""
    DEFINITION = "definition"
    """The concept is defined or measured otherwise."""
    POPULATION = "population"
    """The people studied are not those who come with wasting or weakness from this cause, or without it."""
    HEALTHY = "healthy"
    """Controls were healthy: says nothing about people with another cause."""
    SAME_PATIENTS = "same_patients"
    """The patients stand already in another row."""
    GROUP = "group"
    """A group of causes, not one."""
    RANGE = "range"
    """Only a range over studies is known."""
    NO_CONCEPT = "no_concept"
    """The vocabulary has no such finding."""
    NO_NUMBER = "no_number"
    """Neither sensitivity nor specificity was printed."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One thing to write on the request, and ``when`` (the suspicion in words); empty for everyone.

    ``causes`` are the slugs of the causes that make it worth asking for, empty where no single cause does.
    """

    what: str
    when: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Performance:
    """One published row: how often the test finds ``concept`` in ``cause`` and spares the others.

    ``sensitivity`` and ``specificity`` are 0 to 1 and belong to ``what`` as printed; ``complement`` says that
    ``what`` is the opposite of ``concept`` (raised CK and ``ck_normal``). ``cases`` and ``controls`` are numbers of
    people, 0 when not printed. ``use`` is about the sensitivity, ``specificity_use`` about the specificity.
    ``cause`` is empty for a group of causes.
    """

    what: str
    population: str
    source: str
    confidence: Confidence
    use: Use
    cause: str = ""
    concept: str = ""
    sensitivity: float | None = None
    specificity: float | None = None
    sensitivity_range: tuple[float, float] | None = None
    specificity_range: tuple[float, float] | None = None
    specificity_use: Use | None = None
    complement: bool = False
    cases: int = 0
    controls: int = 0
    threshold: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One catalogue file. ``slug`` is its name.

    ``outcomes`` are the concepts that it settles, ``facets`` the exclusive facets; ``measures`` the measured values
    it yields (see ``known_measures``). ``cost`` and ``invasiveness`` run from 1 to 5. ``availability`` (0 to 1) and
    ``delay_days`` are per setting.
    """

    slug: str
    label: str
    group: Group
    why: str
    patient: str
    cost: int
    invasiveness: int
    availability: Mapping[Setting, float]
    delay_days: Mapping[Setting, float]
    lines: tuple[OrderLine, ...]
    outcomes: tuple[str, ...]
    facets: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    preparation: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    performance: tuple[Performance, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Confidence = Confidence.ELICITED
    status: str = "draft"
    version: str = "0.1"
    authors: tuple[str, ...] = ()
    reviews: tuple[Signature, ...] = ()
    next_review: str = ""
    sha256: str = field(default="", repr=False)

    def lines_for(self, leading: Collection[str]) -> tuple[OrderLine, ...]:
        """What to write for the leading causes (slugs): the lines for everyone, then those that these causes ask for.

        The other lines depend on something that a ranking does not tell (their ``when`` says what) and stay in ``lines``.
        """
        always = [line for line in self.lines if not line.when]
        asked = [line for line in self.lines if line.when and not set(line.causes).isdisjoint(leading)]
        return (*always, *asked) or self.lines

    def why_for(self, leading: str, rival: str = "the others") -> str:
        """The reason in one sentence, for the labels of the two causes that it would tell apart."""
        return self.why.replace("{leading}", leading).replace("{rival}", rival)
