"""How well each disease explains one person: a weighed sum of six parts, each a log-likelihood ratio against *any disease*.

``branches``    every node above the present terms once, given its rarest parent (information is not counted twice)
``best_match``  each present term by the ancestor that the disease raises most over the background
``related``     cosine of the person's and the disease's vectors of terms that go together
``excluded``    terms looked for and not there
``onset``       only as a penalty: an onset that fits earns nothing, since well-described diseases would earn it unfairly
``sex``         an X-linked recessive disease in a girl or woman

In the spirit of the likelihood ratios of Robinson 2020 (PMID 32755546) and the shared information of Jagadeesh 2019
(Phrank, PMID 29997393); formulation and code are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.genetic.ontology import Ontology
from myotome.diagnosis.genetic.phenotype import Phenotype
from myotome.diagnosis.genetic.profiles import Profiles
from myotome.diagnosis.genetic.related_terms import RelatedTerms
from myotome.words.case import Sex


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a case is held against: profiles, the diseases' vectors (entries x k) and onset log-ratios (entries x stages)."""

    profiles: Profiles
    related_terms: RelatedTerms
    disease_vectors: np.ndarray
    onset: np.ndarray


def score_parts(
    phenotype: Phenotype, evidence: Evidence, ontology: Ontology, numbers: Mapping[str, float]
) -> dict[str, np.ndarray]:
    """The six parts (natural logarithms, ``related`` a cosine) for every entry; each an array of length entries."""
    closure = case_closure(phenotype, ontology)
    lift = lifts(closure, evidence.profiles)
    branches = _branches(closure, evidence.profiles)
    best = np.zeros(evidence.profiles.entries)
    for rows in ancestor_rows(phenotype, closure, ontology):
        best += match(lift[rows].max(axis=0), numbers)
    related = evidence.disease_vectors @ evidence.related_terms.parts_of_case(closure).sum(axis=0)
    excluded = sum((excluded_ratio(t, evidence.profiles, numbers) for t in phenotype.excluded), np.zeros(len(best)))
    return {
        "branches": branches,
        "best_match": best,
        "related": related,
        "excluded": excluded,
        "onset": onset_penalty(phenotype, evidence),
        "sex": sex_penalty(phenotype, evidence.profiles, numbers),
    }


def case_closure(phenotype: Phenotype, ontology: Ontology) -> np.ndarray:
    """Sorted numbers of the present terms and their phenotypic ancestors."""
    closure = ontology.closure(phenotype.present)
    signs: np.ndarray = closure[ontology.phenotypic[closure]]
    return signs


def ancestor_rows(phenotype: Phenotype, closure: np.ndarray, ontology: Ontology) -> list[np.ndarray]:
    """For each present term, the places in ``closure`` of the term and its phenotypic ancestors."""
    above = (ontology.ancestors_of(term) for term in phenotype.present)
    return [np.searchsorted(closure, rows[ontology.phenotypic[rows]]) for rows in above]


def lifts(closure: np.ndarray, profiles: Profiles) -> np.ndarray:
    """P(term | disease) / P(term | any disease): len(closure) x entries."""
    lift = np.zeros((len(closure), profiles.entries), dtype=np.float32)
    for place, term in enumerate(closure):
        column = profiles.column(term)
        lift[place, profiles.rows[column]] = profiles.share[column] / np.float32(profiles.background[term])
    return lift


def match(lift: np.ndarray, numbers: Mapping[str, float]) -> np.ndarray:
    """Log-likelihood ratio of one present term, some of which have nothing to do with the disease."""
    unrelated = np.float32(numbers["unrelated_share"])
    ratio: np.ndarray = np.log(unrelated + (1 - unrelated) * lift)
    return ratio


def branch_columns(closure: np.ndarray, profiles: Profiles) -> list[tuple[int, int]]:
    """Each closure node with its rarest parent; nodes without one (the root) say nothing and are left out."""
    return [(int(term), int(profiles.parent[term])) for term in closure if profiles.parent[term] >= 0]


def excluded_ratio(term: int, profiles: Profiles, numbers: Mapping[str, float]) -> np.ndarray:
    """Log-likelihood ratio of one excluded term, for every entry."""
    ratio = np.full(profiles.entries, -np.log1p(-(1 - numbers["missed_share"]) * min(profiles.background[term], 1.0)))
    column = profiles.column(term)
    ratio[profiles.rows[column]] += profiles.spared[column]
    return ratio


def onset_penalty(phenotype: Phenotype, evidence: Evidence) -> np.ndarray:
    """0 or less: how much rarer the stage of onset is in the disease than in any disease."""
    if phenotype.onset_stage is None:
        return np.zeros(evidence.profiles.entries)
    penalty: np.ndarray = np.minimum(evidence.onset[:, phenotype.onset_stage], 0.0)
    return penalty


def sex_penalty(phenotype: Phenotype, profiles: Profiles, numbers: Mapping[str, float]) -> np.ndarray:
    """``wrong_sex`` for X-linked recessive diseases in a girl or woman, ``impossible_sex`` for diseases of women in a man, else 0."""
    if phenotype.sex is Sex.MALE:
        return np.where(profiles.female_only, numbers["impossible_sex"], 0.0)
    return np.where(profiles.x_recessive & (phenotype.sex is Sex.FEMALE), numbers["wrong_sex"], 0.0)


def _branches(closure: np.ndarray, profiles: Profiles) -> np.ndarray:
    """Sum of log P(node | parent, disease) / P(node | parent, any disease): what each column gains, less what its parent held."""
    parts_rows, parts_values = [], []
    children: dict[int, int] = {}
    for term, parent in branch_columns(closure, profiles):
        children[parent] = children.get(parent, 0) + 1
        column = profiles.column(term)
        parts_rows.append(profiles.rows[column])
        parts_values.append(profiles.gain[column])
    for parent, count in children.items():
        column = profiles.column(parent)
        parts_rows.append(profiles.rows[column])
        parts_values.append(-count * profiles.held[column])
    if not parts_rows:
        return np.zeros(profiles.entries)
    rows, values = np.concatenate(parts_rows), np.concatenate(parts_values)
    return np.bincount(rows, weights=values, minlength=profiles.entries)
