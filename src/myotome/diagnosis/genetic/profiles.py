"""How often each sign occurs in each disease, closed over the ontology: the table that every case is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from myotome.diagnosis.genetic.annotations import Annotations
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.diagnosis.genetic.relatives import lend

X_LINKED_RECESSIVE = "HP:0001419"
FEMALE_ONLY = "female carriers"


@dataclass(frozen=True, slots=True)
class Profiles:
    """The table by columns (CSC), entries x terms, and what follows from it.

    ``indptr`` and ``rows`` are the shape; aligned with ``rows``: ``share`` P(term | disease) in 0..1, ``gain`` and ``held``
    the two halves of a branch's log-likelihood ratio, ``spared`` the log-likelihood of an excluded term.
    ``background`` is P(term | any disease) per term, ``parent`` each term's rarest parent (-1 at the root), ``own_terms``
    how many terms each entry has of its own, ``x_recessive`` whether it is X-linked recessive,
    ``female_only`` whether its name says that only women have it.
    """

    entries: int
    indptr: np.ndarray
    rows: np.ndarray
    share: np.ndarray
    gain: np.ndarray
    held: np.ndarray
    spared: np.ndarray
    background: np.ndarray
    parent: np.ndarray
    own_terms: np.ndarray
    x_recessive: np.ndarray
    female_only: np.ndarray

    def column(self, term: int) -> slice:
        """Where the column of ``term`` lies in ``rows`` and the arrays aligned with it."""
        return slice(int(self.indptr[term]), int(self.indptr[term + 1]))

    def table(self) -> sparse.csc_matrix:
        """The shares as a sparse matrix, entries x terms."""
        return sparse.csc_matrix((self.share, self.rows, self.indptr), shape=(self.entries, len(self.background)))


def build_profiles(
    annotations: Annotations,
    ontology: Ontology,
    entry_of: np.ndarray,
    heads: np.ndarray,
    related: sparse.csr_matrix,
    smoothing: Mapping[str, float],
    relatives: Mapping[str, float],
    likelihood: Mapping[str, float],
) -> Profiles:
    """Smooth the counts, borrow from relatives, and close the shares over the ontology.

    ``heads`` is the leading disease of each entry, ``related`` entries x diseases. A merged twin lends like a close relative;
    adding its rows to the leader's own was tried and lost 4 to 9 points of top-10 (validation/genetic.md).
    """
    entries = len(heads)
    shares = own_shares(annotations, ontology, smoothing)
    own = shares[heads]
    closed = close_upwards(lend(shares, heads, related, relatives), ontology, smoothing).tocsc()
    closed.sort_indices()
    share = closed.data.astype(np.float32)
    described = np.count_nonzero(np.diff(own.indptr))
    cases = likelihood["background_cases"]
    floor = 0.05 * cases  # a term that no disease has is twenty times rarer than one that a single disease has
    background = (np.asarray(closed.sum(axis=0)).ravel() + floor) / (described + cases)
    parent = find_rarest_parents(ontology, background)
    step = np.where(parent >= 0, background / background[np.maximum(parent, 0)], 1.0)
    noise = likelihood["branch_noise"]
    step_of_row = np.repeat(np.minimum(step, 1.0), np.diff(closed.indptr)).astype(np.float32)
    return Profiles(
        entries=entries,
        indptr=closed.indptr,
        rows=closed.indices,
        share=share,
        gain=np.log1p(share / (noise * step_of_row)),
        held=np.log1p(share / noise),
        spared=np.log1p(-(1 - likelihood["missed_share"]) * share),
        background=background,
        parent=parent,
        own_terms=np.diff(own.indptr),
        x_recessive=_x_recessive(annotations, ontology, entry_of, entries),
        female_only=np.array([FEMALE_ONLY in annotations.disease_names[head].lower() for head in heads]),
    )


def own_shares(annotations: Annotations, ontology: Ontology, smoothing: Mapping[str, float]) -> sparse.csr_matrix:
    """P(term | disease) from each disease's own rows (diseases x terms), smoothed by how many patients each rests on.

    3 of 3 stays further from certainty than 300 of 300. Terms counted in nobody (0 of m) carry no share.
    """
    rows = annotations.phenotype & ontology.phenotypic[annotations.term]
    patients, affected = annotations.patients[rows], annotations.affected[rows]
    band = annotations.band[rows]
    uncounted = (patients == 0) & np.isnan(band)
    weight = np.where(
        patients > 0, patients, np.where(uncounted, smoothing["uncounted_patients"], smoothing["band_patients"])
    )
    share = np.where(uncounted, smoothing["uncounted_share"], np.nan_to_num(band))
    seen = np.where(patients > 0, affected, share * weight)
    place = (annotations.disease[rows], annotations.term[rows])
    shape = (len(annotations.disease_ids), len(ontology))
    total = sparse.csr_matrix((weight.astype(np.float32), place), shape=shape)
    carried = sparse.csr_matrix((seen.astype(np.float32), place), shape=shape)
    total.sum_duplicates()
    carried.sum_duplicates()
    prior = smoothing["weight_patients"]
    carried.data = np.where(
        carried.data > 0, (carried.data + prior * smoothing["expected"]) / (total.data + prior), 0
    ).astype(np.float32)
    carried.eliminate_zeros()
    return carried


def close_upwards(shares: sparse.csr_matrix, ontology: Ontology, smoothing: Mapping[str, float]) -> sparse.csr_matrix:
    """Give every ancestor the share of its narrower terms: between their largest and their sum, never above ``most``."""
    power = smoothing["closure_power"]
    raised = shares.copy()
    raised.data = raised.data**power
    closed = (raised @ ontology.ancestors).tocsr()
    closed.data = np.minimum(closed.data ** (1 / power), smoothing["most"]).astype(np.float32)
    return closed


def find_rarest_parents(ontology: Ontology, background: np.ndarray) -> np.ndarray:
    """Number of each term's rarest phenotypic ancestor other than itself; -1 where it has none."""
    ancestors = ontology.ancestors
    rows = np.repeat(np.arange(len(ontology)), np.diff(ancestors.indptr))
    rarity = np.where(
        ontology.phenotypic[ancestors.indices] & (ancestors.indices != rows), background[ancestors.indices], np.inf
    )
    least = np.minimum.reduceat(rarity, ancestors.indptr[:-1])
    chosen = np.isfinite(rarity) & (rarity == least[rows])
    rarest = np.full(len(ontology), -1, dtype=np.int32)
    rarest[rows[chosen]] = ancestors.indices[chosen]
    return rarest


def _x_recessive(annotations: Annotations, ontology: Ontology, entry_of: np.ndarray, entries: int) -> np.ndarray:
    mask = np.zeros(entries, dtype=bool)
    if X_LINKED_RECESSIVE in ontology.index:
        rows = annotations.kept & ~annotations.negated & (annotations.term == ontology.number(X_LINKED_RECESSIVE))
        mask[entry_of[annotations.disease[rows]]] = True
    return mask
