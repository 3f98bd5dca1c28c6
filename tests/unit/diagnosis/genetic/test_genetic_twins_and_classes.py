"""Which OMIM and ORPHA diseases are merged, and which class of the differential each disease belongs to."""

from __future__ import annotations

import pytest

from myotome.causes.shelf import load_causes
from myotome.diagnosis.genetic.classes import prior_from_causes
from myotome.diagnosis.genetic.knowledge import Knowledge


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OMIM:310200", "OMIM:300376"),  # Duchenne and Becker share a gene and are two diseases
        ("OMIM:253600", "OMIM:253601"),  # LGMD by CAPN3 and by DYSF
        ("OMIM:160900", "OMIM:602668"),  # myotonic dystrophy 1 and 2
    ],
)
def test_two_omim_diseases_are_never_merged(knowledge: Knowledge, one: str, other: str) -> None:
    """OMIM's own numbers tell diseases apart; a merge would hide one."""
    assert knowledge.entry_number(one) != knowledge.entry_number(other)


@pytest.mark.parametrize(
    ("omim", "orpha"),
    [("OMIM:310200", "ORPHA:98896"), ("OMIM:143100", "ORPHA:399")],
)
def test_an_orpha_twin_is_merged_into_its_omim_disease(knowledge: Knowledge, omim: str, orpha: str) -> None:
    """Duchenne is ORPHA:98896, Huntington disease ORPHA:399; one entry each, led by OMIM."""
    entry = knowledge.entries[knowledge.entry_number(omim)]
    assert entry.id == omim
    assert orpha in entry.merged_ids


def test_every_disease_belongs_to_exactly_one_entry(knowledge: Knowledge) -> None:
    """Merging loses no disease and counts none twice."""
    ids = [i for entry in knowledge.entries for i in (entry.id, *entry.merged_ids)]
    assert sorted(ids) == sorted(knowledge.annotations.disease_ids)


@pytest.mark.parametrize(
    ("disease", "expected"),
    [
        ("OMIM:255700", "periodic_paralysis"),  # myotonia congenita, recessive
        ("OMIM:310200", "duchenne_becker"),
        ("OMIM:300376", "duchenne_becker"),
        ("OMIM:158900", "fshd"),
        ("OMIM:160900", "myotonic_dystrophy"),
        ("OMIM:602668", "myotonic_dystrophy"),
        ("OMIM:164300", "opmd"),
        ("OMIM:310300", "emery_dreifuss"),
        ("OMIM:253600", "lgmd"),
        ("OMIM:254130", "dysferlinopathy"),
        ("OMIM:253300", "sma"),
        ("OMIM:313200", "kennedy"),
        ("OMIM:105400", "als"),
        ("OMIM:118220", "cmt"),
        ("OMIM:232300", "pompe"),
        ("OMIM:232600", "mcardle"),
        ("OMIM:255110", "cpt2"),
        ("OMIM:605820", "distal_myopathy"),
        ("OMIM:170400", "periodic_paralysis"),
        ("OMIM:105210", "hereditary_amyloid"),
        ("OMIM:143100", "other_genetic"),  # Huntington
        ("OMIM:219700", "other_genetic"),  # cystic fibrosis
    ],
)
def test_diseases_fall_into_the_class_a_clinician_would_name(knowledge: Knowledge, disease: str, expected: str) -> None:
    """Known OMIM numbers and the class of the general differential that each belongs to."""
    assert knowledge.classes[knowledge.class_of[knowledge.entry_number(disease)]].slug == expected


def test_amyotonia_is_not_myotonia(knowledge: Knowledge) -> None:
    """A word inside another word is not that word."""
    number = next(n for n, entry in enumerate(knowledge.entries) if entry.name == "Amyotonia congenita")
    assert knowledge.classes[knowledge.class_of[number]].slug != "periodic_paralysis"


def test_a_differential_without_genetic_causes_gives_no_prior(knowledge: Knowledge) -> None:
    """Nothing genetic in the differential leaves every disease as it was."""
    assert prior_from_causes({"gbs": 0.9}, knowledge.classes, knowledge.class_of) is None


def test_the_differential_becomes_a_prior_over_classes(knowledge: Knowledge) -> None:
    """Causes that are not genetic drop out, and the rest adds up to 1; both myotonic dystrophies are one class."""
    causes = {"gbs": 0.5, "lgmd": 0.3, "myotonic_dystrophy_1": 0.05, "myotonic_dystrophy_2": 0.05}
    prior = prior_from_causes(causes, knowledge.classes, knowledge.class_of)
    assert prior is not None
    assert sum(prior.values()) == pytest.approx(1)
    assert prior["lgmd"] == pytest.approx(0.75)
    assert prior["myotonic_dystrophy"] == pytest.approx(0.25)


def test_every_class_names_causes_of_the_catalogue(knowledge: Knowledge) -> None:
    """A class tied to a cause that does not exist would never be heard."""
    catalogue = set(load_causes())
    assert {cause for disease_class in knowledge.classes for cause in disease_class.causes} <= catalogue
