"""Draws one view, both halves: silhouette, muscles with their marks, fibres, bones and tendons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from myotome.anatomy.body_map.curves import FINE, Point, number, strokes
from myotome.anatomy.body_map.homes import home
from myotome.anatomy.body_map.marks import Mark, scale, spoken
from myotome.anatomy.body_map.merge import Place
from myotome.anatomy.body_map.shapes import FACING, Drawing, Part, Placed, drawings
from myotome.anatomy.body_map.style import hatch_over
from myotome.anatomy.muscles import muscles
from myotome.words.side import Side

LAYERS: Final = ("plain", "marked", "deep")
"""From the lowest up: fibres are drawn between the first two; windows on deep muscles stay open over marked ones."""

PLAIN: Final = frozenset({"not_examined", "normal"})
"""Steps whose muscles lie under the fibres; the others lie over them, so that fibres never mix with a hatch."""

UNDER: Final = frozenset({"tendon"})
"""Lines that lie under the muscles; all others lie over them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a view stands on the page: each half is turned, scaled, then moved ``apart`` from the axis ``x`` (page units)."""

    x: float
    y: float
    scale: float
    apart: float = 0.0
    upside_down: bool = False

    def spot(self, point: Point, *, right: bool) -> Point:
        """Page units of a drawing's point on the half at the viewer's right, or on its mirror image."""
        turn = -1 if self.upside_down else 1
        across = turn * point[0] * self.scale + self.apart
        return self.x + (across if right else -across), self.y + turn * point[1] * self.scale

    def transform(self, *, right: bool) -> str:
        """The same as an SVG transform for path data in fine steps."""
        turn = (-self.scale if self.upside_down else self.scale) / FINE
        x = self.x + (self.apart if right else -self.apart)
        return f"translate({number(x)} {number(self.y)}) scale({_short(turn if right else -turn)} {_short(turn)})"


@dataclass(frozen=True, slots=True)
class Ink:
    """What the whole page shares: the marks, the id prefix, and whether muscles can be chosen."""

    marks: Mapping[Place, Mark]
    prefix: str
    interactive: bool


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0")


def half_side(view: str, *, right: bool) -> Side:
    """The person's side that is drawn on the viewer's right (or left) in a view."""
    return Side.LEFT if right == (view in FACING) else Side.RIGHT


def draw_view(drawing: Drawing, setting: Setting, ink: Ink) -> str:
    """Both halves of a view as one list of muscles, with everything under and over them hidden from screen readers.

    Every shape is written once, for the half at the viewer's right, and used again in a mirror for the other half.
    """
    ground = f"{ink.prefix}-{drawing.view}"
    shared = {"rim": _rim(drawing, ground, ink), "skin": _skin(drawing, ground, ink), "over": _over(drawing, ink)}
    defs = "".join(f'<g id="{ground}-{name}">{body}</g>' for name, body in shared.items())
    rim, skin, over = (_used(f"{ground}-{name}", setting) for name in shared)
    plain, marked, deep = ([_layer(drawing, ink, name, right=right) for right in (False, True)] for name in LAYERS)
    role = "group" if ink.interactive else "list"
    return (
        f"<defs>{defs}{_shapes(drawing, ink)}</defs>{rim}{skin}"
        f'<g role="{role}" aria-label="{escape(drawing.label)}">{_set(plain, setting)}{over}{_set(marked, setting)}{_set(deep, setting)}</g>'
    )


def _used(name: str, setting: Setting) -> str:
    return "".join(
        f'<use href="#{name}" transform="{setting.transform(right=right)}" aria-hidden="true"/>'
        for right in (False, True)
    )


def _set(halves: list[str], setting: Setting) -> str:
    ground = f'class="bm-m" fill="{scale()["not_examined"].fill}" role="presentation"'
    pairs = zip(halves, (False, True), strict=True)
    return "".join(
        f'<g transform="{setting.transform(right=right)}" {ground}>{body}</g>' for body, right in pairs if body
    )


def _set_in(placed: Placed) -> str:
    (x, y), scale = placed.at, placed.scale
    return (
        f'transform="translate({number(x * FINE)} {number(y * FINE)}) rotate({placed.turn_degrees:g}) scale({scale:g})"'
    )


def _smaller(drawing: Drawing, ink: Ink, part: str) -> str:
    """What the large drawings of the hands hold, once more at the ends of the arms."""
    return "".join(f'<use href="#{ink.prefix}-{one.view}-{part}" {_set_in(one)}/>' for one in drawing.placed)


def _rim(drawing: Drawing, ground: str, ink: Ink) -> str:
    data = "".join(curve.path() for curve in drawing.silhouette)
    return f'{_smaller(drawing, ink, "rim")}<g class="bm-rim"><path id="{ground}-body" d="{data}"/></g>'


def _skin(drawing: Drawing, ground: str, ink: Ink) -> str:
    return f'{_smaller(drawing, ink, "skin")}<use href="#{ground}-body" class="bm-skin"/>{_lines(drawing, under=True)}'


def _over(drawing: Drawing, ink: Ink) -> str:
    fibres = strokes(fibre for parts in drawing.muscles.values() for part in parts for fibre in part.fibres)
    return f'{_smaller(drawing, ink, "over")}<path class="bm-fibre" d="{fibres}"/>{_lines(drawing, under=False)}'


def _lines(drawing: Drawing, *, under: bool) -> str:
    kinds: dict[str, str] = {}
    for line in drawing.lines:
        if (line.kind in UNDER) == under:
            kinds[line.kind] = kinds.get(line.kind, "") + line.curve.path()
    return "".join(f'<path class="bm-{kind}" d="{data}"/>' for kind, data in kinds.items())


def _shapes(drawing: Drawing, ink: Ink) -> str:
    """Each muscle's outline once; the outline of a marked one stands in a clip path, which its hatch needs."""
    found = ""
    for slug, parts in drawing.muscles.items():
        name = _shape_id(drawing, slug, ink)
        data = "".join(curve.path() for part in parts for curve in part.outlines)
        rim = ' class="bm-deep"' if parts[0].deep else ""
        hole = ' fill-rule="evenodd" clip-rule="evenodd"' if len(parts[0].outlines) > 1 else ""
        path = f'<path id="{name}"{rim}{hole} d="{data}"/>'
        marked = any(_is_filled(ink.marks.get((slug, side))) for side in (Side.LEFT, Side.RIGHT))
        found += f'<clipPath id="{name}c">{path}</clipPath>' if marked else path
    if drawing.view in _PLACED:
        uses = "".join(f'<use href="#{_shape_id(drawing, slug, ink)}"/>' for slug in drawing.muscles)
        found += f'<g id="{ink.prefix}-{drawing.view}-all">{uses}</g>'
    return found


