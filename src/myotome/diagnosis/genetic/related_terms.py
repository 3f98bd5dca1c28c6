"""Terms that go together in diseases although the ontology does not join them, as short vectors.

Foot drop, pes cavus and absent ankle jerks lie on different branches of the ontology; diseases join them. The vectors
are the leading right singular vectors of the disease x term table (latent semantic analysis, Deerwester 1990, J Am Soc
Inf Sci 41:391), computed by ``validation/genetic_fit_terms.py`` from rows that cite no paper at all, so that dropping a
paper's rows leaves nothing of it behind in them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from myotome.diagnosis.genetic.ontology import Ontology
from myotome.words.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class RelatedTerms:
    """``vectors`` is terms x k, each row already multiplied by the term's rarity; rows of terms without a vector are zero."""

    vectors: np.ndarray

    def of_diseases(self, frequency: sparse.csr_matrix) -> np.ndarray:
        """Unit vector of each row of ``frequency`` (entries x terms, closed upwards); zero where no term has a vector."""
        return _unit(np.asarray(frequency @ self.vectors, dtype=np.float32))

    def parts_of_case(self, closure: np.ndarray) -> np.ndarray:
        """The share of each term number in ``closure`` in the case's unit vector: len(closure) x k, rows add up to it."""
        parts = self.vectors[closure]
        length = float(np.linalg.norm(parts.sum(axis=0)))
        shares: np.ndarray = parts / max(length, 1e-9)
        return shares


def read_related_terms(archive: bytes, ontology: Ontology) -> RelatedTerms:
    """Read ``data/term_vectors.npz`` (``hpo`` numbers of the terms, ``vectors`` n x k); terms not in the ontology are skipped."""
    try:
        table = np.load(io.BytesIO(archive))
        hpo, rows = table["hpo"], table["vectors"].astype(np.float32)
    except (KeyError, ValueError, OSError) as error:
        raise KnowledgeError("the table of related terms cannot be read", place="data/term_vectors.npz") from error
    vectors = np.zeros((len(ontology), rows.shape[1]), dtype=np.float32)
    for term, row in zip(hpo, rows, strict=True):
        number = ontology.index.get(f"HP:{term:07d}")
        if number is not None:
            vectors[number] = row
    return RelatedTerms(vectors)


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: np.ndarray = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-6)
    return unit
