"""The drawings of the body map as data: every shape is a known muscle, lies on the body and in the right place."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.anatomy.body_map.curves import CLOSE, Curve, Point, _on_cubic, _segments, fewer, number, read_points
from myotome.anatomy.body_map.frames import read_limb
from myotome.anatomy.body_map.shapes import VIEWS, Drawing, drawings
from myotome.anatomy.muscles import muscles
from myotome.words.errors import KnowledgeError

BODIES = ("front", "back")


@pytest.mark.parametrize("text", ["1,2 3", "1,2 x,y", "1,2,3"])
def test_a_broken_point_is_refused_with_its_place(text: str) -> None:
    """A slip of the pen in a drawing must be found at loading, with the file's name."""
    with pytest.raises(KnowledgeError, match=r"front\.toml"):
        read_points(text, "front.toml")


def test_a_limb_whose_rungs_fall_back_is_refused() -> None:
    """Rungs must rise along the limb."""
    with pytest.raises(KnowledgeError):
        read_limb([[0, 0, 0, 5, 5], [0, 0, 9, 5, 5]])


def test_no_group_is_drawn_and_every_shape_is_in_the_muscle_table() -> None:
    """Each shape's slug is a single muscle of muscles.toml, so that marks of groups open into shapes."""
    for drawing in drawings().values():
        for slug in drawing.muscles:
            assert slug in muscles(), (drawing.view, slug)
            assert not muscles()[slug].is_group, (drawing.view, slug)


@pytest.mark.parametrize("view", BODIES)
def test_each_body_view_names_at_least_forty_muscles(view: str) -> None:
    """At least 40 named muscles per view on either side, hands not counted."""
    assert len(drawings()[view].muscles) >= 40


def test_most_muscles_of_the_limbs_are_drawn_somewhere() -> None:
    """All but a few deep muscles of the limbs have a shape of their own."""
    limbs = ("upper_arm", "forearm", "hand", "thigh", "lower_leg", "foot")
    drawn = {slug for drawing in drawings().values() for slug in drawing.muscles}
    missing = {m.slug for m in muscles().values() if m.region in limbs and not m.is_group} - drawn
    assert missing == set()


@pytest.mark.parametrize("view", VIEWS)
def test_no_muscle_leaves_the_body(view: str) -> None:
    """Every point of every outline lies inside the silhouette of its view, or within a hair (2 units of 1000) of its rim."""
    drawing = drawings()[view]
    outlines = [curve.sampled(600) for curve in drawing.silhouette]
    for slug, parts in drawing.muscles.items():
        for spot in (spot for part in parts for spot in part.outlines[0].points):
            inside = any(_inside(spot, outline) for outline in outlines)
            assert inside or min(math.dist(spot, p) for o in outlines for p in o) < 2.0, (view, slug, spot)


@pytest.mark.parametrize("view", BODIES)
def test_no_muscle_crosses_the_midline(view: str) -> None:
    """One half is drawn and mirrored: a shape past the midline would lie over its own twin."""
    for slug, parts in drawings()[view].muscles.items():
        for part in parts:
            assert min(x for x, _ in part.outlines[0].points) >= 0, slug


@pytest.mark.parametrize(
    ("view", "upper", "lower"),
    [
        ("front", "deltoid", "biceps_brachii"),
        ("front", "biceps_brachii", "brachioradialis"),
        ("front", "pectoralis_major_clavicular", "pectoralis_major_sternal"),
        ("front", "rectus_abdominis", "adductor_longus"),
        ("front", "rectus_femoris", "tibialis_anterior"),
        ("front", "tibialis_anterior", "extensor_digitorum_brevis"),
        ("back", "supraspinatus", "infraspinatus"),
        ("back", "infraspinatus", "teres_major"),
        ("back", "trapezius", "latissimus_dorsi"),
        ("back", "gluteus_medius", "gluteus_maximus"),
        ("back", "gluteus_maximus", "semitendinosus"),
        ("back", "semitendinosus", "gastrocnemius_medial"),
        ("back", "gastrocnemius_medial", "soleus"),
    ],
)
def test_muscles_follow_one_another_from_head_to_foot(view: str, upper: str, lower: str) -> None:
    """The order that an atlas shows."""
    assert _middle(view, upper)[1] < _middle(view, lower)[1]


