"""The body map as a page: honest sides, readable without sight or colour, closed to the outside, small."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from myotome.anatomy.body_map import CSS, Degree, Mark, RegionMark, draw_body_map, mark_regions
from myotome.anatomy.body_map.labels import label_for, placed
from myotome.anatomy.body_map.marks import scale
from myotome.anatomy.body_map.shapes import VIEWS, drawings
from myotome.anatomy.muscles import single_muscles
from myotome.words.side import Side

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH
SVG = "{http://www.w3.org/2000/svg}"
TWO_DOZEN = [
    Mark(slug, side, weakness=amount, wasting=amount / 2, fasciculation=amount > 0.5, label="MRC")
    for slug, amount in [
        ("first_dorsal_interosseous", 0.8),
        ("abductor_pollicis_brevis", 0.8),
        ("abductor_digiti_minimi", 0.4),
        ("biceps_brachii", 0.4),
        ("deltoid", 0.2),
        ("triceps_brachii", 0.2),
        ("tibialis_anterior", 0.6),
        ("extensor_hallucis_longus", 0.8),
        ("gastrocnemius_medial", 0.2),
        ("gluteus_maximus", 0.2),
        ("rectus_femoris", 0.2),
        ("tongue", 0.4),
    ]
    for side in (LEFT, RIGHT)
]


def test_an_empty_map_claims_nothing() -> None:
    """Without marks every muscle is 'not examined', none is called normal, and no leader line is drawn."""
    svg = draw_body_map([], title="Nothing yet")
    assert "Nothing is marked." in svg
    assert not [label for label in _labels(svg) if not label.endswith("not examined")]
    assert 'class="bm-lead"' not in svg


def test_nothing_from_outside_and_no_script() -> None:
    """The map carries no script, no event handler, no link, no import and no address but the name of SVG itself."""
    svg = draw_body_map(TWO_DOZEN, title="Sealed", interactive=True)
    assert not re.search(r"<script|\son\w+=|@import|javascript:|<image|<a\s|<foreignObject", svg, re.IGNORECASE)
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert all(ref.startswith("#") for ref in re.findall(r'href="([^"]*)"', svg))


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_stored_text_stays_text(layout: str) -> None:
    """Script in a title, a note or a grade is shown as the letters it is made of."""
    nasty = "<script>alert('x')</script>\"&"
    svg = draw_body_map([Mark("deltoid", LEFT, 0.4, note=nasty, label=nasty)], title=nasty, layout=layout)  # type: ignore[arg-type]
    assert "<script" not in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("view", VIEWS)
def test_the_left_is_where_it_is_drawn(view: str) -> None:
    """Seen from the front the person's left is at the viewer's right; from behind it is at the viewer's left."""
    root = ElementTree.fromstring(draw_body_map([], title="Sides"))
    faces_viewer = view in ("front", "palm", "foot_top", "tongue")
    label = drawings()[view].label
    group = next(g for g in root.iter(f"{SVG}g") if g.get("aria-label") == label)
    for half in group.findall(f"{SVG}g"):
        sides = {e.get("data-side") for e in half.iter() if e.get("data-side")}
        scale_x = float(re.findall(r"scale\((\S+)", half.get("transform", ""))[0])
        scale_y = float(re.findall(r"scale\(\S+ (\S+)\)", half.get("transform", ""))[0])
        # A half whose two scales differ in sign is the mirror image, at the viewer's left.
        at_right = (scale_x > 0) == (scale_y > 0)
        assert sides == {"left" if at_right == faces_viewer else "right"}


def test_letters_and_halves_agree() -> None:
    """The letter L stands on the same side of the page as the muscles whose data-side is left."""
    root = ElementTree.fromstring(draw_body_map([], title="Letters"))
    letters = [(t.text, float(t.get("x", "0"))) for t in root.iter(f"{SVG}text") if t.get("class") == "bm-side bm-mid"]
    assert len(letters) == 2 * len(VIEWS)
    front, back = ({text: x for text, x in letters if low < x < high} for low, high in ((300, 560), (1160, 1420)))
    assert front["R"] < front["L"]
    assert back["L"] < back["R"]


def test_every_muscle_is_told_once_per_side() -> None:
    """A screen reader hears each drawn muscle once on the left and once on the right, with side, name and state."""
    labels = _labels(draw_body_map([Mark("tibialis_anterior", LEFT, 0.6, label="MRC 2")], title="Voices"))
    assert "left tibialis anterior: severe weakness, MRC 2" in labels
    assert "right tibialis anterior: not examined" in labels
    assert len(labels) == len(set(labels))
    drawn = {slug for drawing in drawings().values() for slug in drawing.muscles}
    assert len(labels) == 2 * len(drawn)


