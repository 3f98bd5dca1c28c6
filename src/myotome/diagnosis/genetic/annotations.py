"""What is known of each disease, one row per published statement: term, how often, onset, inheritance, sex, and by whom.

Source: ``phenotype.hpoa`` and ``genes_to_phenotype.txt`` of the HPO release (https://hpo.jax.org/data/annotation-format).
A row keeps its references, so that everything one paper said can be taken out again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from myotome.diagnosis.genetic.ontology import Ontology
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book

NOT_COUNTED = 0
"""``patients`` of a row whose frequency was given as a band, or not at all."""

COLUMNS = (
    "database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence",
    "onset", "frequency", "sex", "modifier", "aspect", "biocuration",
)  # fmt: skip


class Citations:
    """Which rows cite which paper; built at the first question, since ranking alone never asks."""

    def __init__(self, references: list[str]) -> None:
        """``references`` is one cell a row, several references joined by ``;``."""
        self._references = references

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
        cells = {cell: n for n, cell in enumerate(dict.fromkeys(self._references))}
        codes = _look_up(cells, self._references)
        order = np.argsort(codes, kind="stable").astype(np.int32)
        rows_of_cell = np.split(order, np.cumsum(np.bincount(codes, minlength=len(cells)))[:-1])
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


def read_annotations(hpoa_text: str, genes_text: str, ontology: Ontology) -> Annotations:
    """Read the texts of ``phenotype.hpoa`` and ``genes_to_phenotype.txt``.

    Rows on terms that the ontology has withdrawn are left out. Raises KnowledgeError when the columns are not those of
    the format, or a frequency is written in a way that the format does not know.
    """
    version, columns = _columns(hpoa_text)
    term_of = {term: ontology.index.get(term, -1) for term in set(columns["hpo_id"])}
    known = {disease_id: n for n, disease_id in enumerate(dict.fromkeys(columns["database_id"]))}
    numbers = _look_up(term_of, columns["hpo_id"])
    names = dict(zip(columns["database_id"], columns["disease_name"], strict=True))
    bands = _bands()
    counts = {text: _frequency(text, bands) for text in set(columns["frequency"])}
    kinds = {text: n for n, text in enumerate(counts)}
    frequency = np.array(list(counts.values()), dtype=np.float32)[_look_up(kinds, columns["frequency"])]
    genes = _genes(genes_text)
    return Annotations(
        version=version,
        disease_ids=tuple(known),
        disease_names=tuple(names[d] for d in known),
        genes=tuple(frozenset(genes.get(d, ())) for d in known),
        disease=_look_up(known, columns["database_id"]),
        term=numbers,
        affected=frequency[:, 0],
        patients=frequency[:, 1],
        band=frequency[:, 2],
        sex=_look_up({text: _SEX[text.upper()] for text in set(columns["sex"])}, columns["sex"]),
        aspect=_look_up({a: ord(a) for a in set(columns["aspect"])}, columns["aspect"]),
        negated=_look_up({q: q == "NOT" for q in set(columns["qualifier"])}, columns["qualifier"]).astype(bool),
        kept=numbers >= 0,
        citations=Citations(columns["reference"]),
    )


def _look_up(numbers: Mapping[str, int], texts: list[str]) -> np.ndarray:
    return np.fromiter(map(numbers.__getitem__, texts), dtype=np.int32, count=len(texts))


_SEX = {"": 0, "FEMALE": 1, "MALE": 2}

_COUNT = re.compile(r"(\d+)\s*/\s*(\d+)")
_PERCENT = re.compile(r"([\d.]+)\s*%")


def _bands() -> dict[str, float]:
    """Middle of each frequency band, as a share of patients."""
    table = read_book(__package__, "data/frequency_bands.toml").content["band"]
    return {term: (band["low"] + band["high"]) / 2 for term, band in table.items()}


def _frequency(text: str, bands: Mapping[str, float]) -> tuple[float, float, float]:
    """Affected, patients and band of one frequency cell."""
    if not text:
        return 0.0, NOT_COUNTED, np.nan
    if text in bands:
        return 0.0, NOT_COUNTED, bands[text]
    if found := _COUNT.fullmatch(text):
        n, m = int(found.group(1)), int(found.group(2))
        return (min(n, m), m, np.nan) if m else (0.0, NOT_COUNTED, np.nan)
    if found := _PERCENT.fullmatch(text):
        return 0.0, NOT_COUNTED, min(float(found.group(1)) / 100, 1.0)
    raise KnowledgeError("a frequency is not n/m, a percentage or an HPO band", place="phenotype.hpoa", value=text)


def _columns(hpoa_text: str) -> tuple[str, dict[str, list[str]]]:
    head = hpoa_text.find("\t".join(COLUMNS))
    if head < 0:
        raise KnowledgeError("the annotation file lacks its columns", place="phenotype.hpoa", value=hpoa_text[:60])
    version = re.search(r"^#version: (\S+)", hpoa_text[:head], re.MULTILINE)
    body = hpoa_text[head:].rstrip("\n")
    cells = body.replace("\n", "\t").split("\t")  # one flat split: a third faster than one list a row
    width = len(COLUMNS)
    columns = {name: cells[width + n :: width] for n, name in enumerate(COLUMNS)}
    if len(cells) != width * (body.count("\n") + 1) or any(len(aspect) != 1 for aspect in set(columns["aspect"])):
        raise _ragged(body)
    return version.group(1) if version else "", columns


def _ragged(body: str) -> KnowledgeError:
    short = next((row for row in body.split("\n") if row.count("\t") != len(COLUMNS) - 1), "")
    return KnowledgeError(
        f"an annotation has {short.count(chr(9)) + 1} columns, not {len(COLUMNS)}",
        place="phenotype.hpoa",
        value=short[:60],
    )


_GENE_ROW = re.compile(r"^\d+\t([^\t]+)\tHP:.*\t(.+)$", re.MULTILINE)


def _genes(genes_text: str) -> dict[str, set[str]]:
    genes: dict[str, set[str]] = {}
    for gene, disease in set(_GENE_ROW.findall(genes_text)):
        if gene != "-":
            genes.setdefault(disease, set()).add(gene)
    return genes
