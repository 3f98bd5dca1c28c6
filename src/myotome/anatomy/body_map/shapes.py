"""The drawings of the body map: outlines, fibres and lines per view, read from the tables beside this file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from myotome.anatomy.body_map.curves import Curve, Point, between, read_points
from myotome.anatomy.body_map.frames import Limb, read_limb
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book

VIEWS: Final = ("front", "back", "palm", "hand_back", "foot_top", "sole", "tongue")
"""Every drawing; the first two are the whole body, the others its insets."""

FACING: Final = frozenset({"front", "palm", "foot_top", "tongue"})
"""Views that look the person in the face: the person's left lies at the viewer's right. In the others it is the other way."""

FIBRE_GAP: Final = 5.3
"""Drawing units between two fibres at a muscle's middle."""

LIT: Final = 3
"""A muscle with more fibres than this is broad enough to be modelled with light."""

MIN_PIECE: Final = 4
"""Samples that a piece of fibre needs to be worth drawing."""


Fibre = tuple[Point, Point, Point, Point]
"""Four points along a fibre."""


@dataclass(frozen=True, slots=True)
class Part:
    """One closed outline of a muscle (two for a ring: the second is its hole) and the fibres inside it."""

    outlines: tuple[Curve, ...]
    fibres: tuple[Fibre, ...]
    deep: bool = False
    """True for a muscle under others, drawn as a window with a dashed rim."""
    middle: Point | None = None

    @property
    def centre(self) -> Point:
        """Middle of the belly, in drawing units: where a leader line starts."""
        points = self.outlines[0].points
        if self.middle:
            return self.middle
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)

    @property
    def area(self) -> float:
        """Area of the outline in square units, for choosing the part that carries the label."""
        return abs(self.outlines[0].area)


@dataclass(frozen=True, slots=True)
class Line:
    """A bone, tendon, groove or feature: no muscle, there for orientation."""

    kind: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class Placed:
    """A view set small into another: scaled, turned about its origin (degrees, clockwise), then moved to ``at``."""

    view: str
    scale: float
    turn_degrees: float
    at: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """The half of a view at the viewer's right; ``muscles`` maps each slug to its parts, from back to front."""

    view: str
    label: str
    silhouette: tuple[Curve, ...]
    muscles: Mapping[str, tuple[Part, ...]]
    lines: tuple[Line, ...]
    placed: tuple[Placed, ...] = ()
    """Drawings of other views set into this one: the hands at the ends of the arms."""


@lru_cache(maxsize=1)
def drawings() -> Mapping[str, Drawing]:
    """Every drawing by view; raises KnowledgeError on a shape that breaks a rule."""
    return MappingProxyType(
        {view: _drawing(read_book("myotome.anatomy.body_map", f"{view}.toml").content) for view in VIEWS}
    )


def _drawing(raw: Mapping[str, Any]) -> Drawing:
    place = f"body_map/{raw['view']}.toml"
    limbs = {name: read_limb(rows, f"{place} > limbs.{name}") for name, rows in raw.get("limbs", {}).items()}
    drawn = [(row["slug"], _part(row, limbs, place)) for row in raw["muscle"]]
    parts: dict[str, list[Part]] = {}
    for index, (slug, part) in enumerate(drawn):
        above = [later.outlines[0] for _, later in drawn[index + 1 :]]
        parts.setdefault(slug, []).append(replace(part, fibres=_uncovered(part, above)))
    silhouette = [_curve(row["points"], None, place, closed=True) for row in raw["silhouette"]]
    silhouette += [limb.outline().clockwise() for limb in limbs.values()]
    lines = [
        Line(row["kind"], _curve(row["points"], limbs.get(row.get("on", "")), place, closed=row.get("closed", False)))
        for row in raw.get("line", ())
    ]
    return Drawing(
        raw["view"],
        raw["label"],
        tuple(silhouette),
        MappingProxyType({slug: tuple(found) for slug, found in parts.items()}),
        tuple(lines),
        tuple(
            Placed(row["view"], row["scale"], row["turn_degrees"], (row["at"][0], row["at"][1]))
            for row in raw.get("place", ())
        ),
    )


