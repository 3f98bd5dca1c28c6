"""A limb as a strip: positions along it (s) and across it (w) turned into drawing units, so that muscles fill the limb exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from myotome.anatomy.body_map.curves import Curve, Point
from myotome.words.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Rung:
    """One cross-section: its place along the limb, its middle, and the half widths towards and away from the midline."""

    s: float
    middle: Point
    inner: float
    outer: float


_Read = Callable[[Rung], float]


@dataclass(frozen=True, slots=True)
class Limb:
    """Rungs from the root of the limb to its end, in rising order of ``s``."""

    rungs: tuple[Rung, ...]

    def place(self, point: Point) -> Point:
        """Drawing units of (s, w): w is 0 on the contour nearest the midline, 100 on the outer contour."""
        s, w = point
        middle = self._at(s, lambda rung: rung.middle[0]), self._at(s, lambda rung: rung.middle[1])
        inner, outer = self._at(s, lambda rung: rung.inner), self._at(s, lambda rung: rung.outer)
        across = self._across(s)
        offset = -inner + (inner + outer) * w / 100
        return middle[0] + across[0] * offset, middle[1] + across[1] * offset

    def outline(self) -> Curve:
        """The closed contour of the strip: outer side downwards, inner side back up."""
        stations = [rung.s for rung in self.rungs]
        outer = [self.place((s, 100)) for s in stations]
        inner = [self.place((s, 0)) for s in reversed(stations)]
        n = len(stations)
        return Curve((*outer, *inner), frozenset({0, n - 1, n, 2 * n - 1}), closed=True)

    def _across(self, s: float) -> Point:
        """Unit vector away from the midline, square to the limb's axis at ``s`` (the axis is smoothed over its bends)."""
        step = 6.0
        low, high = max(s - step, self.rungs[0].s), min(s + step, self.rungs[-1].s)
        dx = self._at(high, lambda r: r.middle[0]) - self._at(low, lambda r: r.middle[0])
        dy = self._at(high, lambda r: r.middle[1]) - self._at(low, lambda r: r.middle[1])
        size = math.hypot(dx, dy)
        return dy / size, -dx / size

    def _at(self, s: float, read: _Read) -> float:
        """Catmull-Rom interpolation over the rungs; beyond the ends the last segment goes on straight."""
        rungs = self.rungs
        k = 0
        while k < len(rungs) - 2 and s > rungs[k + 1].s:
            k += 1
        a, b = rungs[k], rungs[k + 1]
        va, vb, span = read(a), read(b), b.s - a.s
        t = (s - a.s) / span
        if not 0 <= t <= 1:
            return va + (vb - va) * t
        before = rungs[k - 1] if k else None
        after = rungs[k + 2] if k + 2 < len(rungs) else None
        slope_a = (vb - read(before)) / (b.s - before.s) if before else (vb - va) / span
        slope_b = (read(after) - va) / (after.s - a.s) if after else (vb - va) / span
        t2, t3 = t * t, t * t * t
        return (
            (2 * t3 - 3 * t2 + 1) * va
            + (t3 - 2 * t2 + t) * slope_a * span
            + (-2 * t3 + 3 * t2) * vb
            + (t3 - t2) * slope_b * span
        )


def read_limb(rows: Sequence[Sequence[float]], place: str = "") -> Limb:
    """A limb from rows ``[s, x, y, inner, outer]``; raises KnowledgeError unless s rises over two rows or more."""
    rungs = tuple(Rung(s, (x, y), inner, outer) for s, x, y, inner, outer in rows)
    if len(rungs) < 2 or any(a.s >= b.s for a, b in pairwise(rungs)):
        raise KnowledgeError("the rungs of a limb must rise", place=place, value=[rung.s for rung in rungs])
    return Limb(rungs)
