"""The catalogue of tests: everything that a request needs, and nothing that points nowhere."""

from __future__ import annotations

import re

import pytest

from myotome.causes.shelf import load_causes
from myotome.investigations.orders import Group, Use, build_orders, load_orders
from myotome.symptoms.concepts import load_vocabulary
from myotome.words.case import Setting
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import Book

WHOLE: dict[str, object] = {
    "order": {
        "label": "A test",
        "group": "blood",
        "why": "Shows it, which helps to tell {leading} from {rival}.",
        "patient": "A small tube of blood.",
        "cost": 1,
        "invasiveness": 1,
        "availability": {"primary": 1.0, "clinic": 1.0, "ward": 1.0},
        "delay_days": {"primary": 1.0, "clinic": 1.0, "ward": 0.0},
        "outcomes": ["some_finding"],
    },
    "lines": [{"what": "the thing"}],
}
ROW = {"what": "it", "population": "10", "source": "PMID 1234567", "confidence": "verified", "use": "pool"}


def broken(**order: object) -> Book:
    return Book("a_test", "", {**WHOLE, "order": {**WHOLE["order"], **order}})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("book", "part"),
    [
        (broken(cost=7), "1 to 5"),
        (broken(outcomes=[]), "settles nothing"),
        (broken(group="magic"), "group"),
        (broken(availability={"primary": 1.0}), "availability"),
        (broken(measures=["no_such_measure"]), "no room reads"),
        (broken(why="because {doctor}"), "placeholder"),
        (broken(colour="red"), "colour"),
        (Book("a_test", "", {**WHOLE, "lines": []}), "says nothing to order"),
        (Book("a_test", "", {**WHOLE, "performance": [{**ROW, "sensitivity": 1.4}]}), "between 0 and 1"),
        (Book("a_test", "", {**WHOLE, "performance": [{**ROW, "sensitivity": 0.4}]}), "names its concept"),
        (Book("a_test", "", {**WHOLE, "performance": [{**ROW, "source": " ", "use": "criteria"}]}), "source is empty"),
    ],
)
def test_a_broken_file_is_refused(book: Book, part: str) -> None:
    """A file that lacks a part, or points nowhere, is refused with its name."""
    with pytest.raises(KnowledgeError, match=part):
        build_orders([book])


def test_the_seven_tests_of_the_usual_work_up_are_there() -> None:
    """Blood, X-ray, MRI, CT, nerve conduction, biopsy and EMG each have at least one test, and the bedside has its own."""
    groups = {order.group for order in load_orders().values()}
    assert groups == set(Group)


def test_every_test_that_a_cause_names_exists() -> None:
    """A settling test that is not in the catalogue could never be proposed."""
    orders = load_orders()
    missing = {(c.slug, test) for c in load_causes().values() for test in c.settling_tests if test not in orders}
    assert missing == set()


def test_tests_and_concepts_agree() -> None:
    """A test settles only known concepts, and settles each concept that says it is learned by this test."""
    orders, vocabulary = load_orders(), load_vocabulary()
    for order in orders.values():
        assert {c for c in order.outcomes if c not in vocabulary.concepts} == set(), order.slug
        assert set(order.facets) <= set(vocabulary.exclusives), order.slug
    ways = [
        (concept.slug, way[5:])
        for concept in vocabulary.concepts.values()
        for way in concept.learned_by
        if way[:5] == "test:"
    ]
    missing = sorted(f"{slug} in catalogue/{test}.toml" for slug, test in ways if slug not in orders[test].outcomes)
    assert missing == [], "add these to the outcomes of the test, or change learned_by of the concept"


def test_ck_settles_its_facet() -> None:
    """CK is one facet with four values, all of which the test can give."""
    ck = load_orders()["ck"]
    assert ck.facets == ("ck",)
    assert {"ck_normal", "ck_1_5x", "ck_5_10x", "ck_gt10x"} <= set(ck.outcomes)


def test_cautions_that_would_harm_are_named() -> None:
    """CK before the needle, magnets and pacemakers, contrast and kidneys, anticoagulants and needles."""
    orders = load_orders()
    text = {slug: " ".join((*order.cautions, *order.preparation)).lower() for slug, order in orders.items()}
    assert "before emg" in text["ck"] and "ck first" in text["emg"]
    for slug in ("mri_brain", "mri_spine", "mri_plexus", "mri_muscle", "mri_shoulder"):
        assert "pacemaker" in text[slug], slug
    assert "pacemaker" in text["nerve_conduction"]
    for slug in ("ct", "cancer_screen", "mri_brain", "mri_spine", "mri_plexus"):
        assert "contrast" in text[slug], slug
    for slug in ("emg", "csf", "muscle_biopsy", "nerve_biopsy"):
        assert "anticoagulants" in text[slug], slug


def test_a_patient_can_read_it() -> None:
    """Each patient text is short sentences of at most 25 words and names no disease."""
    for order in load_orders().values():
        sentences = [s for s in re.split(r"[.!?]\s+", order.patient) if s]
        assert 20 <= len(order.patient) <= 400, order.slug
        assert all(len(sentence.split()) <= 25 for sentence in sentences), order.slug
        assert not re.search(r"\b(ALS|dystrophy|cancer|myositis)\b", order.patient), order.slug


def test_the_request_is_broken_down_by_suspicion() -> None:
    """EMG for a foot drop names the muscles that spare the fibular nerve, and not those of the shoulder."""
    lines = load_orders()["emg"].lines_for(["peroneal_neuropathy", "lumbar_radiculopathy"])
    text = " ".join(line.what for line in lines)
    assert "short head of biceps femoris" in text and "gluteus medius" in text and "infraspinatus" not in text
    assert load_orders()["ck"].lines_for([])[0].what.startswith("CK")
    assert all(order.lines_for([]) for order in load_orders().values())


def test_lines_name_known_causes() -> None:
    """A line that a cause asks for names a cause that exists."""
    causes = load_causes()
    named = {slug for order in load_orders().values() for line in order.lines for slug in line.causes}
    assert named <= set(causes)


def test_why_names_two_causes() -> None:
    """The reason is one sentence with both causes in it."""
    sentence = load_orders()["ck"].why_for("Polymyositis", "ALS")
    assert "Polymyositis" in sentence and "ALS" in sentence and "{" not in sentence and sentence.endswith(".")


def test_every_setting_has_delay_and_availability() -> None:
    """Bedside tests are there at once in every setting; a biopsy is hard to get in primary care."""
    orders = load_orders()
    for setting in Setting:
        assert (
            orders["strength_testing"].availability[setting] == 1
            and orders["strength_testing"].delay_days[setting] == 0
        )
    assert orders["muscle_biopsy"].availability[Setting.PRIMARY] < 0.1
    assert all(order.status == "draft" and order.sha256 for order in orders.values())


def test_pooled_rows_name_known_causes_and_concepts() -> None:
    """A published number that is to be pooled must find its cause and its concept, and the test must settle that concept."""
    causes, concepts = load_causes(), load_vocabulary().concepts
    for order in load_orders().values():
        for row in order.performance:
            if row.use is Use.POOL or row.specificity_use is Use.POOL:
                assert row.concept in concepts, row.what
                assert not row.cause or row.cause in causes, (row.cause, row.what)
                bedside = {"examined", "asked"} & set(concepts[row.concept].learned_by)
                assert row.concept in order.outcomes or bedside, (order.slug, row.concept)
