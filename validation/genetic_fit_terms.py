"""Compute ``data/term_vectors.npz``, the vectors of terms that go together in diseases.

Run: ``python validation/genetic_fit_terms.py [OUT.npz]``. Only rows that cite no PMID are read (Orphanet's and OMIM's own),
so the vectors hold nothing of any paper that leave-publication-out could drop. Takes two seconds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from myotome.diagnosis.genetic.annotation_file import read_annotations
from myotome.diagnosis.genetic.annotations import Annotations
from myotome.diagnosis.genetic.loader import find_hpo_files
from myotome.diagnosis.genetic.method import read_method
from myotome.diagnosis.genetic.ontology import Ontology, read_ontology
from myotome.diagnosis.genetic.profiles import close_upwards, own_shares

DIMENSIONS = 60
FEWEST_DISEASES = 10
OUT = Path(__file__).parents[1] / "src/myotome/diagnosis/genetic/data/term_vectors.npz"


def fit_term_vectors(annotations: Annotations, ontology: Ontology) -> tuple[np.ndarray, np.ndarray]:
    """HPO numbers (n) and vectors (n x DIMENSIONS, float16) times rarity, of terms carried by FEWEST_DISEASES or more."""
    for paper in annotations.citations.papers():
        annotations.kept[annotations.citations.rows(paper)] = False
    smoothing = read_method().smoothing
    own = own_shares(annotations, ontology, smoothing)
    closed = close_upwards(own, ontology, smoothing)
    carriers = np.asarray((closed > 0).sum(axis=0)).ravel()
    described = np.count_nonzero(np.diff(closed.indptr))
    rarity = np.where(
        (carriers >= FEWEST_DISEASES) & ontology.phenotypic, np.log(described / np.maximum(carriers, 1)), 0
    )
    weighted = (closed @ sparse.diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = sparse.diags(1 / np.maximum(length, 1e-9)) @ weighted
    start = np.ones(min(weighted.shape))
    _, _, right = svds(weighted.astype(np.float64), k=DIMENSIONS, v0=start)
    used = np.flatnonzero(rarity > 0)
    numbers = np.array([int(ontology.ids[t][3:]) for t in used], dtype=np.int32)
    return numbers, (right.T[used] * rarity[used, None]).astype(np.float16)


if __name__ == "__main__":
    folder = find_hpo_files()
    text = [
        (folder / name).read_text(encoding="utf-8") for name in ("hp.obo", "phenotype.hpoa", "genes_to_phenotype.txt")
    ]
    the_ontology = read_ontology(text[0])
    hpo, vectors = fit_term_vectors(read_annotations(text[1], text[2], the_ontology), the_ontology)
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    np.savez_compressed(out, hpo=hpo, vectors=vectors)
    print(f"{len(hpo)} terms x {DIMENSIONS} -> {out} ({out.stat().st_size / 1e6:.2f} MB)")