def test_title_and_label_stand_at_every_muscle_and_roles_fit() -> None:
    """List items live in lists; in the interactive map buttons can be focused, and never inside a list."""
    for interactive, role, parent in ((False, "listitem", "list"), (True, "button", "group")):
        root = ElementTree.fromstring(draw_body_map(TWO_DOZEN, title="Roles", interactive=interactive))
        parents = {child: above for above in root.iter() for child in above}
        told = [e for e in root.iter() if e.get("data-muscle") and e.get("aria-label")]
        assert told
        for element in told:
            assert element.get("role") == role
            assert element.find(f"{SVG}title") is not None
            above = parents[element]
            while above.get("role") == "presentation":
                above = parents[above]
            assert above.get("role") == parent
            assert (element.get("tabindex") == "0") == interactive


def test_ids_are_unique_and_every_reference_leads_somewhere() -> None:
    """Two maps with their own prefixes on one page share no id, and no reference dangles."""
    one, two = (draw_body_map(TWO_DOZEN, title="Ids", prefix=prefix) for prefix in ("a", "b"))
    ids = re.findall(r'\sid="([^"]+)"', one) + re.findall(r'\sid="([^"]+)"', two)
    assert len(ids) == len(set(ids))
    for svg in (one, two):
        used = set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg))
        assert used <= set(ids)


def test_each_step_has_its_own_look_without_colour() -> None:
    """Every abnormal step but the darkest carries a hatch of its own, and every grade stands in words beside the figure."""
    hatches = [step.hatch for slug, step in scale().items() if slug in ("1", "2", "3", "4", "unstated")]
    assert len(hatches) == len(set(hatches))
    svg = draw_body_map([Mark("deltoid", LEFT, 0.6, 0.2)], title="Hatch")
    assert 'href="#bm-h3" clip-path' in svg
    assert "weak 3, wasted 1".replace(" 3", "\u00a03").replace(" 1", "\u00a01") in svg


def test_a_marked_muscle_never_shuts_the_window_on_a_deep_one() -> None:
    """With the gluteus maximus marked, the deep rotators under it are still drawn after it and can be chosen."""
    svg = draw_body_map([Mark("gluteus_maximus", LEFT, 0.6)], title="Windows", interactive=True)
    assert svg.index('data-muscle="gluteus_maximus" data-side="left"') < svg.index(
        'data-muscle="hip_external_rotators" data-side="left"'
    )


def test_what_is_not_drawn_is_told_in_words() -> None:
    """A mark on a muscle without a shape must not vanish."""
    assert "Marked, but not on the drawing: Subscapularis: mild weakness (left)" in draw_body_map(
        [Mark("subscapularis", LEFT, 0.2)], title="Deep"
    )


def test_a_region_is_labelled_once_and_shades_its_muscles() -> None:
    """'Proximal legs, degree unknown' gives one label per side, not thirty, and is not counted as an examination."""
    svg = draw_body_map(mark_regions([RegionMark("proximal_legs", BOTH, Degree.UNSTATED)]), title="Region")
    assert svg.count(">Proximal legs<") + svg.count(">Proximal legs (region)<") == 2
    shaded = [label for label in _labels(svg) if "weakness of unstated degree, known for the region only" in label]
    assert len(shaded) > 30
    assert not any("tibialis" in label for label in shaded)


def test_a_map_is_small() -> None:
    """A map with two dozen marks stays under 120 kilobytes (of 1024), an empty one well under."""
    assert len(draw_body_map(TWO_DOZEN, title="Size").encode()) < 120 * 1024
    assert len(draw_body_map([], title="Size").encode()) < 110 * 1024


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_a_map_with_every_muscle_marked_stays_sound(layout: str) -> None:
    """The fullest map is well-formed, and its labels do not overlap."""
    full = [Mark(m.slug, BOTH, 0.6, 0.4, fasciculation=True) for m in single_muscles()]
    ElementTree.fromstring(draw_body_map(full, title="Full", layout=layout))  # type: ignore[arg-type]


def test_labels_of_a_column_never_overlap() -> None:
    """However close the muscles, each label starts below the end of the one before."""
    labels = [label_for((m.slug, LEFT), Mark(m.slug, LEFT, 0.4), (0.0, 500.0)) for m in single_muscles()[:40]]
    column = placed(labels, 0, 900)
    for above, below in pairwise(column):
        assert below.top >= above.top + above.height
    assert column[0].top >= 0


def test_the_style_can_be_served_by_the_page() -> None:
    """Pages whose policy forbids inline style leave the element out and serve the same rules themselves."""
    assert "<style>" not in draw_body_map([], title="Policy", embed_style=False)
    assert "<style>" in draw_body_map([], title="Policy")
    assert "http" not in CSS
    assert "style=" not in draw_body_map(TWO_DOZEN, title="Policy")


def _labels(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [e.get("aria-label", "") for e in root.iter() if e.get("data-muscle") and e.get("aria-label")]
