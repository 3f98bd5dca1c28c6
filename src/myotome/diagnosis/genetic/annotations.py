"""What is known of each disease, one row per published statement: term, how often, onset, inheritance, sex, and by whom.

Source: the HPO release, see ``annotation_file``. A row keeps its references, so that everything one paper said can be taken out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np


class Citations:
    """Which rows cite which paper; built at the first question, since ranking alone never asks."""

    def __init__(self, cells: str, codes: np.ndarray) -> None:
        """``cells``: the different reference cells, one a line, several references in one joined by ``;``. ``codes`` (r,): the cell of
        each row, numbered from 0."""
        self.cells, self.codes = cells, codes

    def rows(self, reference: str) -> np.ndarray:
        """Numbers of all rows that cite ``reference``, alone or with others; empty for one that nobody cites."""
        return np.concatenate([_NO_ROWS, *self._by_paper.get(reference, {}).values()])

    def sole(self, reference: str) -> np.ndarray:
        """Numbers of the rows that cite ``reference`` and nothing else."""
        return self._by_paper.get(reference, {}).get(reference, _NO_ROWS)

    def papers(self) -> list[str]:
        """Every PMID that is cited."""
        return list(self._by_paper)

    @cached_property
    def _by_paper(self) -> dict[str, dict[str, np.ndarray]]:
        """For each PMID the cells that name it, and the rows of each cell."""
        cells = self.cells.split("\n")
        order = np.argsort(self.codes, kind="stable").astype(np.int32)
        rows_of_cell = np.split(order, np.cumsum(np.bincount(self.codes, minlength=len(cells)))[:-1])
        papers: dict[str, dict[str, np.ndarray]] = {}
        for cell, rows in zip(cells, rows_of_cell, strict=True):
            for reference in cell.split(";"):
                if reference.strip().startswith("PMID"):
                    papers.setdefault(reference.strip(), {})[cell] = rows
        return papers


_NO_ROWS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Annotations:
    """All rows as parallel arrays of length r, and the diseases they speak of.

    ``disease`` and ``term`` are numbers into ``disease_ids`` and into the ontology; ``affected``/``patients`` the count
    n/m where one was published (``patients`` 0 otherwise); ``band`` the frequency in 0..1 where a band or percentage was
    given (NaN otherwise); ``sex`` 0 both, 1 female only, 2 male only; ``aspect`` the code of one letter (P phenotype, C course,
    I inheritance, H history, M modifier); ``negated`` rows say that the term does not belong to the disease.
    ``citations`` knows the rows that cite a reference such as ``PMID:38413582``.
    """

    version: str
    disease_ids: tuple[str, ...]
    disease_names: tuple[str, ...]
    genes: tuple[frozenset[str], ...]
    disease: np.ndarray
    term: np.ndarray
    affected: np.ndarray
    patients: np.ndarray
    band: np.ndarray
    sex: np.ndarray
    aspect: np.ndarray
    negated: np.ndarray
    kept: np.ndarray
    citations: Citations

    def without(self, reference: str, *, keep_pooled: bool = False) -> Annotations:
        """Return the same annotations less every row that cites ``reference``, of whatever disease.

        ``keep_pooled`` leaves the rows that cite other papers as well. Their counts hold the patients of ``reference``, so
        what is ranked with them is not free of leakage; it exists to compare with figures that were got that way.
        """
        rows = self.citations.sole(reference) if keep_pooled else self.citations.rows(reference)
        if not len(rows):
            return self
        kept = self.kept.copy()
        kept[rows] = False
        return replace(self, kept=kept)

    @property
    def phenotype(self) -> np.ndarray:
        """Mask of the kept rows that state a phenotype, whether present or counted as 0 of m."""
        mask: np.ndarray = self.kept & (self.aspect == ord("P")) & ~self.negated
        return mask

    def distinct_terms(self, disease_number: int) -> int:
        """How many different phenotype terms a disease has left."""
        return len(np.unique(self.term[self.phenotype & (self.disease == disease_number)]))
