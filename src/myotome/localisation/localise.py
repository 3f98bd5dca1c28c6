"""Localising: from bedside and laboratory evidence to ranked places of the lesion, with reasons and the next thing to examine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from myotome.anatomy.muscles import REGIONS
from myotome.anatomy.sites import WHOLE_LIMBS
from myotome.localisation.evidence import BedsideEvidence
from myotome.localisation.explain import Reasons, explain
from myotome.localisation.facet import facet_findings, facet_posterior
from myotome.localisation.from_case import evidence_from_case
from myotome.localisation.next_sign import NextSign, next_signs
from myotome.localisation.observe import observations
from myotome.localisation.ranking import Explanation, rank
from myotome.localisation.weigh import weigh
from myotome.words.case import Case
from myotome.words.errors import NothingMeasurable
from myotome.words.finding import Finding

METHOD = "localisation 1.0"
"""Name and version of the method, for the versions of an assessment."""
FEWEST_SITED = 3
"""Signs at named muscles, reflexes or areas below which the place of the lesion is not asked: two would fit almost anything."""
WIDE = frozenset({"", *REGIONS, *WHOLE_LIMBS})
"""Places that name no muscle, reflex or area of skin."""
SITED = frozenset(
    {"muscle_weakness", "muscle_wasting", "muscle_fasciculation", "reflex", "sensation_reduced", "emg_denervation"}
)
"""Concepts that count as such a sign when they bear a site."""


@dataclass(frozen=True, slots=True)
class Localisation:
    """The answer: ``ranked`` explanations, best first, their posteriors summing to at most 1.

    ``facet`` gives the posterior of each value of the localisation facet (summing to 1) and ``findings`` what is passed on
    to the differential. ``side_assumed``: nobody said the side, so 'right' in a label means 'one side'.
    """

    evidence: BedsideEvidence
    ranked: tuple[Explanation, ...]
    reasons: Reasons
    next_signs: tuple[NextSign, ...]
    facet: Mapping[str, float]
    findings: tuple[Finding, ...]
    method: str = METHOD

    @property
    def leader(self) -> Explanation:
        """The likeliest explanation."""
        return self.ranked[0]

    @property
    def side_assumed(self) -> bool:
        """True when the side was chosen and not told."""
        return self.evidence.side_assumed

    def label(self, explanation: Explanation) -> str:
        """Label of an explanation as it should be printed: without the side where the side was only assumed."""
        return explanation.told(sided=not self.side_assumed)


def localise(evidence: BedsideEvidence) -> Localisation:
    """Rank the places of the lesion.

    Raises NothingMeasurable when nothing abnormal was given: then every place is as likely as before.
    """
    seen = observations(evidence.items, evidence.side_assumed)
    if not seen.abnormal.any():
        raise NothingMeasurable(
            "nothing abnormal was found in a named muscle, reflex, skin area or nerve",
            value=len(evidence.items),
            cure="Add findings with a site, such as muscle_weakness at first_dorsal_interosseous, grade 4.",
        )
    ranked = rank(weigh(seen))
    facet = facet_posterior(ranked)
    return Localisation(
        evidence,
        ranked,
        explain(ranked[0], seen, sided=not evidence.side_assumed),
        next_signs(ranked, seen, sided=not evidence.side_assumed),
        facet,
        facet_findings(facet),
    )


def localise_case(case: Case) -> Localisation:
    """Localise the findings of a case; see ``from_case.evidence_from_case`` for what is read and which errors it raises."""
    return localise(evidence_from_case(case))


def locate(case: Case) -> Localisation | None:
    """Where the lesion lies, if enough named muscles, reflexes or areas of skin were examined to ask; else None."""
    if sum(finding.concept in SITED and finding.site not in WIDE for finding in case.findings) < FEWEST_SITED:
        return None
    try:
        return localise_case(case)
    except NothingMeasurable:
        return None
