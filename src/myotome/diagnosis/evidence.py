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
from myotome.symptoms.entail import entail
from myotome.words.finding import Finding, Origin

TEMPER = 0.5
"""Each further finding of a facet counts this much of the one before."""
ABSENT_WEIGHT = 0.5
"""An absent finding counts this much of a present one with the same likelihood ratio."""
STANDS_FOR_WEIGHT = 0.5
"""A complaint counts this much of the sign that it stands for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence and the power to which its likelihood is raised (0 to 1)."""

    concept: str
    present: bool
    weight: float
    findings: tuple[Finding, ...] = ()
    stand_in: str = ""
    """The complaint that was reported, where it stands for this sign."""


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
    """Turn findings into weighted evidence. Present anywhere wins over absent elsewhere; what follows from them is filled in."""
    entailed = entail(findings, vocabulary)
    states: dict[str, bool] = {}
    support: dict[str, list[Finding]] = {}
    conflicts = list(entailed.conflicts)
    for finding in entailed.findings:
        support.setdefault(finding.concept, []).append(finding)
        states[finding.concept] = states.get(finding.concept, False) or finding.present
    conflicts += _both_ways(entailed.findings, vocabulary)
    model = expansion.model
    _one_value_per_facet(model, vocabulary, states, conflicts)
    items, unweighed = [], []
    for slug, present in states.items():
        given = tuple(f for f in support[slug] if f.present == present)
        if model.knows(slug):
            items.append(Item(slug, present, 1.0, given))
        elif vocabulary.concepts[slug].scored and any(f.evidence.origin is not Origin.DERIVED for f in given):
            unweighed.append(slug)
    items += _stand_ins(model, vocabulary, states, support)
    return Evidence(_temper(expansion, items, absent_weight), tuple(unweighed), tuple(conflicts))


def _both_ways(findings: Iterable[Finding], vocabulary: Vocabulary) -> list[str]:
    """A sentence for each concept that is stated to be present and absent at one and the same place."""
    seen: dict[tuple[str, str, str], set[bool]] = {}
    for finding in findings:
        seen.setdefault((finding.concept, finding.side, finding.site), set()).add(finding.present)
    twice = dict.fromkeys(concept for (concept, _, _), states in seen.items() if len(states) > 1)
    return [
        f"“{vocabulary.concepts[concept].label}” is stated to be present and to be absent: it was taken as present."
        for concept in twice
    ]


def _stand_ins(
    model: Model, vocabulary: Vocabulary, states: dict[str, bool], support: dict[str, list[Finding]]
) -> list[Item]:
    """Complaints that stand for a sign nobody has spoken of; a complaint that is present goes before those that are absent."""
    taken = {
        value
        for facet in model.exclusives.values()
        if facet.values and set(facet.values) & set(states)
        for value in facet.values
    }
    made: dict[str, Item] = {}
    for slug, present in sorted(states.items(), key=lambda state: (not state[1], state[0])):
        target = vocabulary.concepts[slug].stands_for
        sign = target.removeprefix("not ")
        if not target or sign in states or sign in taken or sign in made or not model.knows(sign):
            continue
        made[sign] = Item(sign, present != target.startswith("not "), STANDS_FOR_WEIGHT, tuple(support[slug]), slug)
    return list(made.values())


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
        weight = item.weight * TEMPER ** rank.get(facet, 0) * (1.0 if item.present else absent_weight)
        rank[facet] = rank.get(facet, 0) + 1
        weighted.append(Item(item.concept, item.present, weight, item.findings, item.stand_in))
    return tuple(weighted)
