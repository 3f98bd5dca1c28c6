"""The ranking itself: what must not be ranked down, what adds up, and what a prior may do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.likelihood import score_parts
from myotome.diagnosis.genetic.loader import load
from myotome.diagnosis.genetic.phenotype import Phenotype, read_phenotype
from myotome.diagnosis.genetic.rank import rank, score_all
from myotome.words.case import Sex
from myotome.words.errors import OutOfRange, UnknownName

DUCHENNE = ("HP:0003701", "HP:0003236", "HP:0008994", "HP:0003391", "HP:0003560", "HP:0008981")
"""Proximal weakness, raised CK, proximal leg weakness, Gowers sign, muscular dystrophy, calf hypertrophy."""


def read(knowledge: Knowledge, present: tuple[str, ...], excluded: tuple[str, ...] = (), **more: object) -> Phenotype:
    return read_phenotype(knowledge.ontology, knowledge.stages, present, excluded, **more)  # type: ignore[arg-type]


def test_a_sign_that_a_disease_lacks_does_not_rule_it_out(knowledge: Knowledge) -> None:
    """Deafness beside six signs of a dystrophy: Duchenne keeps a finite score and stays among the first hundredth."""
    odd = rank(read(knowledge, (*DUCHENNE, "HP:0000407")), knowledge)
    number = knowledge.entry_number("OMIM:310200")
    assert np.isfinite(odd.scores).all()
    assert np.count_nonzero(odd.scores >= odd.scores[number]) <= len(knowledge.entries) / 100


def test_a_prior_never_removes_a_class(knowledge: Knowledge) -> None:
    """A class with prior 0 keeps a share; the general differential may be wrong."""
    prior = {disease_class.slug: 0.0 for disease_class in knowledge.classes} | {"cmt": 1.0}
    ranking = rank(read(knowledge, DUCHENNE), knowledge, prior)
    assert ranking.by_class["duchenne_becker"] > 0


@pytest.mark.parametrize(("prior", "error"), [({"dragon_pox": 0.5}, UnknownName), ({"cmt": 1.2}, OutOfRange)])
def test_an_impossible_prior_is_refused(knowledge: Knowledge, prior: dict[str, float], error: type[Exception]) -> None:
    """A class that does not exist or a probability above 1 is named."""
    with pytest.raises(error):
        rank(read(knowledge, DUCHENNE), knowledge, prior)


def test_duchenne_signs_lead_to_a_muscular_dystrophy_with_its_genes(knowledge: Knowledge) -> None:
    """A boy's classic picture: a muscular dystrophy without a prior, and DMD first once the differential says it is common."""
    signs = read(knowledge, DUCHENNE, sex=Sex.MALE, onset=3.0)
    assert next(iter(rank(signs, knowledge).by_class)) in {"duchenne_becker", "lgmd", "congenital_muscular_dystrophy"}
    known = rank(signs, knowledge, {"duchenne_becker": 0.5, "lgmd": 0.2})
    assert next(iter(known.by_gene)) == "DMD"
    assert "DMD" in known.diseases[0].genes


def test_neuropathy_signs_lead_to_hereditary_neuropathy(knowledge: Knowledge) -> None:
    """Foot drop, pes cavus, slow conduction and absent ankle jerks: Charcot-Marie-Tooth and kin."""
    ranking = rank(read(knowledge, ("HP:0009027", "HP:0001761", "HP:0003431", "HP:0001284", "HP:0003693")), knowledge)
    assert next(iter(ranking.by_class)) == "cmt"


def test_an_x_linked_recessive_disease_falls_in_a_girl(knowledge: Knowledge) -> None:
    """The same signs in a girl speak less for Duchenne, and sex moves no autosomal disease."""
    boy = rank(read(knowledge, DUCHENNE, sex=Sex.MALE), knowledge)
    girl = rank(read(knowledge, DUCHENNE, sex=Sex.FEMALE), knowledge)
    duchenne, recessive = knowledge.entry_number("OMIM:310200"), knowledge.entry_number("OMIM:253600")
    assert girl.scores[duchenne] < boy.scores[duchenne]
    assert girl.scores[recessive] == boy.scores[recessive]


