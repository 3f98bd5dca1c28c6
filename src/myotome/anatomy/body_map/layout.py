"""Where everything stands on the page: both bodies side by side with their labels, or one below the other for a narrow screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from myotome.anatomy.body_map.figure import Setting

Layout = Literal["wide", "narrow"]
"""``wide`` names muscles beside the figure (screens from 900 px, print); ``narrow`` numbers them and lists the names below."""

MARGIN: Final = 18.0
REACH: Final = 240.0
"""From the middle of a figure to the labels on either side, in page units: just clear of the hands."""

FIGURE_SCALE: Final = 0.88
FIGURE_HEIGHT: Final = 1000 * FIGURE_SCALE
HAND_SCALE: Final = 1.22
HAND_APART: Final = 124.0
FOOT_SCALE: Final = 1.12
SOLE_SCALE: Final = 1.0
FOOT_APART: Final = 74.0
INSET_HEIGHT: Final = 216.0
"""Height of a hand or foot with its wrist or ankle, in drawing units."""


@dataclass(frozen=True, slots=True)
class Block:
    """A view on the page with its two columns of labels: their edges nearest the figure, their tops and their bottom.

    ``letter_x`` is the distance of L and R from the middle, ``letter_y`` and ``caption_y`` are baselines; all in page units.
    """

    view: str
    setting: Setting
    left: float
    right: float
    left_top: float
    right_top: float
    bottom: float
    letter_x: float
    letter_y: float
    caption_y: float

    def down(self, shift: float) -> Block:
        """The same block ``shift`` page units lower."""
        return replace(
            self,
            setting=replace(self.setting, y=self.setting.y + shift),
            left_top=self.left_top + shift,
            right_top=self.right_top + shift,
            bottom=self.bottom + shift,
            letter_y=self.letter_y + shift,
            caption_y=self.caption_y + shift,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its width, its rows of blocks from top to bottom, and what follows below them.

    ``letters`` is how many letters of a key or a footnote fit the width; ``numbered`` puts names into a key below.
    """

    width: float
    rows: tuple[tuple[Block, ...], ...]
    legend_top: float
    legend_columns: int
    text_size: float
    letters: int
    numbered: bool


def sheet(layout: Layout) -> Sheet:
    """The page for a layout."""
    return _WIDE if layout == "wide" else _NARROW


def _body(view: str, middle: float, top: float, *, inner_drop: float = 0.0) -> Block:
    # The tongue lies between the two heads of a wide page, so the inner columns start below it.
    tops = (top, top + inner_drop) if view == "front" else (top + inner_drop, top)
    bottom = top + FIGURE_HEIGHT + 6
    setting = Setting(middle, top, FIGURE_SCALE)
    return Block(view, setting, middle - REACH, middle + REACH, *tops, bottom, 96, top + 40, top - 20)


def _inset(view: str, middle: float, top: float, scale: float, apart: float, *, upside_down: bool = False) -> Block:
    setting = Setting(middle, top + (206 * scale if upside_down else 14), scale, apart, upside_down)
    bottom = top + INSET_HEIGHT * scale
    return Block(
        view, setting, middle - REACH, middle + REACH, top, top, bottom, apart + 66 * scale, top + 40, top - 12
    )


def _hands(view: str, middle: float, top: float) -> Block:
    return _inset(view, middle, top, HAND_SCALE, HAND_APART, upside_down=True)


def _feet(view: str, middle: float, top: float) -> Block:
    return _inset(view, middle, top, FOOT_SCALE if view == "foot_top" else SOLE_SCALE, FOOT_APART)


def _tongue(middle: float, top: float, reach: float) -> Block:
    return Block(
        "tongue",
        Setting(middle, top, 0.95),
        middle - reach,
        middle + reach,
        top + 10,
        top + 10,
        top + 92,
        62,
        top - 8,
        top - 30,
    )


def _wide() -> Sheet:
    left, right, width = 430.0, 1290.0, 1720.0
    top = 92.0
    hands = top + FIGURE_HEIGHT + 58
    feet = hands + 318
    return Sheet(
        width,
        (
            (
                _tongue(width / 2, 74, 66),
                _body("front", left, top, inner_drop=100),
                _body("back", right, top, inner_drop=100),
            ),
            (_hands("palm", left, hands), _hands("hand_back", right, hands)),
            (_feet("foot_top", left, feet), _feet("sole", right, feet)),
        ),
        feet + 288,
        5,
        18.0,
        165,
        False,
    )


def _narrow() -> Sheet:
    middle, width = 280.0, 560.0
    front = 130.0
    palms = front + FIGURE_HEIGHT + 60
    tops = palms + 318
    tongue = tops + 300
    back = tongue + 150
    backs = back + FIGURE_HEIGHT + 60
    soles = backs + 318
    blocks = (
        _body("front", middle, front),
        _hands("palm", middle, palms),
        _feet("foot_top", middle, tops),
        _tongue(middle, tongue, 90),
        _body("back", middle, back),
        _hands("hand_back", middle, backs),
        _feet("sole", middle, soles),
    )
    return Sheet(width, tuple((block,) for block in blocks), soles + 296, 1, 22.0, 46, True)


_WIDE: Final = _wide()
_NARROW: Final = _narrow()
