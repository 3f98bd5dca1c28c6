"""Marks on the body map: the scale, what is refused, and how groups, sides and regions come down to single muscles."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.anatomy.body_map import Degree, Mark, RegionMark, body_map_table, map_regions, mark_regions
from myotome.anatomy.body_map.marks import scale, spoken, step_of
from myotome.anatomy.body_map.merge import merged
from myotome.anatomy.muscles import REGIONS, muscles
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.side import Side

LEFT, RIGHT = Side.LEFT, Side.RIGHT


@pytest.mark.parametrize("amount", [-0.1, 1.01, 5, math.nan, math.inf])
def test_an_amount_that_cannot_be_is_refused(amount: float) -> None:
    """Weakness is a share: an MRC grade of 5 given as it stands, a negative number or no number must raise."""
    with pytest.raises(OutOfRange, match="5 - grade"):
        Mark("deltoid", LEFT, weakness=amount)
    with pytest.raises(OutOfRange):
        Mark("deltoid", LEFT, wasting=amount)


def test_a_muscle_that_is_not_in_the_table_is_refused() -> None:
    """A map must not silently leave out a muscle whose name was misspelt."""
    with pytest.raises(UnknownName):
        Mark("tibalis_anteror", LEFT, weakness=0.4)


def test_a_region_nobody_knows_is_refused() -> None:
    """'Proximal moon' is no part of the body."""
    with pytest.raises(UnknownName):
        mark_regions([RegionMark("proximal moon", LEFT, 0.4)])


def test_not_examined_and_normal_are_never_the_same() -> None:
    """None is not examined, zero is examined and normal: neither the step nor the words may agree."""
    assert step_of(None) == "not_examined"
    assert step_of(0.0) == "normal"
    assert spoken(Mark("deltoid", LEFT)) == "not examined"
    assert spoken(Mark("deltoid", LEFT, weakness=0.0, wasting=0.0)) == "normal"
    assert "not examined" not in spoken(Mark("deltoid", LEFT, weakness=0.0))


@pytest.mark.parametrize(
    ("mrc", "step", "word"),
    [(4, "1", "mild"), (3, "2", "moderate"), (2, "3", "severe"), (1, "4", "very severe"), (0, "5", "complete")],
)
def test_one_mrc_grade_is_one_step(mrc: int, step: str, word: str) -> None:
    """(5 - MRC) / 5 puts MRC 4 to 0 on the steps 1 to 5, and the scale's own table says so."""
    assert step_of((5 - mrc) / 5) == step
    assert scale()[step].mrc == str(mrc)
    assert (
        spoken(Mark("tibialis_anterior", LEFT, weakness=(5 - mrc) / 5, label=f"MRC {mrc}"))
        == f"{word} weakness, MRC {mrc}"
    )


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_loss_is_never_a_lower_step(one: float, other: float) -> None:
    """The scale rises: of two amounts the larger never stands on a lower step."""
    order = ["normal", "1", "2", "3", "4", "5"]
    low, high = sorted((one, other))
    assert order.index(step_of(low)) <= order.index(step_of(high))


def test_grounds_darken_step_by_step() -> None:
    """In grey print the five grounds must darken from step to step, so that the scale holds without colour."""
    luminance = [_luminance(scale()[str(step)].fill) for step in range(1, 6)]
    assert luminance == sorted(luminance, reverse=True)
    assert luminance[0] - luminance[-1] > 0.5


def test_the_fill_shows_the_worse_of_weakness_and_wasting() -> None:
    """A muscle that is mildly weak and very wasted is drawn as very wasted."""
    assert Mark("deltoid", LEFT, weakness=0.2, wasting=0.8).step == "4"
    assert Mark("deltoid", LEFT, weakness=Degree.UNSTATED, wasting=0.2).step == "1"
    assert Mark("deltoid", LEFT, weakness=Degree.UNSTATED).step == "unstated"


def test_a_group_opens_into_its_muscles_and_both_sides() -> None:
    """Quadriceps on both sides are four muscles twice."""
    found = merged([Mark("quadriceps_femoris", Side.BOTH, weakness=0.4)])
    assert set(found) == {(slug, side) for slug in muscles()["quadriceps_femoris"].members for side in (LEFT, RIGHT)}
    assert len(found) == 8


