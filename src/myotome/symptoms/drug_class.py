"""A class of medicines that can harm muscle, nerve or junction, as its row in ``drugs/*.toml`` states it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from myotome.words.errors import KnowledgeError
from myotome.words.review import Signature
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_folder
from myotome.words.source import Confidence

GRADES = frozenset({"high", "moderate", "low", "very_low"})


@dataclass(frozen=True, slots=True)
class Lag:
    """Days from the first dose to the harm: fewest and most that are plausible; ``most_days`` None where there is no limit.

    ``recovery_days`` is how long after the last dose most people are better, ``persists`` True where the harm can go on without
    the drug (a statin's immune myopathy), so that no recovery does not clear the drug.
    """

    __pydantic_config__ = FORBID_EXTRA

    fewest_days: float
    most_days: float | None = None
    recovery_days: float | None = None
    persists: bool = False
    note: str = ""
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED


@dataclass(frozen=True, slots=True)
class Interaction:
    """A partner that makes ``ingredients`` of this class (all of them when empty) more dangerous, and the finding it makes."""

    __pydantic_config__ = FORBID_EXTRA

    partner: str
    """Slug of the partner's drug class."""
    concept: str
    reason: str
    ingredients: tuple[str, ...] = ()
    partner_ingredients: tuple[str, ...] = ()
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED


@dataclass(frozen=True, slots=True)
class Drug:
    """One drug class. ``concept`` is the exposure it makes; empty for a class that only matters beside others."""

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    label: str
    ingredients: tuple[str, ...]
    effect: str
    mechanism: str
    grade: str
    monitor_action: str
    lag: Lag | None = None
    concept: str = ""
    brands: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Brand name to ingredient; a combination product stands under each of its classes."""
    class_names: tuple[str, ...] = ()
    local_ingredients: tuple[str, ...] = ()
    """Names of the class that are only breathed in or put on the skin: matched, told apart, no exposure."""
    local_counts: bool = False
    """True where the gas or the nose spray is itself the exposure."""
    atc: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    """Slugs of the causes that this class can bring about."""
    interactions: tuple[Interaction, ...] = ()
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED
    status: str = "draft"
    version: str = "0.1"
    authors: tuple[str, ...] = ()
    reviews: tuple[Signature, ...] = ()
    next_review: str = ""
    sha256: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise KnowledgeError("the grade of evidence is unknown", place=self.slug, value=self.grade)
        if self.concept and self.lag is None:
            raise KnowledgeError("an exposure needs its lag", place=self.slug, value=self.concept)
        for brand, ingredient in self.brands.items():
            if ingredient not in (*self.ingredients, *self.local_ingredients):
                raise KnowledgeError(f"the brand {brand} names no ingredient", place=self.slug, value=ingredient)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a medication list may call this class."""
        return (*self.ingredients, *self.brands, *self.class_names, *self.local_ingredients)

    def ingredient_of(self, name: str) -> str:
        """The ingredient behind a brand or a generic name (any case); empty when only the class was named."""
        wanted = name.lower()
        for ingredient in (*self.ingredients, *self.local_ingredients):
            if ingredient.lower() == wanted:
                return ingredient
        return next((ingredient for brand, ingredient in self.brands.items() if brand.lower() == wanted), "")


def load_drugs() -> dict[str, Drug]:
    """Every drug class by slug; raises KnowledgeError naming file and class."""
    return build_drugs(read_folder("myotome.symptoms", "drugs"))


def build_drugs(books: Iterable[Book]) -> dict[str, Drug]:
    """Drug classes from parsed files: a file per class, its table named as the file, and the table ``review``."""
    drugs: dict[str, Drug] = {}
    for book in books:
        review = book.content.get("review", {})
        for slug, row in book.content.items():
            if slug == "review":
                continue
            place = f"drugs/{book.name} > {slug}"
            if slug in drugs:
                raise KnowledgeError("this slug is defined twice", place=place, value=slug)
            drugs[slug] = read_row(_DRUG, {"slug": slug, **row, **review, "sha256": book.sha256}, place)
    for drug in drugs.values():
        for interaction in drug.interactions:
            if interaction.partner not in drugs:
                raise KnowledgeError(
                    "names a partner that is no drug class", place=drug.slug, value=interaction.partner
                )
    return drugs


_DRUG = TypeAdapter(Drug)
