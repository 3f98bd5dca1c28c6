"""What is known of each disease, one row per published statement: term, how often, onset, inheritance, sex, and by whom.

Source: ``phenotype.hpoa`` and ``genes_to_phenotype.txt`` of the HPO release (https://hpo.jax.org/data/annotation-format).
A row keeps its references, so that everything one paper said can be taken out again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Annotations:
    """All rows as parallel arrays of length r, and the diseases they speak of.

    ``disease`` and ``term`` are numbers into ``disease_ids`` and into the ontology; ``affected``/``patients`` the count
    n/m where one was published (``patients`` 0 otherwise); ``band`` the frequency in 0..1 where a band or percentage was
    given (NaN otherwise); ``sex`` 0 both, 1 female only, 2 male only; ``aspect`` one letter (P phenotype, C course,
    I inheritance, H history, M modifier); ``negated`` rows say that the term does not belong to the disease.
    ``citing`` maps a reference such as ``PMID:38413582`` to the rows that cite it; ``pooled`` marks rows that cite more than
    one reference, whose count adds up the patients of several papers.
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
    pooled: np.ndarray
    citing: Mapping[str, np.ndarray]

    def without(self, reference: str, *, keep_pooled: bool = False) -> Annotations:
        """Return the same annotations less every row that cites ``reference``, of whatever disease.

        ``keep_pooled`` leaves the rows that cite other papers as well. Their counts hold the patients of ``reference``, so
        what is ranked with them is not free of leakage; it exists to compare with figures that were got that way.
        """
        rows = self.citing.get(reference)
        if rows is None:
            return self
        kept = self.kept.copy()
        kept[rows[~self.pooled[rows]] if keep_pooled else rows] = False
        return replace(self, kept=kept)

    @property
    def phenotype(self) -> np.ndarray:
        """Mask of the kept rows that state a phenotype, whether present or counted as 0 of m."""
        return self.kept & (self.aspect == "P") & ~self.negated

    def distinct_terms(self, disease_number: int) -> int:
        """How many different phenotype terms a disease has left."""
        return len(np.unique(self.term[self.phenotype & (self.disease == disease_number)]))


def read_annotations(hpoa_text: str, genes_text: str, ontology: Ontology) -> Annotations:
    """Read the texts of ``phenotype.hpoa`` and ``genes_to_phenotype.txt``.

    Rows on terms that the ontology has withdrawn are left out. Raises KnowledgeError when the columns are not those of
    the format, or a frequency is written in a way that the format does not know.
    """
    version, columns = _columns(hpoa_text)
    numbers = np.fromiter((ontology.index.get(t, -1) for t in columns["hpo_id"]), dtype=np.int32)
    known: dict[str, int] = {}
    disease = np.fromiter((known.setdefault(d, len(known)) for d in columns["database_id"]), dtype=np.int32)
    names = dict(zip(columns["database_id"], columns["disease_name"], strict=True))
    bands = _bands()
    counts = {text: _frequency(text, bands) for text in set(columns["frequency"])}
    frequency = np.array([counts[text] for text in columns["frequency"]], dtype=np.float32).reshape(-1, 3)
    genes = _genes(genes_text)
    return Annotations(
        version=version,
        disease_ids=tuple(known),
        disease_names=tuple(names[d] for d in known),
        genes=tuple(frozenset(genes.get(d, ())) for d in known),
        disease=disease,
        term=numbers,
        affected=frequency[:, 0],
        patients=frequency[:, 1],
        band=frequency[:, 2],
        sex=np.fromiter((_SEX[s.upper()] for s in columns["sex"]), dtype=np.int8),
        aspect=np.array(columns["aspect"], dtype="U1"),
        negated=np.array([q == "NOT" for q in columns["qualifier"]], dtype=bool),
        kept=numbers >= 0,
        pooled=np.array([";" in cell for cell in columns["reference"]], dtype=bool),
        citing=_citing(columns["reference"]),
    )


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


def _columns(hpoa_text: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    head = hpoa_text.find("\t".join(COLUMNS))
    if head < 0:
        raise KnowledgeError("the annotation file lacks its columns", place="phenotype.hpoa", value=hpoa_text[:60])
    version = re.search(r"^#version: (\S+)", hpoa_text[:head], re.MULTILINE)
    rows = [line.split("\t") for line in hpoa_text[head:].split("\n")[1:] if line]
    if any(len(row) != len(COLUMNS) for row in rows):
        short = next(row for row in rows if len(row) != len(COLUMNS))
        raise KnowledgeError(f"an annotation has {len(short)} columns, not 12", place="phenotype.hpoa", value=short[:3])
    return version.group(1) if version else "", dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))


def _citing(references: tuple[str, ...]) -> dict[str, np.ndarray]:
    rows: dict[str, list[int]] = {}
    for number, cell in enumerate(references):
        if cell.startswith("PMID") or ";" in cell:
            for reference in cell.split(";"):
                rows.setdefault(reference.strip(), []).append(number)
    return {reference: np.array(numbers, dtype=np.int32) for reference, numbers in rows.items()}


def _genes(genes_text: str) -> dict[str, set[str]]:
    pairs = {(line.split("\t", 2)[1], line.rpartition("\t")[2]) for line in genes_text.split("\n")[1:] if line}
    genes: dict[str, set[str]] = {}
    for gene, disease in pairs:
        if gene != "-":
            genes.setdefault(disease, set()).add(gene)
    return genes
