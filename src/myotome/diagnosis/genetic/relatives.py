"""What diseases of like name, or of the same gene, lend to a disease that is thinly described.

A series such as *Spastic paraplegia 1 to 91* shares its core; a new member with three published patients should not rank
last for want of a term that each of its relatives has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse


def relation(
    genes: Sequence[frozenset[str]],
    likeness: sparse.csr_matrix,
    leader_of: np.ndarray,
    heads: np.ndarray,
    numbers: Mapping[str, float],
) -> sparse.csr_matrix:
    """Weight of each disease (column) as a relative of each entry (row): entries x diseases, none of itself.

    ``genes`` and ``leader_of`` (the disease each was merged into, or itself) are per disease, ``likeness`` is the likeness of
    their names, ``heads`` the leading disease of each entry. A shared gene adds ``shared_gene``, being merged ``twin``;
    diseases of many genes are groups and share none.
    """
    by_name = likeness[heads].copy()
    by_name.data **= numbers["name_power"]
    rows, columns, known = [], [], dict[str, int]()
    for number, its_genes in enumerate(genes):
        if len(its_genes) <= numbers["most_genes"]:
            for gene in sorted(its_genes):  # the order of a set differs from run to run, and sums with it
                rows.append(number)
                columns.append(known.setdefault(gene, len(known)))
    shape = (len(genes), max(len(known), 1))
    carries = sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    by_gene = (carries[heads] @ carries.T).tocsr()
    by_gene.data[:] = numbers["shared_gene"]
    entry_of_head = {int(head): entry for entry, head in enumerate(heads)}
    merged = np.flatnonzero(leader_of != np.arange(len(genes)))
    owners = np.array([entry_of_head[int(leader_of[d])] for d in merged], dtype=int)
    weight = np.full(len(merged), numbers["twin"], dtype=np.float32)
    twins = sparse.csr_matrix((weight, (owners, merged)), shape=by_gene.shape)
    itself = sparse.csr_matrix(
        (np.ones(len(heads), dtype=np.float32), (np.arange(len(heads)), heads)), shape=by_gene.shape
    )
    total = (by_name + by_gene + twins).tocsr()
    total = (total - total.multiply(itself)).tocsr().astype(np.float32)
    total.eliminate_zeros()
    return total


def lend(
    shares: sparse.csr_matrix, heads: np.ndarray, related: sparse.csr_matrix, numbers: Mapping[str, float]
) -> sparse.csr_matrix:
    """The shares of each entry's leading disease, and what its relatives carry that it does not state itself.

    ``shares`` is diseases x terms (0..1), ``related`` entries x diseases; returns entries x terms. The better a disease is
    described, the less it borrows: its silence then means something.
    """
    own = shares[heads]
    terms, described = np.diff(own.indptr), np.diff(shares.indptr)
    trust = described / (described + numbers["described_terms"])
    weights = related @ sparse.diags(trust.astype(np.float32))
    total = np.asarray(weights.sum(axis=1)).ravel() + numbers["unrelated_weight"]
    need = numbers["lends_like_terms"] / (numbers["lends_like_terms"] + terms)
    lent = (sparse.diags((1 / total).astype(np.float32)) @ weights @ shares).tocsr()
    lent.data[lent.data < numbers["least_share"]] = 0
    lent.eliminate_zeros()
    lent = sparse.diags(need.astype(np.float32)) @ lent
    stated = own.copy()
    stated.data = np.ones_like(stated.data)
    return (own + lent - lent.multiply(stated)).tocsr().astype(np.float32)
