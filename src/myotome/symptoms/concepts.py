"""The vocabulary of findings: every concept with its label, question, synonyms, ontology id and facet.

Read from ``vocabulary/*.toml``. A *facet* is a family of concepts that tell partly the same fact; inside it evidence is
tempered. An *exclusive* facet holds values of which exactly one is true (tempo, CK band, symmetry).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from pydantic import TypeAdapter

from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_folder
from myotome.words.source import Confidence


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that can be found.

    ``background`` is P(present | a cause that does not list it), 0 to 1. ``learned_by`` holds ``asked``, ``examined``, ``record``
    and test slugs as ``test:emg``. ``hpo`` is empty where the ontology has no term that means the same.
    """

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    label: str
    question: str
    facet: str
    background: float
    learned_by: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Slugs of the evidence tables that mean the same as this one."""
    hpo: str = ""
    parents: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    """Concepts that cannot be absent when this one is present (``split_hand`` implies ``hand_wasting``)."""
    exclusive: str = ""
    """Name of the exclusive facet of which this concept is a value."""
    confidence: Confidence = Confidence.ELICITED
    source: str = "elicited"
    sited: bool = False
    """True when the finding is only complete with a site (a muscle, a reflex, an area of skin)."""
    stands_for: str = ""
    """A sign that this complaint usually comes from, or ``not`` and a slug: trouble on stairs stands for weak thighs. It
    counts as half of that sign, and only where nobody has said anything about the sign itself."""
    scored: bool = True
    """False for what every user of this tool has (visible wasting) or what only routes the interview."""
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.background <= 1:
            raise KnowledgeError("background must lie between 0 and 1", place=self.slug, value=self.background)


@dataclass(frozen=True, slots=True)
class ExclusiveFacet:
    """A facet whose values exclude each other and cover everything.

    ``values`` are concept slugs in order; ``background`` is their distribution under a cause that says nothing about it.
    ``combine`` says what several causes at once give: ``highest`` (the CK of two myopathies) or ``mixture``.
    """

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    values: tuple[str, ...]
    background: tuple[float, ...]
    combine: str = "mixture"
    label: str = ""
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED

    def __post_init__(self) -> None:
        if len(self.values) != len(self.background) or abs(sum(self.background) - 1) > 1e-6:
            raise KnowledgeError(
                "needs one background share per value, summing to 1", place=self.slug, value=self.background
            )
        if self.combine not in {"highest", "mixture"}:
            raise KnowledgeError("combine must be highest or mixture", place=self.slug, value=self.combine)


@dataclass(frozen=True)
class Vocabulary:
    """All concepts and exclusive facets, by slug; ``resolve`` also knows aliases."""

    concepts: Mapping[str, Concept]
    exclusives: Mapping[str, ExclusiveFacet]
    books: tuple[Book, ...] = field(default=(), repr=False)

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {alias: concept.slug for concept in self.concepts.values() for alias in concept.aliases}
        return names | {slug: slug for slug in self.concepts}

    def resolve(self, name: str) -> Concept:
        """The concept called ``name`` (slug or alias); raises UnknownName with the nearest slugs."""
        slug = self._names.get(name) or self._names.get(name.strip().lower().replace(" ", "_").replace("-", "_"))
        if slug is None:
            raise UnknownName("no concept of this name", value=name, cure=self._nearest(name))
        return self.concepts[slug]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def _nearest(self, name: str) -> str:
        from rapidfuzz import process  # only needed for the message of an error

        near = [match[0] for match in process.extract(name, list(self._names), limit=3, score_cutoff=60)]
        return f"Did you mean {' or '.join(near)}?" if near else "See `myotome knowledge show concepts` for all names."


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read and check every file of ``vocabulary/``, once; raises KnowledgeError naming file and concept."""
    return build_vocabulary(read_folder("myotome.symptoms", "vocabulary"))


def build_vocabulary(books: Iterable[Book]) -> Vocabulary:
    """Put the parsed files together and check what only shows across them."""
    concepts: dict[str, Concept] = {}
    exclusives: dict[str, ExclusiveFacet] = {}
    kept: list[Book] = []
    for book in books:
        kept.append(book)
        for slug, row in book.content.items():
            place = f"{book.name} > {slug}"
            if slug in concepts or slug in exclusives:
                raise KnowledgeError("this slug is defined twice", place=place, value=slug)
            if "values" in row:
                exclusives[slug] = read_row(_EXCLUSIVE, {"slug": slug, **row}, place)
            else:
                concepts[slug] = read_row(_CONCEPT, {"slug": slug, **row}, place)
    _check_references(concepts, exclusives)
    return Vocabulary(concepts, exclusives, tuple(kept))


def _check_references(concepts: dict[str, Concept], exclusives: dict[str, ExclusiveFacet]) -> None:
    for concept in concepts.values():
        for name in (*concept.parents, *concept.implies, *filter(None, [concept.stands_for.removeprefix("not ")])):
            if name not in concepts:
                raise KnowledgeError("names a concept that does not exist", place=concept.slug, value=name)
        if concept.exclusive and concept.slug not in exclusives.get(concept.exclusive, _NO_FACET).values:
            raise KnowledgeError("is not a value of its exclusive facet", place=concept.slug, value=concept.exclusive)
    for facet in exclusives.values():
        for value in facet.values:
            if value in concepts and concepts[value].exclusive != facet.slug:
                raise KnowledgeError(f"the concept must say exclusive = '{facet.slug}'", place=facet.slug, value=value)
    _check_aliases(concepts)
    _check_implications(concepts)


def _check_aliases(concepts: dict[str, Concept]) -> None:
    owner: dict[str, str] = {}
    for concept in concepts.values():
        for alias in concept.aliases:
            if alias in concepts or alias in owner:
                other = alias if alias in concepts else owner[alias]
                raise KnowledgeError(f"this alias already names '{other}'", place=concept.slug, value=alias)
            owner[alias] = concept.slug


def _check_implications(concepts: dict[str, Concept]) -> None:
    """No concept may imply itself along a chain, nor be more frequent by chance than what it implies."""
    for concept in concepts.values():
        seen: set[str] = set()
        queue = list(concept.implies)
        while queue:
            name = queue.pop()
            if name == concept.slug:
                raise KnowledgeError("implies itself along a chain", place=concept.slug, value=tuple(sorted(seen)))
            if name not in seen:
                seen.add(name)
                queue.extend(concepts[name].implies)
        for name in concept.implies:
            if concept.background > concepts[name].background:
                raise KnowledgeError(
                    f"its background is above that of '{name}', which it implies",
                    place=concept.slug,
                    value=concept.background,
                    cure=f"Set it to {concepts[name].background:g} or less, or raise the other.",
                )


_CONCEPT = TypeAdapter(Concept)
_EXCLUSIVE = TypeAdapter(ExclusiveFacet)
_NO_FACET = ExclusiveFacet("none", ("none",), (1.0,))