def test_a_late_onset_speaks_against_a_disease_of_infancy(knowledge: Knowledge) -> None:
    """Onset only penalises: nobody gains, and infantile spinal muscular atrophy loses at 65 years."""
    early = score_all(read(knowledge, ("HP:0001324",)), knowledge)
    late = score_all(read(knowledge, ("HP:0001324",), onset=65.0), knowledge)
    assert np.all(late <= early)
    infantile = knowledge.entry_number("OMIM:253300")
    assert late[infantile] < early[infantile]


def test_an_excluded_sign_speaks_against_diseases_that_have_it(knowledge: Knowledge) -> None:
    """No calf hypertrophy: Duchenne, which has it, loses more than a disease without it."""
    with_it = score_all(read(knowledge, ("HP:0003701",)), knowledge)
    without = score_all(read(knowledge, ("HP:0003701",), ("HP:0008981",)), knowledge)
    change = without - with_it
    assert change[knowledge.entry_number("OMIM:310200")] < change[knowledge.entry_number("OMIM:118220")]


def test_the_prior_raises_its_class(knowledge: Knowledge) -> None:
    """A class that the general differential believes in gains posterior."""
    signs = read(knowledge, ("HP:0003701", "HP:0003202"))
    assert rank(signs, knowledge, {"sma": 0.9}).by_class["sma"] > rank(signs, knowledge).by_class["sma"]


def test_pushes_name_the_wider_term_that_answers_a_sign(knowledge: Knowledge) -> None:
    """A present sign is answered by itself or by an ancestor, never by anything else."""
    ranking = rank(read(knowledge, DUCHENNE), knowledge, shown=5)
    for disease in ranking.diseases:
        for push in (p for p in disease.pushes if p.matched_id):
            above = knowledge.ontology.ancestors_of(knowledge.ontology.number(push.id))
            assert knowledge.ontology.number(push.matched_id) in above


LEAVES = tuple(load().ontology.ids[n] for n in np.flatnonzero(load().ontology.phenotypic)[::61])


@settings(max_examples=25, deadline=None)
@given(
    present=st.lists(st.sampled_from(LEAVES), min_size=1, max_size=12, unique=True),
    excluded=st.lists(st.sampled_from(LEAVES), max_size=6, unique=True),
    sex=st.sampled_from(Sex),
    onset=st.one_of(st.none(), st.floats(0, 100)),
)
def test_whatever_is_shown_pushes_add_up_and_posteriors_too(
    present: list[str], excluded: list[str], sex: Sex, onset: float | None
) -> None:
    """The pushes of a disease add up to its score; posteriors and 'not in the knowledge base' add up to 1; order does not matter."""
    knowledge = load()
    signs = read(knowledge, tuple(present), tuple(excluded), sex=sex, onset=onset)
    ranking = rank(signs, knowledge, shown=3)
    assert ranking.posterior.sum() + ranking.not_in_knowledge == pytest.approx(1)
    assert sum(ranking.by_class.values()) == pytest.approx(1)
    for disease in ranking.diseases:
        assert sum(push.value for push in disease.pushes) == pytest.approx(disease.score, abs=1e-3)
    backwards = read(knowledge, tuple(reversed(present)), tuple(reversed(excluded)), sex=sex, onset=onset)
    assert score_all(backwards, knowledge) == pytest.approx(ranking.scores, abs=1e-4)


def test_the_fast_branches_equal_a_slow_reference(knowledge: Knowledge) -> None:
    """The sparse sum of gains equals log P(node | parent, disease) / P(node | parent, any) written out node by node."""
    signs = read(knowledge, DUCHENNE)
    fast = score_parts(signs, knowledge.evidence, knowledge.ontology, knowledge.method.likelihood)["branches"]
    profiles, noise = knowledge.evidence.profiles, knowledge.method.likelihood["branch_noise"]
    table = profiles.table()
    for entry in (knowledge.entry_number("OMIM:310200"), knowledge.entry_number("OMIM:118220"), 0):
        slow = 0.0
        for node in (n for n in knowledge.ontology.closure(signs.present) if knowledge.ontology.phenotypic[n]):
            parent = int(profiles.parent[node])
            if parent < 0:
                continue
            step = profiles.background[node] / profiles.background[parent]
            given_parent = (table[entry, node] + noise * step) / (table[entry, parent] + noise)
            slow += float(np.log(given_parent / step))
        assert fast[entry] == pytest.approx(slow, abs=1e-3)
