"""The muscle table and its look-up."""

from __future__ import annotations

import pytest

from myotome.anatomy.muscles import REGIONS, lookup, muscles, single_muscles
from myotome.words.errors import UnknownName


@pytest.mark.parametrize("name", ["", "biceps of the moon", "tibalis anteror", "xyzzy"])
def test_an_unknown_muscle_is_refused_and_never_guessed(name: str) -> None:
    """A name that is not in the table must raise, even when it is one letter away from a muscle."""
    with pytest.raises(UnknownName):
        lookup(name)


def test_a_typing_error_is_answered_with_the_nearest_name() -> None:
    """The refusal of 'tibalis anteror' must offer tibialis anterior."""
    with pytest.raises(UnknownName, match="tibialis_anterior"):
        lookup("tibalis anteror")


def test_the_little_finger_and_the_little_toe_are_not_confused() -> None:
    """The abductor of the little finger is ulnar, that of the little toe is lateral plantar."""
    assert lookup("abductor digiti minimi").nerve == "ulnar"
    assert lookup("abductor digiti minimi of the foot").nerve == "lateral_plantar"


def test_there_are_at_least_ninety_muscles_in_every_region() -> None:
    """The issue asks for 90 muscles, limbs, trunk, face, tongue, bulbar and respiratory."""
    assert len(single_muscles()) >= 90
    assert {m.region for m in single_muscles()} == set(REGIONS)


def test_every_name_finds_its_own_muscle() -> None:
    """Slug, label and each synonym must lead back to the row they stand in."""
    for muscle in muscles().values():
        for name in (muscle.slug, muscle.label, *muscle.synonyms):
            assert lookup(name).slug == muscle.slug, name


def test_root_shares_sum_to_one() -> None:
    """Shares of the motor supply are shares: they sum to 1 for muscles and groups alike."""
    for muscle in muscles().values():
        assert sum(muscle.roots.values()) == pytest.approx(1)
        assert sum(muscle.nerves.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "nerve", "main_root"),
    [
        ("deltoid", "axillary", "C5"),
        ("brachioradialis", "radial", "C6"),
        ("triceps", "radial", "C7"),
        ("finger extensors", "posterior_interosseous", "C7"),
        ("FPL", "anterior_interosseous", "C8"),
        ("APB", "median", "T1"),
        ("FDI", "ulnar", "T1"),
        ("diaphragm", "phrenic", "C4"),
        ("tibialis posterior", "tibial", "L5"),
        ("EHL", "deep_fibular", "L5"),
        ("gluteus medius", "superior_gluteal", "L5"),
        ("gluteus maximus", "inferior_gluteal", "S1"),
        ("soleus", "tibial", "S1"),
        ("tongue", "hypoglossal", "CN12"),
    ],
)
def test_nerve_and_main_root_agree_with_the_textbook(name: str, nerve: str, main_root: str) -> None:
    """Nerve and main root as taught (Aids to the Examination of the Peripheral Nervous System)."""
    muscle = lookup(name)
    assert (muscle.nerve, muscle.main_root) == (nerve, main_root)
