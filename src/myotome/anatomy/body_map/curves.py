"""Smooth closed and open curves through listed points, written as SVG path text.

Own construction: at every point the curve runs parallel to the chord between its neighbours, and each handle is a third of the
chord it belongs to, so that a curve never overshoots by more than its own segment.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from myotome.words.errors import KnowledgeError

Point = tuple[float, float]

HANDLE: Final = 1 / 3
"""Length of a handle as a share of its chord: a third makes the curve through evenly spaced points nearly circular."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points in drawing units, and the indices at which the curve may break into a corner."""

    points: tuple[Point, ...]
    corners: frozenset[int] = frozenset()
    closed: bool = False

    def mirrored(self) -> Curve:
        """The same curve on the other side of the midline (x changes sign)."""
        return Curve(tuple((-x, y) for x, y in self.points), self.corners, self.closed)

    @property
    def area(self) -> float:
        """Signed area of the polygon through the points, in square units; its sign tells the sense of rotation."""
        pairs = zip(self.points, (*self.points[1:], self.points[0]), strict=True)
        return sum(x * v - u * y for (x, y), (u, v) in pairs) / 2

    def clockwise(self) -> Curve:
        """The same closed curve run through in one sense, so that overlapping outlines join and never cut holes."""
        if self.area >= 0:
            return self
        last = len(self.points) - 1
        return Curve(self.points[::-1], frozenset(last - index for index in self.corners), self.closed)

    def path(self) -> str:
        """SVG path data in relative cubic segments, in whole steps of 1 / FINE of a drawing unit."""
        return _written(self)

    def sampled(self, count: int) -> tuple[Point, ...]:
        """``count`` points (2 or more) at equal distances along the curve, ends included."""
        dense = [self.points[0]]
        for start, first, second, end in _segments(self):
            dense += [_on_cubic(start, first, second, end, step / SUBSTEPS) for step in range(1, SUBSTEPS + 1)]
        return _even(dense, count)


SUBSTEPS: Final = 8

CLOSE: Final = 0.8
"""Two segments become one where that moves the curve by less than this, in drawing units: about a third of a screen pixel."""

FINE: Final = 3
"""Steps per drawing unit in written paths: whole numbers are short, and a third of a unit is finer than a printed hairline."""


def read_points(text: str, place: str = "") -> tuple[tuple[Point, ...], frozenset[int]]:
    """Points from ``"x,y x,y! x,y"``; ``!`` marks a corner. Raises KnowledgeError for anything else."""
    points: list[Point] = []
    corners: set[int] = set()
    for index, word in enumerate(text.split()):
        try:
            x, y = word.removesuffix("!").split(",")
            points.append((float(x), float(y)))
        except ValueError as error:
            raise KnowledgeError("a point of a shape is not written x,y", place=place, value=word) from error
        if word.endswith("!"):
            corners.add(index)
    return tuple(points), frozenset(corners)


def between(one: Sequence[Point], other: Sequence[Point], share: float) -> tuple[Point, ...]:
    """The line that runs ``share`` (0 to 1) of the way from ``one`` to ``other``, point by point."""
    return tuple((x + (u - x) * share, y + (v - y) * share) for (x, y), (u, v) in zip(one, other, strict=True))


@lru_cache(maxsize=4096)
def _written(curve: Curve) -> str:
    """Cached: the drawings never change, and a page writes each of them once."""
    corners = {curve.points[index] for index in curve.corners}
    return _text(curve.points[0], fewer(_segments(curve), corners)) + ("z" if curve.closed else "")


def strokes(lines: Iterable[Cubic]) -> str:
    """SVG path data of many short lines, each one cubic from its first point, through the next two at its thirds, to its last."""
    words, here = "", (0, 0)
    for line in lines:
        text, end = _stroke(line, here)
        words, here = words + text, end
    return words


