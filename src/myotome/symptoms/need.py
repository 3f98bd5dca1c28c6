"""What a rule asks of the findings, in one readable line: ``a``, ``a | b``, ``2 of @group | c``, ``a:both``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from myotome.symptoms.concepts import Vocabulary
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Finding
from myotome.words.side import Side

ON_BOTH_SIDES = ":both"
"""Ending of a need's concept that has to be present on the left and on the right."""


@dataclass(frozen=True, slots=True)
class Need:
    """At least ``count`` of ``of`` (concept slugs, some ending in ``:both``) must be present."""

    count: int
    of: tuple[str, ...]

    def met_by(self, present: frozenset[str]) -> tuple[str, ...]:
        """The present concepts that meet this need, in the rule's order; empty when too few are there."""
        met = tuple(slug for slug in self.of if slug in present)
        return met if len(met) >= self.count else ()

    def concepts(self) -> tuple[str, ...]:
        """The concepts it names, without the ending for both sides."""
        return tuple(slug.removesuffix(ON_BOTH_SIDES) for slug in self.of)


def present_concepts(findings: Iterable[Finding]) -> frozenset[str]:
    """What is present, for ``Need.met_by``: each concept, and again with ``:both`` where it is there on both sides."""
    sides: dict[str, set[Side]] = {}
    for finding in findings:
        if finding.present:
            sides.setdefault(finding.concept, set()).add(finding.side)
    both = (slug for slug, seen in sides.items() if Side.BOTH in seen or {Side.LEFT, Side.RIGHT} <= seen)
    return frozenset(sides) | {slug + ON_BOTH_SIDES for slug in both}


def absent_concepts(findings: Iterable[Finding]) -> frozenset[str]:
    """What was looked for and is present nowhere."""
    known = tuple(findings)
    return frozenset(f.concept for f in known if not f.present) - {f.concept for f in known if f.present}


def narrower_concepts(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """For each concept the ones that imply it, over any number of steps (``split_hand`` for ``hand_wasting``)."""
    narrower: dict[str, dict[str, None]] = {}
    for concept in vocabulary.concepts.values():
        seen: set[str] = set()
        ahead = list(concept.implies)
        while ahead:
            wider = ahead.pop()
            if wider not in seen:
                seen.add(wider)
                narrower.setdefault(wider, {})[concept.slug] = None
                ahead.extend(vocabulary.concepts[wider].implies)
    return {slug: tuple(sorted(found)) for slug, found in narrower.items()}


def read_need(
    text: str,
    groups: Mapping[str, Iterable[str]],
    place: str,
    narrower: Mapping[str, tuple[str, ...]] | None = None,
) -> Need:
    """Read one line; ``@name`` stands for the concepts of a group. Raises KnowledgeError with the place.

    With ``narrower``, a concept is also met by those that imply it, except where a number is asked for: there they would count twice.
    """
    head, of, tail = text.partition(" of ")
    count, names = (int(head), tail) if of and head.isdigit() else (1, text)
    slugs: dict[str, None] = {}
    for name in (part.strip() for part in names.split("|")):
        if name.startswith("@") and name[1:] not in groups:
            raise KnowledgeError("no group of this name", place=place, value=name, cure=f"Known: {', '.join(groups)}.")
        slugs.update(dict.fromkeys(groups[name[1:]] if name.startswith("@") else [name]))
    if not all(slug.removesuffix(ON_BOTH_SIDES).isidentifier() for slug in slugs) or not 1 <= count <= len(slugs):
        raise KnowledgeError(
            "cannot read this need", place=place, value=text, cure="Write 'a | b' or '2 of @group | c'."
        )
    if narrower and count == 1:
        for slug in tuple(slugs):
            plain, ending = (slug.removesuffix(ON_BOTH_SIDES), ON_BOTH_SIDES if slug.endswith(ON_BOTH_SIDES) else "")
            slugs.update(dict.fromkeys(name + ending for name in narrower.get(plain, ())))
    return Need(count, tuple(slugs))
