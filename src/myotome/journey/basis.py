"""What a number of the ranking rests on: the probability of a finding under a cause, its background, and the works behind both."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.knowledge import Knowledge
from myotome.words.source import Confidence, Published


@dataclass(frozen=True, slots=True)
class Basis:
    """P(concept present | cause) as the model uses it, and where it comes from.

    ``under_cause`` (0 to 1) is None where the cause's file says nothing, so that the background stands in; ``background`` (0 to 1)
    is P(present | a cause that does not list it). ``published`` are the counted rows, ``elicited`` the guess pooled with them.
    """

    under_cause: float | None
    background: float
    confidence: Confidence
    published: tuple[Published, ...] = ()
    elicited: float | None = None
    background_confidence: Confidence = Confidence.ELICITED
    background_source: str = "elicited"
    note: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The works behind ``under_cause``; ``elicited`` alone when nobody counted; empty when nothing is stated."""
        if self.under_cause is None:
            return ()
        return tuple(dict.fromkeys(row.source for row in self.published)) or ("elicited",)


def basis(knowledge: Knowledge, cause: str, concept: str) -> Basis:
    """What the model believes of ``concept`` under ``cause`` (both slugs), and why."""
    model = knowledge.reasoner.model
    row = model.cause_index[cause]
    entry = knowledge.vocabulary.concepts.get(concept)
    background = model.background_chance(concept)
    behind = (entry.confidence, entry.source) if entry else (Confidence.ELICITED, "elicited")
    if concept in model.facet_value:
        facet, position = model.facet_value[concept]
        bands = knowledge.causes[cause].bands.get(facet)
        used = float(model.band_p[facet][row, position])
        if bands is not None:
            rows = tuple(entry for value, entry in bands.published if value == concept)
            return Basis(used, background, bands.confidence, rows, None, *behind)
    else:
        claim = knowledge.causes[cause].claims.get(concept)
        used = float(model.p[row, model.concept_index[concept]])
        if claim is not None:
            return Basis(used, background, claim.confidence, claim.published, claim.elicited, *behind)
    if cause == LONE_CAUSE:
        return Basis(used, background, Confidence.ELICITED, (), None, *behind, note="average over the known causes")
    return Basis(None, background, behind[0], (), None, *behind)