@pytest.mark.parametrize(
    ("view", "inner", "outer"),
    [
        ("front", "vastus_medialis", "rectus_femoris"),
        ("front", "rectus_femoris", "vastus_lateralis"),
        ("front", "gracilis", "adductor_longus"),
        ("front", "tibialis_anterior", "extensor_digitorum_longus"),
        ("front", "extensor_digitorum_longus", "fibularis_longus"),
        ("front", "flexor_carpi_ulnaris", "palmaris_longus"),
        ("front", "palmaris_longus", "flexor_carpi_radialis"),
        ("front", "flexor_carpi_radialis", "brachioradialis"),
        ("back", "gastrocnemius_medial", "gastrocnemius_lateral"),
        ("back", "semitendinosus", "biceps_femoris_long_head"),
        ("back", "extensor_carpi_ulnaris", "extensor_digitorum"),
        ("back", "extensor_digitorum", "extensor_carpi_radialis"),
        ("palm", "abductor_digiti_minimi", "flexor_digiti_minimi"),
        ("palm", "lumbricals_3_4", "lumbricals_1_2"),
        ("palm", "flexor_pollicis_brevis", "abductor_pollicis_brevis"),
        ("hand_back", "dorsal_interossei", "first_dorsal_interosseous"),
        ("sole", "abductor_hallucis", "flexor_digitorum_brevis"),
        ("sole", "flexor_digitorum_brevis", "abductor_digiti_minimi_pedis"),
        ("foot_top", "abductor_hallucis", "extensor_digitorum_brevis"),
    ],
)
def test_muscles_lie_side_by_side_as_in_an_atlas(view: str, inner: str, outer: str) -> None:
    """From the ulnar to the radial side, and from the inner to the outer side of the leg (+x in every drawing)."""
    assert _middle(view, inner)[0] < _middle(view, outer)[0]


points = st.tuples(st.floats(-300, 300), st.floats(0, 1000))


@given(st.lists(points, min_size=3, max_size=9, unique_by=lambda p: (round(p[0]), round(p[1]))))
def test_fewer_segments_stay_close_to_the_curve(listed: list[Point]) -> None:
    """Joining segments never moves a point of the curve by much more than the tolerance it states."""
    segments = _segments(Curve(tuple(listed)))
    joined = [_on_cubic(*segment, t / 40) for segment in fewer(segments, ()) for t in range(41)]
    for segment in segments:
        spot = segment[3]
        assert min(math.dist(spot, q) for q in joined) < CLOSE + _spacing(joined)


@given(st.floats(-5000, 5000))
def test_a_written_coordinate_reads_back(value: float) -> None:
    """Shortening a number for SVG never changes it by more than its rounding."""
    assert float(number(value) or "0") == pytest.approx(value, abs=0.051)


def _middle(view: str, slug: str) -> Point:
    parts = drawings()[view].muscles[slug]
    total = sum(part.area for part in parts)
    x = sum(part.centre[0] * part.area for part in parts) / total
    return x, sum(part.centre[1] * part.area for part in parts) / total


def _inside(spot: Point, polygon: tuple[Point, ...]) -> bool:
    x, y = spot
    hit = False
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            hit = not hit
    return hit


def _spacing(samples: list[Point]) -> float:
    return max(math.dist(a, b) for a, b in pairwise(samples))


def test_the_drawings_are_read_once() -> None:
    """Loading is done once per process."""
    assert drawings() is drawings()
    assert all(isinstance(drawing, Drawing) for drawing in drawings().values())
