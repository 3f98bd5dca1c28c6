"""From findings to weighted rows of the model: one fact counts once, and what is absent counts for less.

Inside a facet the most informative finding counts in full, the next half, the next a quarter: they tell partly the same fact.
An absent finding counts half of that again: on published cases naive negatives (a full 1 - p) made rankings worse, because
"not mentioned" and "looked for and absent" are not kept apart by the people who write cases down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.model import Model
from myotome.symptoms.concepts import Vocabulary
from myotome.words.finding import Finding

TEMPER = 0.5
"""Each further finding of a facet counts this much of the one before."""
ABSENT_WEIGHT = 0.5
"""An absent finding counts this much of a present one with the same likelihood ratio."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence and the power to which its likelihood is raised (0 to 1)."""

    concept: str
    present: bool
    weight: float
    findings: tuple[Finding, ...] = ()
    implied_by: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a case says that the model can weigh, and what it cannot."""

    items: tuple[Item, ...]
    unweighed: tuple[str, ...]
    """Concepts of the case that no cause lists (they are shown, they do not move the ranking)."""
    conflicts: tuple[str, ...]
    """Sentences on findings that contradict each other, and what was done about it."""


def weigh(
    expansion: Expansion, vocabulary: Vocabulary, findings: Iterable[Finding], *, absent_weight: float = ABSENT_WEIGHT
) -> Evidence:
    """Turn findings into weighted rows. Present anywhere wins over absent elsewhere; logical implications are filled in."""
    states: dict[str, bool] = {}
    support: dict[str, list[Finding]] = {}
    conflicts: list[str] = []
    for finding in findings:
        slug = vocabulary.resolve(finding.concept).slug
        support.setdefault(slug, []).append(finding)
        states[slug] = states.get(slug, False) or finding.present
    implied = _implications(vocabulary, states, conflicts)
    model = expansion.model
    _one_value_per_facet(model, vocabulary, states, conflicts)
    items, unweighed = [], []
    for slug, present in states.items():
        if not model.knows(slug):
            if vocabulary.concepts[slug].scored and slug not in implied:
                unweighed.append(slug)
            continue
        given = tuple(f for f in support.get(slug, ()) if f.present == present)
        items.append(Item(slug, present, 1.0, given, implied.get(slug, "")))
    return Evidence(_temper(expansion, items, absent_weight), tuple(unweighed), tuple(conflicts))


def _implications(vocabulary: Vocabulary, states: dict[str, bool], conflicts: list[str]) -> dict[str, str]:
    """Add what present findings imply; say so where that was stated to be absent."""
    implied: dict[str, str] = {}
    queue = [slug for slug, present in states.items() if present]
    while queue:
        slug = queue.pop()
        for consequence in vocabulary.concepts[slug].implies:
            if consequence not in states:
                states[consequence] = True
                implied[consequence] = slug
                queue.append(consequence)
            elif not states[consequence]:
                label, other = vocabulary.concepts[slug].label, vocabulary.concepts[consequence].label
                conflicts.append(
                    f"“{label}” is present and “{other}” absent, though the first implies the second: the absence was set aside."
                )
                states[consequence] = True
                queue.append(consequence)
    return implied


def _one_value_per_facet(model: Model, vocabulary: Vocabulary, states: dict[str, bool], conflicts: list[str]) -> None:
    """Keep one present value of each exclusive facet; a present value makes the absent ones of its facet redundant."""
    for facet in model.exclusives.values():
        present = [value for value in facet.values if states.get(value)]
        if not present:
            continue
        kept = present[-1]
        if len(present) > 1:
            labels = ", ".join(vocabulary.concepts[v].label if v in vocabulary.concepts else v for v in present)
            conflicts.append(f"Of {labels} only one can be true: the last of them was used.")
        for value in facet.values:
            if value != kept:
                states.pop(value, None)


def _temper(expansion: Expansion, items: list[Item], absent_weight: float) -> tuple[Item, ...]:
    """Weights by rank of informativeness inside each facet; ties are broken by name so that order of entry never matters."""
    ordered = sorted(items, key=lambda item: (-expansion.terms(item.concept, item.present).spread, item.concept))
    rank: dict[str, int] = {}
    weighted = []
    for item in ordered:
        facet = expansion.model.facet_of[item.concept]
        weight = TEMPER ** rank.get(facet, 0) * (1.0 if item.present else absent_weight)
        rank[facet] = rank.get(facet, 0) + 1
        weighted.append(Item(item.concept, item.present, weight, item.findings, item.implied_by))
    return tuple(weighted)
