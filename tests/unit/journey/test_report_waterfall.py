"""The waterfall shows each push where the one before it ended, and can be read without colour."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.journey.report.waterfall import Step, Stop, draw_waterfall

SVG = "{http://www.w3.org/2000/svg}"


def _drawn(start: float, pushes: list[float], label: str = "Finding") -> ElementTree.Element:
    steps = [Step(f"{label} {number}", push) for number, push in enumerate(pushes)]
    end = start + sum(pushes)
    text = draw_waterfall("A <b> cause", Stop(0.1, start), steps, Stop(0.5, end), "wf1")
    return ElementTree.fromstring(text)


def _bars(drawing: ElementTree.Element) -> list[tuple[float, float, str]]:
    """(from, to, fill) of every arrow, in the units of the drawing."""
    found = []
    for path in drawing.iter(f"{SVG}path"):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
        if "stroke" in path.attrib:
            found.append((numbers[0], numbers[4], path.attrib["fill"]))
    return found


def test_markup_in_a_label_stays_text() -> None:
    """The drawing is well-formed whatever a finding is called."""
    drawing = _drawn(-10, [5.0], label='<script>"&')
    assert not list(drawing.iter(f"{SVG}script"))
    assert any("<script>" in (text.text or "") for text in drawing.iter(f"{SVG}text"))


def test_for_and_against_differ_in_direction_and_fill() -> None:
    """For points right and is filled, against points left and is hollow."""
    bars = _bars(_drawn(-20, [8.0, -6.0]))
    (start, end, fill), (back, left, hollow) = bars
    assert end > start and left < back
    assert fill != "#fff" and hollow == "#fff"


def test_every_number_is_printed_with_its_sign() -> None:
    """Base rate, pushes and total are written beside their bars."""
    said = [text.text for text in _drawn(-12.5, [7.3, -2.0]).iter(f"{SVG}text")]
    for number in ("−12.5", "+7.3", "−2.0", "−7.2"):
        assert number in said


def test_it_tells_a_screen_reader_the_same() -> None:
    """Title and description carry the whole chart."""
    drawing = _drawn(-12.5, [7.3, -2.0])
    told = drawing.find(f"{SVG}desc")
    assert drawing.attrib["role"] == "img" and told is not None
    assert told.text == (
        "From a base rate of 10\u00a0% to 50\u00a0%. Pushes in decibans: Finding 0 +7.3; Finding 1 −2.0."
    )


@settings(deadline=None)
@given(st.floats(-40, 20), st.lists(st.floats(-30, 30).filter(lambda push: abs(push) > 1.0), min_size=1, max_size=12))
def test_each_bar_starts_where_the_last_one_ended(start: float, pushes: list[float]) -> None:
    """Bars form an unbroken chain inside the drawing, each as long as its push on one common scale."""
    drawing = _drawn(start, pushes)
    ticks = [(float(line.attrib["x1"]), line) for line in drawing.iter(f"{SVG}line") if line.attrib.get("y1") == "4"]
    assert ticks
    bars = _bars(drawing)
    for (_, ended, _), (began, _, _) in pairwise(bars):
        if len(bars) == len(pushes):
            assert abs(ended - began) < 0.2
    width = float(drawing.attrib["width"])
    assert all(0 <= x <= width for bar in bars for x in bar[:2])
    if len(bars) == len(pushes):
        scales = [abs(end - begin) / abs(push) for (begin, end, _), push in zip(bars, pushes, strict=True)]
        assert max(scales) - min(scales) < 0.2