_PLACED: Final = frozenset({"palm", "hand_back"})
"""Views that are set small into a body: their muscles together are one more shape."""


def _shape_id(drawing: Drawing, slug: str, ink: Ink) -> str:
    return f"{ink.prefix}-{drawing.view[0]}{drawing.view[-1]}{list(drawing.muscles).index(slug)}"


def _layer(drawing: Drawing, ink: Ink, layer: str, *, right: bool) -> str:
    """The muscles of one layer on one half, in the drawing's order."""
    hands = "" if layer == "deep" else _hands(drawing, ink, right=right, marked=layer == "marked")
    return hands + "".join(
        _muscle(slug, drawing, ink, right=right)
        for slug, parts in drawing.muscles.items()
        if _layer_of(parts, _mark(slug, drawing.view, ink, right=right)) == layer
    )


def _layer_of(parts: tuple[Part, ...], mark: Mark | None) -> str:
    if parts[0].deep:
        return "deep"
    return "marked" if _is_filled(mark) else "plain"


def _mark(slug: str, view: str, ink: Ink, *, right: bool) -> Mark | None:
    return ink.marks.get((slug, half_side(view, right=right)))


def _step(mark: Mark | None) -> str:
    return mark.step if mark else "not_examined"


def _is_filled(mark: Mark | None) -> bool:
    return _step(mark) not in PLAIN


def _hands(drawing: Drawing, ink: Ink, *, right: bool, marked: bool) -> str:
    """The muscles of a hand at the end of an arm: for the eye only, the large hand names them."""
    found = ""
    for one in drawing.placed:
        hand = drawings()[one.view]
        steps = {slug: _step(_mark(slug, drawing.view, ink, right=right)) for slug in hand.muscles}
        if marked:
            uses = "".join(
                _filled(_shape_id(hand, slug, ink), step, _look(step), ink)
                for slug, step in steps.items()
                if step not in PLAIN
            )
        elif all(step == "not_examined" for step in steps.values()):
            uses = f'<use href="#{ink.prefix}-{one.view}-all"/>'
        else:
            uses = "".join(
                f'<use href="#{_shape_id(hand, slug, ink)}"{_look(step)}/>'
                for slug, step in steps.items()
                if step in PLAIN
            )
        found += f'<g {_set_in(one)} aria-hidden="true">{uses}</g>' if uses else ""
    return found


def _look(step: str) -> str:
    if step == "not_examined":
        return ""
    return f' class="{"bm-ok" if step == "normal" else "bm-on"}" fill="{scale()[step].fill}"'


def _filled(shape: str, step: str, look: str, ink: Ink) -> str:
    return f'<use href="#{shape}"{look}/>{hatch_over(ink.prefix, step, shape + "c")}'


def _muscle(slug: str, drawing: Drawing, ink: Ink, *, right: bool) -> str:
    side, mark = half_side(drawing.view, right=right), _mark(slug, drawing.view, ink, right=right)
    step, shape = _step(mark), _shape_id(drawing, slug, ink)
    named = f'data-muscle="{slug}" data-side="{side}"'
    said = _said(slug, side, mark, drawing.view, ink)
    if _is_filled(mark):
        return f"<g {named}{_look(step)}{said}{_filled(shape, step, '', ink)}</g>"
    opened = f'<use href="#{shape}" {named}{_look(step)}{said}'
    return f"{opened[:-1]}/>" if opened.endswith('"true">') else f"{opened}</use>"


def _said(slug: str, side: Side, mark: Mark | None, view: str, ink: Ink) -> str:
    """Role, label and tool tip; a muscle drawn in several views is told, and reached by keyboard, in its home view only."""
    label = muscles()[slug].label
    name = f"{side} {label[0].lower()}{label[1:]}"
    words = escape(f"{name}: {spoken(mark) if mark else 'not examined'}")
    tip = f"<title>{words if mark else escape(name)}</title>"
    if home(slug) != view:
        return f' aria-hidden="true">{tip if mark else ""}'
    role = 'role="button" tabindex="0"' if ink.interactive else 'role="listitem"'
    return f' {role} aria-label="{words}">{tip}'
