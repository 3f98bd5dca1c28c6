"""Everything the genetic layer knows, ready to rank with; and the same less what one paper said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy import sparse

from myotome.diagnosis.genetic.annotation_file import read_annotations
from myotome.diagnosis.genetic.annotations import Annotations
from myotome.diagnosis.genetic.classes import DiseaseClass, assign_classes, read_classes
from myotome.diagnosis.genetic.likelihood import Evidence
from myotome.diagnosis.genetic.method import Method, read_method
from myotome.diagnosis.genetic.onset import Stages, onset_ratios, read_stages
from myotome.diagnosis.genetic.ontology import Ontology, read_ontology
from myotome.diagnosis.genetic.profiles import build_profiles
from myotome.diagnosis.genetic.related_terms import RelatedTerms, read_related_terms
from myotome.diagnosis.genetic.relatives import relation
from myotome.diagnosis.genetic.twins import Entry, merge_twins, name_entries, name_likeness
from myotome.words.errors import UnknownName


class GenePairs(NamedTuple):
    """Every (gene, entry) pair as parallel arrays, the share of the entry that falls to the gene, and the genes' names."""

    gene: np.ndarray
    entry: np.ndarray
    share: np.ndarray
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Ontology, annotations, the diseases to rank (``entries``, e of them), and the evidence compiled from them.

    ``entry_of`` maps a disease number of the annotations to its entry and ``heads`` (e) an entry to its leading disease;
    ``classes`` are the classes of the general
    differential and ``class_of`` (e) the class each entry belongs to.
    """

    ontology: Ontology
    annotations: Annotations
    entries: tuple[Entry, ...]
    entry_of: np.ndarray
    heads: np.ndarray
    related: sparse.csr_matrix
    related_terms: RelatedTerms
    classes: tuple[DiseaseClass, ...]
    class_of: np.ndarray
    stages: Stages
    method: Method
    evidence: Evidence
    gene_pairs: GenePairs

    @property
    def version(self) -> str:
        """Release of the annotations and version of the method."""
        return f"HPO {self.annotations.version}, method {self.method.version}"

    def entry_number(self, disease_id: str) -> int:
        """Number of the entry that an OMIM or ORPHA id belongs to; raises UnknownName."""
        try:
            return int(self.entry_of[self.annotations.disease_ids.index(disease_id)])
        except ValueError as missing:
            raise UnknownName("no disease of the annotations has this id", value=disease_id) from missing

    @property
    def is_omim(self) -> np.ndarray:
        """Which entries carry an OMIM id (e, boolean): the set that published comparisons rank."""
        return np.array([entry.id.startswith("OMIM") for entry in self.entries])

    def own_omim_terms(self, disease_id: str) -> int:
        """Distinct phenotype terms that the annotations hold of this very id, twin and relatives left aside."""
        return self.annotations.distinct_terms(self.annotations.disease_ids.index(disease_id))

    def class_shares(self, scores: np.ndarray) -> np.ndarray:
        """Posterior of each class in the order of ``classes`` (adds up to 1), from the entries' scores.

        It answers *which class, if it is one of these diseases*, with the temperature that was fitted for classes.
        """
        odds = np.exp((scores - scores.max()) / self.method.class_temperature)
        return np.bincount(self.class_of, weights=odds / odds.sum(), minlength=len(self.classes))

    def gene_shares(self, posterior: np.ndarray) -> np.ndarray:
        """Posterior of each gene of ``gene_pairs.names``; an entry of several genes shares its own among them."""
        pairs = self.gene_pairs
        return np.bincount(pairs.gene, weights=posterior[pairs.entry] * pairs.share, minlength=len(pairs.names))

    def without_publication(self, reference: str, *, keep_pooled: bool = False) -> Knowledge:
        """The same knowledge had ``reference`` (``PMID:...``) never been read; see Annotations.without.

        Everything that rests on rows (shares, background, onset, what relatives lend, vectors of diseases) is built anew.
        """
        annotations = self.annotations.without(reference, keep_pooled=keep_pooled)
        if annotations is self.annotations:
            return self
        evidence = _compile(
            annotations,
            self.ontology,
            self.entry_of,
            self.heads,
            self.related,
            self.related_terms,
            self.stages,
            self.method,
        )
        return replace(self, annotations=annotations, evidence=evidence)


def read_knowledge(obo_text: str, hpoa_text: str, genes_text: str, term_vectors: bytes) -> Knowledge:
    """Build the knowledge from the texts of the HPO release and the packaged table of related terms.

    Raises KnowledgeError when a file is not what it should be.
    """
    method, stages, classes = read_method(), read_stages(), read_classes()
    ontology = read_ontology(obo_text)
    annotations = read_annotations(hpoa_text, genes_text, ontology)
    related_terms = read_related_terms(term_vectors, ontology)
    likeness = name_likeness(annotations.disease_names, method.relatives["least_name_likeness"])
    heads, entry_of = merge_twins(annotations, likeness)
    entries = name_entries(annotations, heads, entry_of)
    related = relation(annotations.genes, likeness, heads[entry_of], heads, method.relatives)
    return Knowledge(
        ontology=ontology,
        annotations=annotations,
        entries=entries,
        entry_of=entry_of,
        heads=heads,
        related=related,
        related_terms=related_terms,
        classes=classes,
        class_of=assign_classes(entries, classes),
        stages=stages,
        method=method,
        evidence=_compile(annotations, ontology, entry_of, heads, related, related_terms, stages, method),
        gene_pairs=pair_genes(entries),
    )


def _compile(
    annotations: Annotations,
    ontology: Ontology,
    entry_of: np.ndarray,
    heads: np.ndarray,
    related: sparse.csr_matrix,
    related_terms: RelatedTerms,
    stages: Stages,
    method: Method,
) -> Evidence:
    profiles = build_profiles(
        annotations, ontology, entry_of, heads, related, method.smoothing, method.relatives, method.likelihood
    )
    return Evidence(
        profiles=profiles,
        related_terms=related_terms,
        disease_vectors=related_terms.of_diseases(profiles.table().tocsr()),
        onset=onset_ratios(annotations, entry_of, len(heads), ontology, stages, method.likelihood),
    )


def pair_genes(entries: Sequence[Entry]) -> GenePairs:
    """Every gene of every entry, genes numbered in the order in which they first appear."""
    names: dict[str, int] = {}
    pairs = [
        (names.setdefault(gene, len(names)), number, 1 / len(entry.genes))
        for number, entry in enumerate(entries)
        for gene in sorted(entry.genes)
    ]
    gene, entry_number, share = zip(*pairs, strict=True) if pairs else ((), (), ())
    return GenePairs(np.array(gene, dtype=int), np.array(entry_number, dtype=int), np.array(share), tuple(names))
