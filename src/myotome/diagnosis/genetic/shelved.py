"""The compiled knowledge as plain arrays and texts, and back again without compiling: what a store keeps so that nobody waits twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from myotome.diagnosis.genetic.annotations import Annotations, Citations
from myotome.diagnosis.genetic.classes import read_classes
from myotome.diagnosis.genetic.knowledge import Knowledge, pair_genes
from myotome.diagnosis.genetic.likelihood import Evidence
from myotome.diagnosis.genetic.method import read_method
from myotome.diagnosis.genetic.onset import read_stages
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.diagnosis.genetic.profiles import Profiles
from myotome.diagnosis.genetic.related_terms import RelatedTerms
from myotome.diagnosis.genetic.twins import name_entries

OF_ROWS = ("disease", "term", "affected", "patients", "band", "sex", "aspect", "negated", "kept")
OF_PROFILES = (
    "indptr", "rows", "share", "gain", "held", "spared", "background", "parent", "own_terms", "x_recessive", "female_only",
)  # fmt: skip
OF_MATRIX = ("data", "indices", "indptr")


class Shelved(NamedTuple):
    """``arrays`` by name, and ``texts`` that JSON can hold; the tables of method, stages and classes are read anew each time."""

    arrays: Mapping[str, np.ndarray]
    texts: Mapping[str, Any]


def shelve(knowledge: Knowledge) -> Shelved:
    """Take the knowledge apart."""
    ontology, annotations, evidence = knowledge.ontology, knowledge.annotations, knowledge.evidence
    arrays = {
        "phenotypic": ontology.phenotypic,
        "cited": annotations.citations.codes,
        "entry_of": knowledge.entry_of,
        "heads": knowledge.heads,
        "class_of": knowledge.class_of,
        "term_vectors": knowledge.related_terms.vectors,
        "disease_vectors": evidence.disease_vectors,
        "onset": evidence.onset,
        **{f"row_{name}": getattr(annotations, name) for name in OF_ROWS},
        **{f"profile_{name}": getattr(evidence.profiles, name) for name in OF_PROFILES},
        **{f"ancestors_{name}": getattr(ontology.ancestors, name) for name in OF_MATRIX},
        **{f"related_{name}": getattr(knowledge.related, name) for name in OF_MATRIX},
    }
    texts = {
        "ontology": ontology.version,
        "terms": ontology.ids,
        "labels": ontology.names,
        "moved": ontology.moved,
        "withdrawn": sorted(ontology.withdrawn),
        "annotations": annotations.version,
        "diseases": annotations.disease_ids,
        "names": annotations.disease_names,
        "genes": [sorted(genes) for genes in annotations.genes],
        "cells": annotations.citations.cells,
    }
    return Shelved(arrays, texts)


def unshelve(shelved: Shelved) -> Knowledge:
    """Put it together again, equal to what was taken apart; the arrays are used where they lie and never written to."""
    arrays, texts = shelved
    terms, moved = tuple(texts["terms"]), dict(texts["moved"])
    index = {term: n for n, term in enumerate(terms)}
    ontology = Ontology(
        version=texts["ontology"],
        ids=terms,
        names=tuple(texts["labels"]),
        index=index | {old: index[new] for old, new in moved.items() if old not in index},
        moved=moved,
        withdrawn=frozenset(texts["withdrawn"]),
        ancestors=_matrix(arrays, "ancestors", (len(terms), len(terms))),
        phenotypic=arrays["phenotypic"],
    )
    annotations = Annotations(
        version=texts["annotations"],
        disease_ids=tuple(texts["diseases"]),
        disease_names=tuple(texts["names"]),
        genes=tuple(map(frozenset, texts["genes"])),
        citations=Citations(texts["cells"], arrays["cited"]),
        **{name: arrays[f"row_{name}"] for name in OF_ROWS},
    )
    heads, entry_of = arrays["heads"], arrays["entry_of"]
    entries = name_entries(annotations, heads, entry_of)
    related_terms = RelatedTerms(arrays["term_vectors"])
    profiles = Profiles(entries=len(entries), **{name: arrays[f"profile_{name}"] for name in OF_PROFILES})
    return Knowledge(
        ontology=ontology,
        annotations=annotations,
        entries=entries,
        entry_of=entry_of,
        heads=heads,
        related=_matrix(arrays, "related", (len(entries), len(annotations.disease_ids))),
        related_terms=related_terms,
        classes=read_classes(),
        class_of=arrays["class_of"],
        stages=read_stages(),
        method=read_method(),
        evidence=Evidence(profiles, related_terms, arrays["disease_vectors"], arrays["onset"]),
        gene_pairs=pair_genes(entries),
    )


def _matrix(arrays: Mapping[str, np.ndarray], name: str, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix(tuple(arrays[f"{name}_{part}"] for part in OF_MATRIX), shape=shape)
