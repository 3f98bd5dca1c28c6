"""Which OMIM and ORPHA diseases are one: they share their name, or one gene and most of their name.

The annotation file holds no cross-references, so the two are matched by name and gene, conservatively: an ORPHA disease
that covers several genes stays an entry of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from myotome.diagnosis.genetic.annotations import Annotations

ALIKE = 0.6
"""Cosine of two names (words weighted by rarity, numerals left out) from which one shared gene makes them one disease."""

EMPTY_WORDS = frozenset(
    [
        "a",
        "and",
        "autosomal",
        "by",
        "disease",
        "disorder",
        "dominant",
        "due",
        "early",
        "familial",
        "form",
        "in",
        "late",
        "linked",
        "of",
        "onset",
        "or",
        "recessive",
        "related",
        "susceptibility",
        "syndrome",
        "the",
        "to",
        "type",
        "with",
        "without",
        "x",
        "y",
    ]
)
"""Words that say nothing of which disease it is."""

_ROMAN = {
    r: str(n) for n, r in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One disease to rank: its leading id (OMIM where there is one), the ids merged into it, names and genes."""

    id: str
    name: str
    merged_ids: tuple[str, ...]
    merged_names: tuple[str, ...]
    genes: frozenset[str]


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """Lower-case words of a disease name without accents, plural s and empty words; Roman numerals in Arabic."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [_ROMAN.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    return tuple(w[:-1] if len(w) > 4 and w.endswith("s") else w for w in words if w not in EMPTY_WORDS)


def name_likeness(names: Sequence[str], least: float) -> sparse.csr_matrix:
    """Cosine of every two names (n x n, 0..1, zero diagonal), words weighted by rarity; values below ``least`` are dropped.

    Numerals and subtypes are left out: *Spastic paraplegia 91* and *Spastic paraplegia 10* are the same words.
    """
    rows, columns, vocabulary = [], [], dict[str, int]()
    for number, name in enumerate(names):
        for word in sorted({w for w in name_words(name) if len(w) > 1 and not w[0].isdigit()}):
            rows.append(number)
            columns.append(vocabulary.setdefault(word, len(vocabulary)))
    shape = (len(names), max(len(vocabulary), 1))
    words = sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    rarity = np.log(len(names) / np.maximum(np.asarray(words.sum(axis=0)).ravel(), 1))
    words = words @ sparse.diags(rarity.astype(np.float32))
    length = np.sqrt(np.asarray(words.multiply(words).sum(axis=1)).ravel())
    words = (sparse.diags(1 / np.maximum(length, 1e-9).astype(np.float32)) @ words).tocsr()
    likeness = (words @ words.T).tocsr()
    likeness.setdiag(0)
    likeness.data[likeness.data < least] = 0
    likeness.eliminate_zeros()
    return likeness


def merge_twins(annotations: Annotations, likeness: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Merge ORPHA diseases into their OMIM twin.

    ``likeness`` is name_likeness of the disease names. Returns ``heads``, the disease number that leads each entry, and ``entry_of``, for each
    disease number the number of its entry.
    """
    leaders = _leaders(annotations, likeness)
    heads = [d for d, leader in enumerate(leaders) if leader == d]
    number = {head: n for n, head in enumerate(heads)}
    return np.array(heads), np.array([number[leader] for leader in leaders], dtype=np.int32)


def name_entries(annotations: Annotations, heads: np.ndarray, entry_of: np.ndarray) -> tuple[Entry, ...]:
    """The diseases to rank, in the order of ``heads``, each with what was merged into it."""
    members: list[list[int]] = [[] for _ in heads]
    leading = heads.tolist()
    for disease, entry in enumerate(entry_of.tolist()):
        if leading[entry] != disease:
            members[entry].append(disease)
    return tuple(
        Entry(
            id=annotations.disease_ids[head],
            name=annotations.disease_names[head],
            merged_ids=tuple(annotations.disease_ids[d] for d in merged),
            merged_names=tuple(annotations.disease_names[d] for d in merged),
            genes=annotations.genes[head].union(*(annotations.genes[d] for d in merged)),
        )
        for head, merged in zip(leading, members, strict=True)
    )


def _leaders(annotations: Annotations, likeness: sparse.csr_matrix) -> list[int]:
    ids, names, genes = annotations.disease_ids, annotations.disease_names, annotations.genes
    by_name: dict[tuple[str, ...], list[int]] = {}
    by_gene: dict[str, list[int]] = {}
    for d, disease_id in enumerate(ids):
        if disease_id.startswith("OMIM"):
            by_name.setdefault(tuple(sorted(name_words(names[d]))), []).append(d)
            for gene in genes[d]:
                by_gene.setdefault(gene, []).append(d)
    leaders = list(range(len(ids)))
    for d, disease_id in enumerate(ids):
        if not disease_id.startswith("ORPHA"):
            continue
        same = by_name.get(tuple(sorted(name_words(names[d]))), [])
        if len(same) == 1 and (not genes[d] or not genes[same[0]] or genes[d] & genes[same[0]]):
            leaders[d] = same[0]
        elif len(genes[d]) == 1:
            rivals = by_gene.get(next(iter(genes[d])), [])
            row = slice(likeness.indptr[d], likeness.indptr[d + 1])
            near = dict(zip(likeness.indices[row], likeness.data[row], strict=True))
            closest = max(rivals, key=lambda r: near.get(r, 0.0), default=d)
            if near.get(closest, 0.0) >= ALIKE:
                leaders[d] = closest
    return leaders
