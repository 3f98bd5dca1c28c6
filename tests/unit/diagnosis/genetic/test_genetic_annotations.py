"""The annotation reader: counts, bands, absence, and taking one paper out again."""

from __future__ import annotations

import numpy as np
import pytest
from genetic_files import GENES, hpoa

from myotome.diagnosis.genetic.annotation_file import read_annotations
from myotome.diagnosis.genetic.annotations import Annotations
from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.method import read_method
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.diagnosis.genetic.profiles import own_shares
from myotome.words.errors import KnowledgeError


def test_a_paper_that_nobody_cites_takes_nothing_away(small_annotations: Annotations) -> None:
    """Leaving out an unknown paper changes no row."""
    assert small_annotations.without("PMID:404") is small_annotations


def test_a_longer_pmid_is_not_mistaken_for_a_shorter(small_annotations: Annotations) -> None:
    """PMID:1 is not PMID:12."""
    assert small_annotations.citations.papers() == ["PMID:1", "PMID:2"]
    assert small_annotations.without("PMID:12") is small_annotations


def test_every_row_that_cites_the_paper_goes_also_a_pooled_one(small_annotations: Annotations) -> None:
    """A row that cites the paper among others holds its patients, so it goes too."""
    assert small_annotations.kept.sum() - small_annotations.without("PMID:1").kept.sum() == 3
    assert small_annotations.kept.sum() - small_annotations.without("PMID:1", keep_pooled=True).kept.sum() == 2


def test_a_paper_goes_from_every_disease(small_annotations: Annotations) -> None:
    """PMID:2 speaks of two diseases; both lose its rows."""
    lost = small_annotations.kept & ~small_annotations.without("PMID:2").kept
    assert set(small_annotations.disease[lost].tolist()) == {0, 1}


def test_zero_of_six_and_not_are_no_share(small_ontology: Ontology, small_annotations: Annotations) -> None:
    """A sign counted in nobody, or denied, must not raise a disease that has it in the file."""
    shares = own_shares(small_annotations, small_ontology, read_method().smoothing)
    sight = small_ontology.number("HP:0000505")
    assert shares[0, sight] == 0
    assert shares[3, sight] == 0
    assert shares[2, sight] > 0


def test_three_of_three_is_less_than_three_hundred(small_ontology: Ontology, small_annotations: Annotations) -> None:
    """Count-aware: few patients stay further from certainty; a missing frequency is not 100 %; occasional is 5 to 29 %."""
    shares = own_shares(small_annotations, small_ontology, read_method().smoothing)
    few = shares[0, small_ontology.number("HP:0003701")]
    many = shares[1, small_ontology.number("HP:0002460")]
    assert few < 0.9 < 0.98 < many < 1
    assert shares[2, small_ontology.number("HP:0000505")] < 0.6
    assert 0.05 < shares[3, small_ontology.number("HP:0002460")] < 0.29


def test_genes_are_those_of_the_disease(small_annotations: Annotations) -> None:
    """Each disease has its own genes, and one without has none."""
    assert small_annotations.genes == (frozenset({"AAA"}), frozenset({"BBB"}), frozenset(), frozenset({"BBB"}))


@pytest.mark.parametrize("frequency", ["often", "3 of 4", "HP:0000001"])
def test_a_frequency_that_the_format_does_not_know_is_refused(small_ontology: Ontology, frequency: str) -> None:
    """An unknown way to write a frequency is named, not read as missing."""
    rows = (("OMIM:1", "A", "", "HP:0003701", "PMID:1", frequency, "", "P"),)
    with pytest.raises(KnowledgeError, match="frequency"):
        read_annotations(hpoa(rows), GENES, small_ontology)


def test_a_row_with_too_few_columns_is_refused(small_ontology: Ontology) -> None:
    """A ragged file must not shift one column into another."""
    with pytest.raises(KnowledgeError, match="columns"):
        read_annotations(hpoa() + "OMIM:4\tShort\n", GENES, small_ontology)


def test_the_bundled_release_has_its_published_size(knowledge: Knowledge) -> None:
    """The header of phenotype.hpoa 2025-01-16 names 8359 OMIM and 47 DECIPHER diseases; it holds 4281 of Orphanet."""
    counts = {p: sum(d.startswith(p) for d in knowledge.annotations.disease_ids) for p in ("OMIM", "DECIPHER", "ORPHA")}
    assert counts == {"OMIM": 8359, "DECIPHER": 47, "ORPHA": 4281}


def test_no_band_lies_outside_0_to_1(knowledge: Knowledge) -> None:
    """Shares are shares."""
    share = knowledge.evidence.profiles.share
    assert np.all((share >= 0) & (share <= 0.99))
