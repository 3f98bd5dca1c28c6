"""Ranks every disease for one person: score, posterior, genes, what each sign adds, and *not in the knowledge base*."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.likelihood import score_parts
from myotome.diagnosis.genetic.phenotype import Phenotype
from myotome.diagnosis.genetic.push import Push, pushes
from myotome.words.errors import OutOfRange, UnknownName

SHOWN = 20
GENES_SHOWN = 100
LEAST_CLASS_SHARE = 1e-4
"""No class of the general differential is ever ruled out by the prior alone."""


@dataclass(frozen=True, slots=True)
class RankedDisease:
    """One disease: place (1 = first), ids and name, genes to test, class slug, score (natural log), posterior, pushes."""

    place: int
    id: str
    other_ids: tuple[str, ...]
    name: str
    genes: tuple[str, ...]
    disease_class: str
    score: float
    posterior: float
    pushes: tuple[Push, ...]


@dataclass(frozen=True, slots=True)
class GeneticRanking:
    """The leading diseases, and the whole ranking as arrays over the entries of the knowledge.

    ``scores`` are natural logarithms against *any disease*, class prior included; ``posterior`` and ``not_in_knowledge``
    add up to 1. ``by_class`` holds the posterior of every class given that the disease is known, ``by_gene`` of the leading genes, best first. ``notices`` say what was mapped or left out of the input.
    """

    diseases: tuple[RankedDisease, ...]
    not_in_knowledge: float
    scores: np.ndarray
    posterior: np.ndarray
    by_class: Mapping[str, float]
    by_gene: Mapping[str, float]
    notices: tuple[str, ...]
    knowledge_version: str


def rank(
    phenotype: Phenotype,
    knowledge: Knowledge,
    class_prior: Mapping[str, float] | None = None,
    *,
    shown: int = SHOWN,
) -> GeneticRanking:
    """Rank all diseases.

    ``class_prior`` maps class slugs (``data/classes.toml``) to the posterior (0..1) that the general differential gives
    them; a class's share is spread evenly over its diseases, and classes that are not named share what is left. Without it
    every disease starts equal. Raises UnknownName or OutOfRange for a prior that cannot be.
    """
    scores = score_all(phenotype, knowledge) + class_log_prior(knowledge, class_prior)
    unknown = unknown_score(phenotype, knowledge)
    posterior, not_in_knowledge = posteriors(scores, unknown)
    order = np.argsort(-scores, kind="stable")[:shown]
    explained = pushes(phenotype, knowledge, order)
    diseases = tuple(
        RankedDisease(
            place=1 + int(np.count_nonzero(scores > scores[number])),
            id=knowledge.entries[number].id,
            other_ids=knowledge.entries[number].merged_ids,
            name=knowledge.entries[number].name,
            genes=tuple(sorted(knowledge.entries[number].genes)),
            disease_class=knowledge.classes[knowledge.class_of[number]].slug,
            score=float(scores[number]),
            posterior=float(posterior[number]),
            pushes=tuple(sorted(its_pushes, key=lambda push: -abs(push.value))),
        )
        for number, its_pushes in zip(order.tolist(), explained, strict=True)
    )
    return GeneticRanking(
        diseases=diseases,
        not_in_knowledge=not_in_knowledge,
        scores=scores,
        posterior=posterior,
        by_class=_by_class(scores, knowledge),
        by_gene=_by_gene(posterior, knowledge),
        notices=phenotype.notices,
        knowledge_version=knowledge.version,
    )


def score_all(phenotype: Phenotype, knowledge: Knowledge) -> np.ndarray:
    """The weighed score of every entry, without a prior."""
    parts = score_parts(phenotype, knowledge.evidence, knowledge.ontology, knowledge.method.likelihood)
    total = np.zeros(len(knowledge.entries))
    for name, part in parts.items():
        total += knowledge.method.weights[name] * part
    return total


def unknown_score(phenotype: Phenotype, knowledge: Knowledge) -> float:
    """What *not in the knowledge base* scores against: the more signs there are, the better a known disease should fit."""
    return knowledge.method.unknown_base + knowledge.method.unknown_per_term * len(phenotype.present)


def posteriors(scores: np.ndarray, unknown: float) -> tuple[np.ndarray, float]:
    """Posterior of each entry and of *not in the knowledge base*; together 1."""
    top = max(float(scores.max()), unknown)
    odds, unknown_odds = np.exp(scores - top), float(np.exp(unknown - top))
    total = float(odds.sum()) + unknown_odds
    return odds / total, unknown_odds / total


def class_log_prior(knowledge: Knowledge, class_prior: Mapping[str, float] | None) -> np.ndarray:
    """Log of each entry's prior over its even share (0 without a prior)."""
    entries = len(knowledge.entries)
    if class_prior is None:
        return np.zeros(entries)
    slugs = [disease_class.slug for disease_class in knowledge.classes]
    for slug, value in class_prior.items():
        if slug not in slugs:
            raise UnknownName(
                "no class of genetic disease has this name", value=slug, cure=f"One of: {', '.join(slugs)}."
            )
        if not 0 <= value <= 1:
            raise OutOfRange(f"the prior of {slug} must lie between 0 and 1", value=value)
    sizes = np.bincount(knowledge.class_of, minlength=len(slugs)).astype(float)
    named = np.array([slug in class_prior for slug in slugs])
    given = np.array([class_prior.get(slug, 0.0) for slug in slugs])
    left = max(1.0 - float(given.sum()), 0.0)
    shares = np.where(named, given, left * sizes / max(float(sizes[~named].sum()), 1.0))
    shares = np.maximum(shares, LEAST_CLASS_SHARE)
    per_entry = shares / shares.sum() / np.maximum(sizes, 1)
    prior: np.ndarray = np.log(per_entry[knowledge.class_of] * entries)
    return prior


def _by_class(scores: np.ndarray, knowledge: Knowledge) -> dict[str, float]:
    shares = knowledge.class_shares(scores)
    return {knowledge.classes[n].slug: float(shares[n]) for n in np.argsort(-shares, kind="stable")}


def _by_gene(posterior: np.ndarray, knowledge: Knowledge) -> dict[str, float]:
    shares = knowledge.gene_shares(posterior)
    shown = min(GENES_SHOWN, len(shares))
    if not shown:
        return {}
    leading = np.argpartition(-shares, shown - 1)[:shown]
    return {
        knowledge.gene_pairs.names[n]: float(shares[n]) for n in leading[np.argsort(-shares[leading], kind="stable")]
    }
