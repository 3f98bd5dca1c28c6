"""What diseases of like name, or of the same gene, lend to a disease that is thinly described.

A series such as *Spastic paraplegia 1 to 91* shares its core; a new member with three published patients should not rank
last for want of a term that each of its relatives has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from myotome.diagnosis.genetic.twins import Entry


def relation(entries: Sequence[Entry], likeness: sparse.csr_matrix, numbers: Mapping[str, float]) -> sparse.csr_matrix:
    """Weight of each entry (column) as a relative of each entry (row); n x n, zero diagonal.

    ``likeness`` is the likeness of the entries' names. A shared gene adds ``shared_gene``; entries of many genes are groups
    and share none.
    """
    by_name = likeness.copy()
    by_name.data **= numbers["name_power"]
    rows, columns, genes = [], [], dict[str, int]()
    for number, entry in enumerate(entries):
        if len(entry.genes) <= numbers["most_genes"]:
            for gene in entry.genes:
                rows.append(number)
                columns.append(genes.setdefault(gene, len(genes)))
    carries = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(entries), max(len(genes), 1))
    )
    by_gene = (carries @ carries.T).tocsr()
    by_gene.setdiag(0)
    by_gene.eliminate_zeros()
    by_gene.data[:] = numbers["shared_gene"]
    return (by_name + by_gene).tocsr().astype(np.float32)


def lend(own: sparse.csr_matrix, related: sparse.csr_matrix, numbers: Mapping[str, float]) -> sparse.csr_matrix:
    """Add to each row of ``own`` (entries x terms, shares 0..1) what its relatives carry and it does not state itself.

    The better an entry is described, the less it borrows: its silence then means something.
    """
    terms = np.diff(own.indptr)
    trust = terms / (terms + numbers["described_terms"])
    weights = related @ sparse.diags(trust.astype(np.float32))
    total = np.asarray(weights.sum(axis=1)).ravel() + numbers["unrelated_weight"]
    need = numbers["lends_like_terms"] / (numbers["lends_like_terms"] + terms)
    lent = (sparse.diags((1 / total).astype(np.float32)) @ weights @ own).tocsr()
    lent.data[lent.data < numbers["least_share"]] = 0
    lent.eliminate_zeros()
    lent = sparse.diags(need.astype(np.float32)) @ lent
    stated = own.copy()
    stated.data = np.ones_like(stated.data)
    return (own + lent - lent.multiply(stated)).tocsr().astype(np.float32)
