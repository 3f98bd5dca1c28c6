"""Injuries become findings only where everything that a concept asks for was said."""

from __future__ import annotations

import pytest

from myotome.journey.injury_words import HARMS, PLACES, injury_words
from myotome.symptoms.injuries import injury_findings, load_rules
from myotome.words.errors import OutOfRange
from myotome.words.injury import Harm, Injury, Place
from myotome.words.side import Side


def _concepts(**said: object) -> set[str]:
    return {finding.concept for finding in injury_findings((Injury("Fell off a ladder", **said),))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"harms": (Harm.NERVE,)},
        {"harms": (Harm.FRACTURE,), "place": Place.UPPER_ARM},
        {"harms": (Harm.FRACTURE,), "place": Place.UPPER_ARM, "before": False},
        {"harms": (Harm.CRUSH,), "before": False, "same_limb": False},
    ],
)
def test_what_nobody_said_becomes_no_finding(said: dict[str, object]) -> None:
    """A nerve has no concept; a break says nothing of this limb or this trouble unless somebody said so."""
    assert _concepts(**said) == set()


@pytest.mark.parametrize(
    ("said", "concepts"),
    [
        ({"before": True}, {"trauma_injury"}),
        ({"same_limb": True}, {"old_injury_same_limb"}),
        ({"harms": (Harm.FRACTURE,), "same_limb": True}, {"old_injury_same_limb", "fracture_history"}),
        (
            {"harms": (Harm.FRACTURE, Harm.PLASTER), "place": Place.UPPER_ARM, "before": True, "same_limb": True},
            {"trauma_injury", "old_injury_same_limb", "fracture_history", "immobilization_history", "humeral_fracture"},
        ),
        (
            {"harms": (Harm.DISLOCATION,), "place": Place.SHOULDER, "before": True},
            {"trauma_injury", "shoulder_dislocation"},
        ),
        ({"harms": (Harm.BURN,)}, {"burn_history"}),
    ],
)
def test_what_was_said_becomes_the_concepts_that_ask_for_it(said: dict[str, object], concepts: set[str]) -> None:
    """Each concept's own question is answered by what the person said."""
    assert _concepts(**said) == concepts


def test_a_finding_keeps_side_and_words() -> None:
    """The side goes along, and the words in which it was told stand as its evidence."""
    (finding,) = injury_findings((Injury("Broke it on ice", side=Side.LEFT, same_limb=True),))
    assert (finding.side, finding.evidence.text, finding.present) == (Side.LEFT, "Broke it on ice", True)


def test_an_injury_that_cannot_be_is_refused() -> None:
    """No words, a year out of a life, a month without its year."""
    for said in (
        {"what": " "},
        {"what": "x", "year": 1066},
        {"what": "x", "month": 5},
        {"what": "x", "year": 2001, "month": 13},
    ):
        with pytest.raises(OutOfRange):
            Injury(**said)  # type: ignore[arg-type]


def test_every_harm_and_place_has_words_and_every_rule_a_concept() -> None:
    """Nothing is shown as a slug."""
    assert set(HARMS) == set(Harm) and set(PLACES) == set(Place) and len(load_rules()) >= 10
    told = Injury("Fell", Place.FOREARM, Side.RIGHT, 2019, 5, (Harm.FRACTURE, Harm.NERVE), before=True)
    assert injury_words(told) == (
        "Fell, right forearm or wrist, May 2019 (a broken bone, a damaged nerve; before the present trouble)"
    )
    assert injury_words(Injury("Fell")) == "Fell"
