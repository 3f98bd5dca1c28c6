"""A cause of muscle wasting or weakness, as its catalogue file states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from myotome.words.review import Signature
from myotome.words.source import Confidence, Published


@dataclass(frozen=True, slots=True)
class Claim:
    """P(concept present | cause) with everything it was pooled from.

    ``p`` is 0 to 1; ``weight`` is the size of the Beta distribution that states its uncertainty, in observations.
    """

    concept: str
    p: float
    weight: float
    confidence: Confidence
    elicited: float | None = None
    published: tuple[Published, ...] = ()
    grade: str = "L"
    """How sure the elicited number is: H, M or L."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that the number rests on; ``elicited`` alone when nothing was published."""
        return tuple(row.source for row in self.published) or ("elicited",)


@dataclass(frozen=True, slots=True)
class Bands:
    """P(value | cause) over the values of one exclusive facet, summing to 1, with the size of its Dirichlet."""

    facet: str
    p: Mapping[str, float]
    weight: float
    confidence: Confidence
    published: tuple[tuple[str, Published], ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How often this cause is the answer among people with wasting or weakness in one setting (0 to 1)."""

    value: float
    low: float
    high: float
    confidence: Confidence = Confidence.ELICITED
    source: str = "elicited"


@dataclass(frozen=True, slots=True)
class Cause:
    """One catalogue file. ``slug`` is the file's name; ``evidence_name`` the name in the evidence tables, if any."""

    slug: str
    label: str
    family: str
    summary: str
    """One clinical sentence: what it is and the one or two things that give it away."""
    share: Mapping[str, Share]
    claims: Mapping[str, Claim]
    bands: Mapping[str, Bands]
    synonyms: tuple[str, ...] = ()
    evidence_name: str = ""
    icd10: str = ""
    must_not_miss: bool = False
    settling_tests: tuple[str, ...] = ()
    specialists: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    patient: str = ""
    """A paragraph in plain words for the patient."""
    sources: tuple[str, ...] = ()
    status: str = "draft"
    version: str = "0.1"
    authors: tuple[str, ...] = ()
    reviews: tuple[Signature, ...] = ()
    next_review: str = ""
    sha256: str = field(default="", repr=False)
