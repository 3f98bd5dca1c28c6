"""The ontology reader: what became of old ids, and which terms lie above a term."""

from __future__ import annotations

import pytest

from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.ontology import Ontology, read_ontology
from myotome.words.errors import KnowledgeError, UnknownName


def test_an_id_that_never_was_is_named_in_the_error(small_ontology: Ontology) -> None:
    """An unknown id must not be guessed at."""
    with pytest.raises(UnknownName, match="HP:7777777 is not a term"):
        small_ontology.number("HP:7777777")


def test_a_withdrawn_id_without_successor_is_not_mapped(small_ontology: Ontology) -> None:
    """An obsolete term that names no successor has no meaning left."""
    with pytest.raises(UnknownName, match="withdrew HP:0009998"):
        small_ontology.number("HP:0009998")


@pytest.mark.parametrize("old", ["HP:0008982", "HP:0009997"])
def test_alternative_and_replaced_ids_lead_to_the_current_term(small_ontology: Ontology, old: str) -> None:
    """Both kinds of old id mean the current term."""
    assert small_ontology.name(old) == "Proximal muscle weakness"
    assert small_ontology.moved[old] == "HP:0003701"


def test_ancestors_are_the_term_itself_and_all_above_it(small_ontology: Ontology) -> None:
    """The closure reaches the root and nothing beside the path."""
    above = {small_ontology.ids[n] for n in small_ontology.ancestors_of(small_ontology.number("HP:0003701"))}
    assert above == {"HP:0003701", "HP:0001324", "HP:0000118", "HP:0000001"}


def test_inheritance_is_no_phenotype(small_ontology: Ontology) -> None:
    """Only terms under Phenotypic abnormality are signs."""
    assert not small_ontology.phenotypic[small_ontology.number("HP:0001419")]
    assert small_ontology.phenotypic[small_ontology.number("HP:0000505")]


def test_text_that_is_no_ontology_is_refused() -> None:
    """An empty or foreign file is a broken knowledge base."""
    with pytest.raises(KnowledgeError, match="no terms"):
        read_ontology("hello")


def test_a_parent_that_does_not_exist_is_refused() -> None:
    """A dangling parent is named with the term that has it."""
    with pytest.raises(KnowledgeError, match=r"HP:0000002.*HP:0000003"):
        read_ontology("[Term]\nid: HP:0000002\nname: x\nis_a: HP:0000003 ! y\n")


def test_every_bundled_term_lies_under_the_root(knowledge: Knowledge) -> None:
    """All current terms of the release but the root descend from HP:0000001, and ancestors hold their own ancestors."""
    ontology = knowledge.ontology
    root = ontology.number("HP:0000001")
    for number in range(0, len(ontology), 97):
        above = set(ontology.ancestors_of(number).tolist())
        assert root in above
        assert all(set(ontology.ancestors_of(a).tolist()) <= above for a in above)
