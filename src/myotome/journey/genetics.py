"""Ties the general differential to single genetic diseases: "muscular dystrophy, most like ..., genes to test"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Case
from myotome.words.errors import NothingMeasurable
from myotome.words.finding import Finding

if TYPE_CHECKING:
    from myotome.diagnosis.genetic.knowledge import Knowledge as GeneticKnowledge
    from myotome.diagnosis.genetic.rank import GeneticRanking

WORTH_RANKING = 0.1
"""From this summed probability of genetic causes on, or when ontology terms were given, single diseases are ranked."""


def genetic_share(chances: Mapping[str, float], families: Mapping[str, str]) -> float:
    """Summed probability (may exceed 1) of the causes whose family is genetic, and of those that single genes bring about elsewhere."""
    return sum(p for slug, p in chances.items() if families[slug] == "muscle_genetic" or slug in _ELSEWHERE)


def has_usable_term(case: Case, genetic: GeneticKnowledge) -> bool:
    """Whether an ontology term of the case is present and names a sign, so that genetic diseases can be ranked by it."""
    ontology = genetic.ontology
    here = (ontology.index.get(term.hpo) for term in case.terms if term.present)
    return any(number is not None and ontology.phenotypic[number] for number in here)


def term_notices(case: Case, genetic: GeneticKnowledge) -> Iterator[str]:
    """What became of the ontology terms of the case that this release does not know or has replaced."""
    ontology = genetic.ontology
    for term in dict.fromkeys(term.hpo for term in case.terms):
        number = ontology.index.get(term)
        if number is None:
            yield f"{term} is no term of the ontology in the release used here: it was left out."
        elif term in ontology.moved:
            yield f"{term} is obsolete: for genetic disease it was read as {ontology.ids[number]} ({ontology.names[number]})."


def rank_genetic(
    case: Case,
    findings: Iterable[Finding],
    chances: Mapping[str, float],
    vocabulary: Vocabulary,
    genetic: GeneticKnowledge,
) -> GeneticRanking | None:
    """Rank all diseases of the ontology's annotations for one case; None when it holds no usable term.

    The prior of each class of diseases is the general differential's posterior of its causes.
    """
    # Imported when first needed: the genetic layer brings scipy.sparse along, half of the start of everything else.
    from myotome.diagnosis.genetic.classes import prior_from_causes
    from myotome.diagnosis.genetic.phenotype import read_phenotype
    from myotome.diagnosis.genetic.rank import rank

    present, absent = [t.hpo for t in case.terms if t.present], [t.hpo for t in case.terms if not t.present]
    for finding in findings:
        hpo = vocabulary.concepts[finding.concept].hpo
        if hpo:
            (present if finding.present else absent).append(hpo)
    try:
        phenotype = read_phenotype(
            genetic.ontology, genetic.stages, dict.fromkeys(present), dict.fromkeys(absent), sex=case.person.sex
        )
    except NothingMeasurable:
        return None
    return rank(phenotype, genetic, prior_from_causes(chances, genetic.classes, genetic.class_of))


_ELSEWHERE = frozenset({"sma", "kennedy_sbma", "genetic_neuropathy_cmt", "amyloid_neuropathy", "periodic_paralysis"})