def _curve(text: str, limb: Limb | None, place: str, *, closed: bool) -> Curve:
    points, corners = read_points(text, place)
    curve = Curve(tuple(limb.place(p) for p in points) if limb else points, corners, closed)
    return curve.clockwise() if closed else curve


def _part(row: Mapping[str, Any], limbs: Mapping[str, Limb], place: str) -> Part:
    where = f"{place} > {row['slug']}"
    if "on" in row and row["on"] not in limbs:
        raise KnowledgeError("a muscle lies on a limb that is not drawn", place=where, value=row["on"])
    limb = limbs.get(row.get("on", ""))
    ring = row.get("ring", False)
    a, b = (_curve(row[key], limb, where, closed=ring) for key in ("a", "b"))
    if ring:
        # A ring's leader ends on the ring, not in its hole.
        half = len(a.points) // 2
        return Part((a, b), (), middle=between([a.points[half]], [b.points[half]], 0.5)[0])
    caps = {key: _curve(row[key], limb, where, closed=False).points if key in row else () for key in ("start", "end")}
    # Once round: a from origin to insertion, the cap there, b back to the origin, the cap there.
    points = (*a.points, *caps["end"], *reversed(b.points), *caps["start"])
    points, kept = _without_doubles(points)
    deep = bool(row.get("deep", False))
    middle = between(a.sampled(3), b.sampled(3), 0.5)[1]
    return Part((Curve(points, kept, closed=True).clockwise(),), () if deep else _fibres(a, b), deep, middle)


def _without_doubles(points: tuple[Point, ...]) -> tuple[tuple[Point, ...], frozenset[int]]:
    """Two edges that start or end in one point meet there once, as a corner; all other ends are round."""
    kept: list[Point] = []
    sharp: set[int] = set()
    for point in points:
        if kept and point == kept[-1]:
            sharp.add(len(kept) - 1)
        else:
            kept.append(point)
    if kept[0] == kept[-1]:
        kept.pop()
        sharp = {index % len(kept) for index in sharp} | {0}
    return tuple(kept), frozenset(sharp)


def _fibres(a: Curve, b: Curve) -> tuple[Fibre, ...]:
    """Lines that share out the breadth between both edges; they stop short of the ends by turns, as an engraver would."""
    count, half = 32, 16
    left, right = a.sampled(count), b.sampled(count)
    breadth = sorted(math.dist(p, q) for p, q in zip(left, right, strict=True))[int(count * 0.7)]
    lines = max(1, min(14, round(breadth / FIBRE_GAP) - 1))
    fibres: list[Fibre] = []
    for index in range(1, lines + 1):
        share = index / (lines + 1)
        skip = (2, 3, 1, 4)[index % 4]
        course = between(left, right, share)
        # Fibres near the middle of a broad muscle break off over its belly: light falls there, and the muscle looks round.
        gap = round(4 * (1 - abs(2 * share - 1.1))) + (index * 5) % 4 if lines > LIT else 0
        middle = half + (index * 3) % 4 - 1
        pieces = (
            [course[skip : middle - gap], course[middle + gap : count - skip]]
            if gap > 0
            else [course[skip : count - skip]]
        )
        for piece in pieces:
            if len(piece) > MIN_PIECE:
                last = len(piece) - 1
                fibres.append((piece[0], piece[round(last / 3)], piece[round(2 * last / 3)], piece[-1]))
    return tuple(fibres)


def _uncovered(part: Part, above: Sequence[Curve]) -> tuple[Fibre, ...]:
    """The fibres that no muscle drawn later lies over: all fibres are drawn in one go above all muscles."""
    own = _box(part.outlines[0].points)
    near = [(box, curve.points) for curve in above if _meet(own, box := _box(curve.points))]
    return tuple(
        fibre for fibre in part.fibres if not any(_covers(box, points, p) for box, points in near for p in fibre)
    )


Box = tuple[float, float, float, float]


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: Box, two: Box) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


def _covers(box: Box, polygon: Sequence[Point], point: Point) -> bool:
    """Even-odd test of a point against a polygon."""
    x, y = point
    if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
        return False
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