def _stroke(line: Cubic, here: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """One line as moves relative to where the last one ended, and where it ends itself."""
    a, b, c, d = line
    first = tuple((-5 * p + 18 * q - 9 * r + 2 * s) / 6 for p, q, r, s in zip(a, b, c, d, strict=True))
    second = tuple((2 * p - 9 * q + 18 * r - 5 * s) / 6 for p, q, r, s in zip(a, b, c, d, strict=True))
    x, y = _fine(a)
    words = [f"m{_pair(x - here[0], y - here[1])}c"]
    for u, v in (_fine((first[0], first[1])), _fine((second[0], second[1])), end := _fine(d)):
        words.append(_pair(u - x, v - y))
    return _tight(words), end


Cubic = tuple[Point, Point, Point, Point]


def fewer(segments: Sequence[Cubic], corners: Container[Point]) -> list[Cubic]:
    """The same curve in fewer segments: neighbours are joined while one cubic stays within CLOSE of both."""
    done: list[Cubic] = []
    for segment in segments:
        joined = _one_for_both(done[-1], segment) if done and segment[0] not in corners else None
        if joined:
            done[-1] = joined
        else:
            done.append(segment)
    return done


def _one_for_both(one: Cubic, two: Cubic) -> Cubic | None:
    """A cubic with the outer tangents of both, its handles fitted by least squares; None when it strays too far."""
    start, end = one[0], two[3]
    out, back = _unit(one[0], one[1]), _unit(two[3], two[2])
    samples = [_on_cubic(*one, t) for t in _STEPS] + [one[3]] + [_on_cubic(*two, t) for t in _STEPS]
    run = [0.0]
    for p, q in zip([start, *samples], [*samples, end], strict=True):
        run.append(run[-1] + math.dist(p, q))
    shares = [length / run[-1] for length in run[1:-1]]
    a11 = a12 = a22 = b1 = b2 = 0.0
    cross = out[0] * back[0] + out[1] * back[1]
    for t, (x, y) in zip(shares, samples, strict=True):
        u = 1 - t
        w1, w2 = 3 * u * u * t, 3 * u * t * t
        held = u * u * u + w1
        dx, dy = x - held * start[0] - (1 - held) * end[0], y - held * start[1] - (1 - held) * end[1]
        a11, a12, a22 = a11 + w1 * w1, a12 + w1 * w2 * cross, a22 + w2 * w2
        b1, b2 = b1 + w1 * (dx * out[0] + dy * out[1]), b2 + w2 * (dx * back[0] + dy * back[1])
    determinant = a11 * a22 - a12 * a12
    if abs(determinant) < _FLAT:
        return None
    h1, h2 = (b1 * a22 - b2 * a12) / determinant, (a11 * b2 - a12 * b1) / determinant
    if min(h1, h2) <= 0 or max(h1, h2) > run[-1]:
        return None
    fitted = (
        start,
        (start[0] + out[0] * h1, start[1] + out[1] * h1),
        (end[0] + back[0] * h2, end[1] + back[1] * h2),
        end,
    )
    strays = max(math.dist(_on_cubic(*fitted, t), p) for t, p in zip(shares, samples, strict=True))
    return fitted if strays < CLOSE else None


_STEPS: Final = (0.33, 0.67)
_FLAT: Final = 1e-12


def _unit(a: Point, b: Point) -> Point:
    size = math.dist(a, b)
    return ((b[0] - a[0]) / size, (b[1] - a[1]) / size) if size else (0.0, 0.0)


def _segments(curve: Curve) -> list[Cubic]:
    points, n = curve.points, len(curve.points)
    last = n if curve.closed else n - 1
    return [_segment(curve, i, (i + 1) % n) for i in range(last) if points[i] != points[(i + 1) % n]]


def _segment(curve: Curve, i: int, j: int) -> Cubic:
    start, end = curve.points[i], curve.points[j]
    reach = math.dist(start, end) * HANDLE
    out, back = _direction(curve, i, forward=True), _direction(curve, j, forward=False)
    return (
        start,
        (start[0] + out[0] * reach, start[1] + out[1] * reach),
        (end[0] - back[0] * reach, end[1] - back[1] * reach),
        end,
    )


def _direction(curve: Curve, i: int, *, forward: bool) -> Point:
    """Unit direction of travel at point ``i``; at a corner or an end it looks at one neighbour only."""
    n = len(curve.points)
    before, after = (i - 1) % n, (i + 1) % n
    at_end = not curve.closed and i in (0, n - 1)
    if i in curve.corners or at_end:
        before, after = (i, after) if forward else (before, i)
    (x0, y0), (x1, y1) = curve.points[before], curve.points[after]
    size = math.hypot(x1 - x0, y1 - y0)
    return ((x1 - x0) / size, (y1 - y0) / size) if size else (0.0, 0.0)


def _on_cubic(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return (
        sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
        sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
    )


def _even(dense: Sequence[Point], count: int) -> tuple[Point, ...]:
    run = [0.0]
    for one, two in pairwise(dense):
        run.append(run[-1] + math.dist(one, two))
    found, index = [], 0
    for step in range(count):
        target = run[-1] * step / (count - 1)
        while index < len(run) - 2 and run[index + 1] < target:
            index += 1
        span = run[index + 1] - run[index]
        share = (target - run[index]) / span if span else 0.0
        found.append(between([dense[index]], [dense[index + 1]], min(share, 1.0))[0])
    return tuple(found)


def _text(first: Point, segments: Sequence[Cubic]) -> str:
    x, y = _fine(first)
    words = [f"M{x} {y}c"]
    for _, *rest in segments:
        for point in rest:
            px, py = _fine(point)
            words.append(_pair(px - x, py - y))
        x, y = px, py
    return _tight(words)


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _fine(point: Point) -> tuple[int, int]:
    return round(point[0] * FINE), round(point[1] * FINE)


def _tight(words: Sequence[str]) -> str:
    text = words[0]
    for index, word in enumerate(words[1:]):
        text += word if index == 0 or word.startswith("-") else " " + word
    return text


def number(value: float) -> str:
    """A coordinate with at most one decimal, as short as SVG allows (``.5``, ``-3``)."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in ("-0", "") else text
