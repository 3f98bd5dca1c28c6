"""Reading a person's HPO ids: nothing is lost in silence."""

from __future__ import annotations

import pytest

from myotome.diagnosis.genetic.evaluate import read_onset
from myotome.diagnosis.genetic.onset import read_stages
from myotome.diagnosis.genetic.ontology import Ontology
from myotome.diagnosis.genetic.phenotype import read_phenotype
from myotome.words.errors import NothingMeasurable, OutOfRange


def test_nothing_usable_is_said_and_not_ranked(small_ontology: Ontology) -> None:
    """A case without a usable term raises, and names what it saw."""
    with pytest.raises(NothingMeasurable, match="HP:7777777"):
        read_phenotype(small_ontology, read_stages(), ["HP:7777777", "weak legs"])
    with pytest.raises(NothingMeasurable):
        read_phenotype(small_ontology, read_stages(), [], ["HP:0003701"])


def test_inheritance_alone_is_no_sign(small_ontology: Ontology) -> None:
    """A term outside Phenotypic abnormality cannot carry a ranking."""
    with pytest.raises(NothingMeasurable, match="not a sign"):
        read_phenotype(small_ontology, read_stages(), ["HP:0001419"])


def test_current_ids_leave_no_notice(small_ontology: Ontology) -> None:
    """What is read as written is not talked about."""
    assert read_phenotype(small_ontology, read_stages(), ["HP:0003701"], ["HP:0000505"]).notices == ()


def test_an_obsolete_id_is_mapped_and_said(small_ontology: Ontology) -> None:
    """Old ids count as the current term, once, and the reader is told."""
    read = read_phenotype(small_ontology, read_stages(), ["HP:0009997", "HP:0003701"])
    assert read.present == (small_ontology.number("HP:0003701"),)
    assert any("HP:0009997 is obsolete" in notice for notice in read.notices)


def test_an_unknown_id_beside_a_good_one_is_named(small_ontology: Ontology) -> None:
    """The good one is kept, the other named."""
    read = read_phenotype(small_ontology, read_stages(), ["HP:0003701", "HP:7777777"])
    assert len(read.present) == 1
    assert any("HP:7777777" in notice for notice in read.notices)


def test_an_excluded_term_that_a_present_one_implies_is_dropped_and_said(small_ontology: Ontology) -> None:
    """Proximal weakness with 'no muscle weakness' is a slip; the present sign stands."""
    read = read_phenotype(small_ontology, read_stages(), ["HP:0003701"], ["HP:0001324", "HP:0000505"])
    assert read.excluded == (small_ontology.number("HP:0000505"),)
    assert any("HP:0001324" in notice for notice in read.notices)


@pytest.mark.parametrize(
    ("onset", "label"),
    [
        (0.0, "Congenital onset"),
        ("P12D", "Neonatal onset"),
        ("P6M", "Infantile onset"),
        ("P1Y", "Childhood onset"),
        ("P5Y", "Juvenile onset"),
        ("P15Y11M", "Juvenile onset"),
        ("P16Y", "Young adult onset"),
        ("P40Y", "Middle age onset"),
        ("P60Y", "Late onset"),
        ("Third trimester onset", None),
        ("HP:0034197", "Antenatal onset"),
        ("Childhood onset", "Childhood onset"),
    ],
)
def test_ages_fall_into_the_stage_that_hpo_defines(
    small_ontology: Ontology, onset: float | str, label: str | None
) -> None:
    """HPO: neonatal to day 28, infantile to 1 year, childhood 1 to 5, juvenile 5 to 15, then from 16, 40 and 60."""
    stages = read_stages()
    value = read_onset(onset) if isinstance(onset, str) else onset
    read = read_phenotype(small_ontology, stages, ["HP:0003701"], onset=value)
    assert (None if read.onset_stage is None else stages.labels[read.onset_stage]) == label


@pytest.mark.parametrize("age", [-1.0, 212.0])
def test_an_impossible_age_is_refused(small_ontology: Ontology, age: float) -> None:
    """Ages below 0 or beyond 125 years cannot be."""
    with pytest.raises(OutOfRange):
        read_phenotype(small_ontology, read_stages(), ["HP:0003701"], onset=age)