def test_a_side_that_was_not_stated_is_said_so() -> None:
    """Nobody may read a side out of a map that was never told."""
    found = merged([Mark("deltoid", Side.UNSTATED, weakness=0.4)])
    assert set(found) == {("deltoid", LEFT), ("deltoid", RIGHT)}
    assert all("side not stated" in spoken(mark) for mark in found.values())


@pytest.mark.parametrize("turn", [False, True])
def test_the_muscle_itself_wins_over_its_region_in_any_order(turn: bool) -> None:
    """'Weak legs, but the quadriceps is normal' must show a normal quadriceps, in whatever order it was said."""
    said = [*mark_regions([RegionMark("legs", LEFT, 0.6)]), Mark("rectus_femoris", LEFT, weakness=0.0)]
    found = merged(said[::-1] if turn else said)
    assert found["rectus_femoris", LEFT].step == "normal"
    assert found["vastus_medialis", LEFT].step == "3"


def test_a_narrow_region_wins_over_a_wide_one() -> None:
    """Hamstrings named on their own are not drowned by 'proximal legs'."""
    found = merged(mark_regions([RegionMark("hamstrings", RIGHT, 0.8), RegionMark("proximal legs", Side.BOTH, 0.2)]))
    assert found["semitendinosus", RIGHT].step == "4"
    assert found["semitendinosus", LEFT].step == "1"


def test_two_marks_of_one_muscle_join_to_the_worse() -> None:
    """Weakness from one examiner and wasting from another are one muscle; the worse of two weaknesses counts."""
    found = merged(
        [
            Mark("deltoid", LEFT, weakness=0.2),
            Mark("deltoid", LEFT, weakness=0.6, fasciculation=True),
            Mark("deltoid", LEFT, wasting=0.4),
        ]
    )
    mark = found["deltoid", LEFT]
    assert (mark.weakness, mark.wasting, mark.fasciculation) == (0.6, 0.4, True)


def test_proximal_legs_are_hips_and_thighs_only() -> None:
    """Proximal weakness must not shade the calf or the foot, nor any arm."""
    regions = {muscles()[slug].region for slug in map_regions()["proximal_legs"].muscles}
    assert regions == {"hip", "thigh"}
    assert {muscles()[slug].region for slug in map_regions()["distal_arms"].muscles} == {"forearm", "hand"}


def test_every_region_of_the_anatomy_and_every_wide_word_is_known() -> None:
    """A finding's site is one of these words; each must hold at least one single muscle."""
    wide = [
        "arm",
        "leg",
        "limb",
        "trunk",
        "proximal_arm",
        "distal_arm",
        "proximal_leg",
        "distal_leg",
        "bulbar",
        "whole_body",
    ]
    for name in (*REGIONS, *wide):
        region = map_regions()[name]
        assert region.muscles, name
        assert not any(muscles()[slug].is_group for slug in region.muscles), name


def test_a_region_mark_says_that_the_muscle_was_not_examined_singly() -> None:
    """A reader must be able to tell spread knowledge from an examination."""
    assert "known for the region only" in spoken(mark_regions([RegionMark("thigh", LEFT, 0.4)])[0])
    assert "region" not in spoken(mark_regions([RegionMark("deltoid", LEFT, 0.4)])[0])


def test_the_table_tells_what_the_drawing_shows() -> None:
    """One row per muscle and side from head to foot, with grade, source of knowledge and where it is drawn."""
    rows = body_map_table(
        [
            Mark("tibialis_anterior", LEFT, weakness=0.6, fasciculation=True, label="MRC 2"),
            Mark("tongue", Side.MIDLINE, wasting=0.4),
            Mark("subscapularis", RIGHT, weakness=0.0),
        ]
    )
    assert [(row.muscle, row.side) for row in rows] == [
        ("tongue", "left"),
        ("tongue", "right"),
        ("subscapularis", "right"),
        ("tibialis_anterior", "left"),
    ]
    last = rows[-1]
    assert (last.weakness, last.wasting, last.fasciculations, last.detail) == (
        "3 severe",
        "not examined",
        "yes",
        "MRC 2",
    )
    assert rows[2].weakness == "normal"
    assert rows[2].shown_in == "not drawn"


def _luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, from 0 (black) to 1 (white)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
