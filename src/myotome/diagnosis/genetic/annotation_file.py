"""Reads the annotations of the HPO release, block by block: the file is 34 MB, and split whole it would take ten times that.

Source: ``phenotype.hpoa`` and ``genes_to_phenotype.txt`` (https://hpo.jax.org/data/annotation-format).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from myotome.diagnosis.genetic.annotations import Annotations, Citations
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book

NOT_COUNTED = 0
"""``patients`` of a row whose frequency was given as a band, or not at all."""

COLUMNS = (
    "database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence",
    "onset", "frequency", "sex", "modifier", "aspect", "biocuration",
)  # fmt: skip

CODED = ("database_id", "qualifier", "hpo_id", "reference", "frequency", "sex", "aspect")
"""Columns that are kept; the texts of each are numbered in the order in which they first appear."""

BLOCK_LETTERS = 1_000_000


def read_annotations(hpoa_text: str, genes_text: str, ontology: Ontology) -> Annotations:
    """Read the texts of ``phenotype.hpoa`` and ``genes_to_phenotype.txt``.

    Rows on terms that the ontology has withdrawn are left out. Raises KnowledgeError when the columns are not those of
    the format, or a frequency is written in a way that the format does not know.
    """
    table = _read_table(hpoa_text)
    bands, genes = _bands(), _genes(genes_text)
    frequency = table.meant("frequency", lambda text: _frequency(text, bands), np.float32)
    term = table.meant("hpo_id", lambda text: ontology.index.get(text, -1), np.int32)
    diseases = tuple(table.texts["database_id"])
    return Annotations(
        version=table.version,
        disease_ids=diseases,
        disease_names=tuple(table.names[d] for d in diseases),
        genes=tuple(frozenset(genes.get(d, ())) for d in diseases),
        disease=table.codes["database_id"],
        term=term,
        affected=frequency[:, 0],
        patients=frequency[:, 1],
        band=frequency[:, 2],
        sex=table.meant("sex", lambda text: _SEX[text.upper()], np.int32),
        aspect=table.meant("aspect", ord, np.int32),
        negated=table.meant("qualifier", lambda text: text == "NOT", bool),
        kept=term >= 0,
        citations=Citations("\n".join(table.texts["reference"]), table.codes["reference"]),
    )


class _Numbering(dict[str, int]):
    """Numbers texts in the order in which they are first looked up."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class _Table:
    """The kept columns as numbers (r,) into their different texts, and the last name given to each disease."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.texts = {name: _Numbering() for name in CODED}
        self.codes: dict[str, np.ndarray] = {}
        self.names: dict[str, str] = {}
        self._blocks: dict[str, list[np.ndarray]] = {name: [] for name in CODED}

    def add(self, columns: Mapping[str, list[str]]) -> None:
        """Take in the rows of one block."""
        self.names.update(zip(columns["database_id"], columns["disease_name"], strict=True))
        for name in CODED:
            cells = columns[name]
            self._blocks[name].append(
                np.fromiter(map(self.texts[name].__getitem__, cells), dtype=np.int32, count=len(cells))
            )

    def close(self) -> None:
        """Join the blocks."""
        nothing = np.empty(0, dtype=np.int32)
        self.codes = {name: np.concatenate([nothing, *blocks]) for name, blocks in self._blocks.items()}

    def meant(self, name: str, meaning: Callable[[str], Any], dtype: Any) -> np.ndarray:
        """(r,) or (r, k) what the texts of a column mean."""
        of_text: np.ndarray = np.array([meaning(text) for text in self.texts[name]], dtype=dtype)
        return np.asarray(of_text[self.codes[name]])


def _read_table(hpoa_text: str) -> _Table:
    head = hpoa_text.find("\t".join(COLUMNS))
    if head < 0:
        raise KnowledgeError("the annotation file lacks its columns", place="phenotype.hpoa", value=hpoa_text[:60])
    version = re.search(r"^#version: (\S+)", hpoa_text[:head], re.MULTILINE)
    table = _Table(version.group(1) if version else "")
    width = len(COLUMNS)
    start = hpoa_text.find("\n", head) + 1
    for block in _blocks(hpoa_text, start if start else len(hpoa_text)):
        cells = block.replace("\n", "\t").split("\t")  # one flat split: a third faster than one list a row
        columns = {name: cells[n::width] for n, name in enumerate(COLUMNS)}
        if len(cells) != width * (block.count("\n") + 1) or any(len(aspect) != 1 for aspect in set(columns["aspect"])):
            raise _ragged(block)
        table.add(columns)
    table.close()
    return table


def _blocks(text: str, start: int) -> Iterator[str]:
    """Whole lines, about a million letters at a time, without the last line's end."""
    while start < len(text):
        end = text.find("\n", start + BLOCK_LETTERS)
        end = end if end >= 0 else len(text)
        block = text[start:end].rstrip("\n")
        if block:
            yield block
        start = end + 1


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


def _ragged(block: str) -> KnowledgeError:
    short = next((row for row in block.split("\n") if row.count("\t") != len(COLUMNS) - 1), "")
    return KnowledgeError(
        f"an annotation has {short.count(chr(9)) + 1} columns, not {len(COLUMNS)}",
        place="phenotype.hpoa",
        value=short[:60],
    )


_GENE_ROW = re.compile(r"^\d+\t([^\t]+)\tHP:.*\t(.+)$", re.MULTILINE)


def _genes(genes_text: str) -> dict[str, set[str]]:
    genes: dict[str, set[str]] = {}
    for block in _blocks(genes_text, 0):
        for gene, disease in set(_GENE_ROW.findall(block)):
            if gene != "-":
                genes.setdefault(disease, set()).add(gene)
    return genes
