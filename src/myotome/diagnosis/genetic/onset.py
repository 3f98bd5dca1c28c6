"""When a disease begins: nine stages of life, and how each disease departs from the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.genetic.annotations import Annotations
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.words.errors import OutOfRange
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages in order of age: HPO id, label, first age (years) past each, and the share of a term over the stages."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    to_years: tuple[float, ...]
    shares: Mapping[str, np.ndarray]

    def of_age(self, age_years: float) -> int:
        """Number of the stage that an age at onset lies in; birth is congenital. Raises OutOfRange below 0 or above 125."""
        if not 0 <= age_years < self.to_years[-1]:
            raise OutOfRange("age at onset must lie between 0 and 125 years", value=age_years, cure="Give it in years.")
        return next(n for n, end in enumerate(self.to_years) if age_years < end)

    def of_term(self, term_id: str) -> int | None:
        """Number of the stage that an onset term means; None for a term that spans several stages or is no onset."""
        share = self.shares.get(term_id)
        return int(share.argmax()) if share is not None and share.max() == 1 else None


def read_stages() -> Stages:
    """Read the packaged table of stages."""
    content = read_book(__package__, "data/onset.toml").content
    stages = content["stage"]
    ids = tuple(stage["id"] for stage in stages)
    shares = {term: np.eye(len(ids))[n] for n, stage in enumerate(stages) for term in (stage["id"], *stage["also"])}
    for wide in content["wide"]:
        over = [ids.index(term) for term in wide["over"]]
        shares[wide["id"]] = np.bincount(over, minlength=len(ids)) / len(over)
    return Stages(ids, tuple(s["label"] for s in stages), tuple(s["to_years"] for s in stages), shares)


def onset_ratios(
    annotations: Annotations,
    entry_of: np.ndarray,
    entries: int,
    ontology: Ontology,
    stages: Stages,
    numbers: Mapping[str, float],
) -> np.ndarray:
    """Log of (share of onsets of the entry in the stage / the same over all entries): entries x stages.

    An entry whose onset nobody stated has 0 throughout: it neither gains nor loses.
    """
    share_of_term = np.zeros((len(ontology), len(stages.ids)))
    for term, share in stages.shares.items():
        if term in ontology.index:
            share_of_term[ontology.number(term)] = share
    rows = annotations.kept & ~annotations.negated & (share_of_term[annotations.term].sum(axis=1) > 0)
    patients = np.where(annotations.patients > 0, annotations.affected, numbers["onset_patients"])
    patients = np.minimum(patients, numbers["most_onset_patients"])[rows]
    counts = np.zeros((entries, len(stages.ids)))
    np.add.at(counts, entry_of[annotations.disease[rows]], share_of_term[annotations.term[rows]] * patients[:, None])
    spread = counts @ _spread(len(stages.ids), numbers["onset_spread_stages"])
    background = (spread.sum(axis=0) + 1e-6) / (spread.sum() + 1e-6 * spread.shape[1])
    prior = numbers["onset_patients"]
    share = (spread + prior * background) / (spread.sum(axis=1, keepdims=True) + prior)
    ratios: np.ndarray = np.log(share / background).astype(np.float32)
    return ratios


def _spread(stages: int, sd: float) -> np.ndarray:
    steps = np.arange(stages)
    kernel = np.exp(-0.5 * ((steps[:, None] - steps[None, :]) / sd) ** 2)
    spread: np.ndarray = kernel / kernel.sum(axis=1, keepdims=True)
    return spread
