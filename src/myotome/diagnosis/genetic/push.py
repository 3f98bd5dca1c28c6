"""What each sign adds to a disease's score; the pushes of a disease add up to its score without a prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.likelihood import (
    ancestor_rows,
    branch_columns,
    case_closure,
    excluded_ratio,
    match,
    onset_penalty,
    sex_penalty,
)
from myotome.diagnosis.genetic.phenotype import Phenotype
from myotome.diagnosis.genetic.profiles import Profiles


@dataclass(frozen=True, slots=True)
class Push:
    """One sign's part in a score: HPO id (or ``onset``, ``sex``), label, state, value (natural log, weighed).

    ``matched_id`` and ``matched_label`` name what the disease has that answers a present sign best: the sign itself or a
    wider term; empty when the disease has nothing of the kind.
    """

    id: str
    label: str
    state: str
    value: float
    matched_id: str = ""
    matched_label: str = ""


def pushes(phenotype: Phenotype, knowledge: Knowledge, entries: Sequence[int] | np.ndarray) -> list[list[Push]]:
    """For each entry number the pushes of its signs.

    A term above several present ones, and what goes together with it, is shared among them in equal parts.
    """
    chosen = np.asarray(entries, dtype=int)
    ontology, profiles, weights = knowledge.ontology, knowledge.evidence.profiles, knowledge.method.weights
    numbers = knowledge.method.likelihood
    closure = case_closure(phenotype, ontology)
    at, found = _places(closure, profiles, chosen)
    lift = np.where(found, profiles.share[at], 0) / profiles.background[closure][:, None]
    rows = ancestor_rows(phenotype, closure, ontology)
    below = np.zeros((len(rows), len(closure)))
    for sign, above in enumerate(rows):
        below[sign, above] = 1
    shared = below / below.sum(axis=0)
    node = weights["branches"] * _branch_nodes(closure, profiles, at, found)
    node = node + weights["related"] * (
        knowledge.evidence.related_terms.parts_of_case(closure) @ knowledge.evidence.disease_vectors[chosen].T
    )
    present = shared @ node
    best = np.array([above[lift[above].argmax(axis=0)] for above in rows])
    for sign, above in enumerate(rows):
        present[sign] += weights["best_match"] * match(lift[above].max(axis=0), numbers)
    others = [
        (
            ontology.ids[t],
            ontology.names[t],
            "absent",
            weights["excluded"] * excluded_ratio(t, profiles, numbers)[chosen],
        )
        for t in phenotype.excluded
    ]
    others.append(
        ("onset", "age at onset", "stated", weights["onset"] * onset_penalty(phenotype, knowledge.evidence)[chosen])
    )
    others.append(("sex", "sex", "stated", weights["sex"] * sex_penalty(phenotype, profiles, numbers)[chosen]))
    result = []
    for place in range(len(chosen)):
        its = []
        for sign, term in enumerate(phenotype.present):
            matched = closure[best[sign, place]] if lift[best[sign, place], place] > 0 else -1
            its.append(
                Push(
                    ontology.ids[term],
                    ontology.names[term],
                    "present",
                    float(present[sign, place]),
                    ontology.ids[matched] if matched >= 0 else "",
                    ontology.names[matched] if matched >= 0 else "",
                )
            )
        its += [Push(i, label, state, float(values[place])) for i, label, state, values in others if values[place] != 0]
        result.append(its)
    return result


def _places(closure: np.ndarray, profiles: Profiles, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the profiles hold (node, entry), and whether they do at all: both len(closure) x len(chosen)."""
    at = np.zeros((len(closure), len(chosen)), dtype=int)
    found = np.zeros(at.shape, dtype=bool)
    for place, term in enumerate(closure):
        column = profiles.column(term)
        rows = profiles.rows[column]
        if len(rows):
            inside = np.minimum(np.searchsorted(rows, chosen), len(rows) - 1)
            found[place] = rows[inside] == chosen
            at[place] = inside + column.start
    return at, found


def _branch_nodes(closure: np.ndarray, profiles: Profiles, at: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Log-likelihood ratio of each closure node given its rarest parent: len(closure) x len(chosen)."""
    gain, held = np.where(found, profiles.gain[at], 0.0), np.where(found, profiles.held[at], 0.0)
    place_of = {int(term): place for place, term in enumerate(closure)}
    nodes = np.zeros_like(gain)
    for term, parent in branch_columns(closure, profiles):
        nodes[place_of[term]] = gain[place_of[term]] - held[place_of[parent]]
    return nodes
