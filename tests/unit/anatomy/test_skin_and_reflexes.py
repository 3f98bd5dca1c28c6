"""Skin areas, dermatomes, reflexes, roots and tracts."""

from __future__ import annotations

import pytest

from myotome.anatomy.muscles import muscles
from myotome.anatomy.nerves import below, nerves
from myotome.anatomy.pathways import roots, tracts
from myotome.anatomy.reflexes import reflex_named, reflexes
from myotome.anatomy.skin import Dermatome, SkinArea, dermatomes, skin_areas, skin_named
from myotome.words.errors import UnknownName


@pytest.mark.parametrize("name", ["C9", "T13", "dermatome_x1", "left ear lobe of the moon"])
def test_skin_that_does_not_exist_is_refused(name: str) -> None:
    """There is no C9 dermatome and no T13."""
    with pytest.raises(UnknownName):
        skin_named(name)


def test_an_unknown_reflex_is_refused() -> None:
    """A reflex nobody tests raises."""
    with pytest.raises(UnknownName):
        reflex_named("elbow squeak")


def test_every_area_hangs_on_its_nerve_and_no_other() -> None:
    """Skin table and nerve table agree."""
    for area in skin_areas().values():
        assert {i.nerve for slug in nerves() for i in below(slug) if i.slug == area.slug} == {area.nerve}


@pytest.mark.parametrize(
    ("name", "nerve", "root"),
    [
        ("little finger", "ulnar", "C8"),
        ("thumb", "median", "C6"),
        ("middle finger", "median", "C7"),
        ("regimental badge area", "axillary", "C5"),
        ("inner shin", "saphenous", "L4"),
        ("first web space", "deep_fibular", "L5"),
        ("lateral foot", "sural", "S1"),
        ("lateral thigh", "lateral_femoral_cutaneous", "L2"),
    ],
)
def test_areas_have_the_nerve_and_root_of_the_textbook(name: str, nerve: str, root: str) -> None:
    """Nerve and main root of well-known patches of skin."""
    area = skin_named(name)
    assert isinstance(area, SkinArea)
    assert (area.nerve, max(area.roots, key=lambda r: area.roots[r])) == (nerve, root)


@pytest.mark.parametrize("name", ["L5", "l5", "dermatome L5", "dermatome_l5", "L5 dermatome"])
def test_a_dermatome_goes_by_its_root(name: str) -> None:
    """However the dermatome is written, it is the one of its root."""
    found = skin_named(name)
    assert isinstance(found, Dermatome)
    assert found.root == "L5"


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("biceps jerk", "C5"),
        ("supinator jerk", "C6"),
        ("triceps reflex", "C7"),
        ("finger jerk", "C8"),
        ("knee jerk", "L4"),
        ("medial hamstring reflex", "L5"),
        ("ankle jerk", "S1"),
        ("jaw jerk", "CN5"),
    ],
)
def test_reflexes_have_the_main_root_of_the_textbook(name: str, root: str) -> None:
    """The main root of each arc."""
    reflex = reflex_named(name)
    assert max(reflex.roots, key=lambda r: reflex.roots[r]) == root


def test_every_reflex_names_a_muscle_and_nerve_of_the_tables() -> None:
    """Arcs hang on the anatomy; dermatomes are made of areas that exist."""
    for reflex in reflexes().values():
        assert reflex.nerve in nerves()
        assert not reflex.muscle or reflex.muscle in muscles()
    assert all(area in skin_areas() for d in dermatomes().values() for area in d.areas)


def test_limb_roots_and_tracts_are_there() -> None:
    """C5 to T1 and L2 to S2; the pain tract crosses in the cord, so that its loss is on the other side."""
    assert list(roots()) == ["C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1", "S2"]
    assert tracts()["spinothalamic"].cord_loss_side == "opposite"
    assert tracts()["corticospinal"].cord_loss_side == "same"
