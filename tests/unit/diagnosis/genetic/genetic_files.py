"""A tiny ontology and annotation file in the real formats."""

from __future__ import annotations

import io

import numpy as np

from myotome.diagnosis.genetic.annotation_file import COLUMNS

OBO = """format-version: 1.2
data-version: hp/releases/2025-01-16

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000118
name: Phenotypic abnormality
is_a: HP:0000001 ! All

[Term]
id: HP:0001324
name: Muscle weakness
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0003701
name: Proximal muscle weakness
alt_id: HP:0008982
is_a: HP:0001324 ! Muscle weakness

[Term]
id: HP:0002460
name: Distal muscle weakness
is_a: HP:0001324 ! Muscle weakness

[Term]
id: HP:0000505
name: Visual impairment
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0009997
name: Old name of proximal weakness
is_obsolete: true
replaced_by: HP:0003701

[Term]
id: HP:0009998
name: Gone for good
is_obsolete: true

[Term]
id: HP:0000005
name: Mode of inheritance
is_a: HP:0000001 ! All

[Term]
id: HP:0001419
name: X-linked recessive inheritance
is_a: HP:0000005 ! Mode of inheritance

[Term]
id: HP:0003577
name: Congenital onset
is_a: HP:0000001 ! All

[Term]
id: HP:0003584
name: Late onset
is_a: HP:0000001 ! All

[Typedef]
id: has_part
name: has part
"""

ROWS = (
    ("OMIM:1", "Proximal dystrophy", "", "HP:0003701", "PMID:1", "3/3", "", "P"),
    ("OMIM:1", "Proximal dystrophy", "", "HP:0003577", "PMID:1", "", "", "C"),
    ("OMIM:1", "Proximal dystrophy", "", "HP:0000505", "PMID:1;PMID:2", "0/6", "", "P"),
    ("OMIM:2", "Distal dystrophy", "", "HP:0002460", "PMID:2", "300/300", "", "P"),
    ("OMIM:2", "Distal dystrophy", "", "HP:0001419", "PMID:2", "", "", "I"),
    ("OMIM:2", "Distal dystrophy", "", "HP:0003584", "PMID:2", "10/10", "", "C"),
    ("OMIM:3", "Blindness", "", "HP:0000505", "OMIM:3", "", "", "P"),
    ("ORPHA:9", "Distal dystrophy", "", "HP:0002460", "ORPHA:9", "HP:0040283", "", "P"),
    ("ORPHA:9", "Distal dystrophy", "NOT", "HP:0000505", "ORPHA:9", "", "", "P"),
)
GENES = """ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id
10\tAAA\tHP:0003701\tProximal muscle weakness\t3/3\tOMIM:1
20\tBBB\tHP:0002460\tDistal muscle weakness\t-\tOMIM:2
20\tBBB\tHP:0002460\tDistal muscle weakness\t-\tORPHA:9
"""


def hpoa(rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """The text of an annotation file with these rows (id, name, qualifier, term, reference, frequency, sex, aspect)."""
    lines = ["#version: 2025-01-16", "\t".join(COLUMNS)]
    for disease, name, qualifier, term, reference, frequency, sex, aspect in rows:
        lines.append("\t".join((disease, name, qualifier, term, reference, "PCS", "", frequency, sex, "", aspect, "x")))
    return "\n".join(lines) + "\n"


def no_vectors() -> bytes:
    """A table of related terms that relates the two weaknesses."""
    file = io.BytesIO()
    np.savez(file, hpo=np.array([3701, 2460], dtype=np.int32), vectors=np.eye(2, dtype=np.float16))
    return file.getvalue()
