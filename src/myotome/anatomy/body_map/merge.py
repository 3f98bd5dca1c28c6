"""Brings every mark down to one single muscle on one side: groups are opened, both sides split, doubles joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from myotome.anatomy.body_map.marks import RANK, Amount, Mark, step_of
from myotome.anatomy.muscles import muscles
from myotome.words.side import Side

Place = tuple[str, Side]
"""A single muscle and LEFT or RIGHT."""

SIDE_UNSTATED = "side not stated"


def merged(marks: Iterable[Mark]) -> dict[Place, Mark]:
    """One mark per single muscle and side.

    A mark of the muscle itself wins over one spread from its group or region, and a narrow region over a wide one; two that
    speak of the same are joined, the worse amount of each counting. MIDLINE and UNSTATED fall on both sides, the latter with a note that says so.
    """
    found: dict[Place, Mark] = {}
    opened = [one for mark in marks for one in _opened(mark)]
    breadth = Counter((one.region, one.side) for one in opened)
    # From the widest region to the single muscle, so that what is said more closely comes last and wins.
    for one in sorted(opened, key=lambda one: -(breadth[one.region, one.side] if one.region else 0)):
        for side in _sides(one.side):
            placed = replace(one, side=side)
            known = found.get((one.muscle, side))
            found[one.muscle, side] = _joined(known, placed) if known else placed
    return found


def _opened(mark: Mark) -> list[Mark]:
    if mark.side is Side.UNSTATED:
        mark = replace(mark, note=", ".join(filter(None, (mark.note, SIDE_UNSTATED))))
    muscle = muscles()[mark.muscle]
    if not muscle.is_group:
        return [mark]
    return [replace(mark, muscle=slug, region=mark.region or muscle.label) for slug in muscle.members]


def _sides(side: Side) -> tuple[Side, ...]:
    return (side,) if side in (Side.LEFT, Side.RIGHT) else (Side.LEFT, Side.RIGHT)


def _joined(wide: Mark, close: Mark) -> Mark:
    if wide.region != close.region:
        return replace(
            close,
            weakness=wide.weakness if close.weakness is None else close.weakness,
            wasting=wide.wasting if close.wasting is None else close.wasting,
            fasciculation=close.fasciculation or wide.fasciculation,
        )
    return replace(
        wide,
        weakness=_worse(wide.weakness, close.weakness),
        wasting=_worse(wide.wasting, close.wasting),
        fasciculation=wide.fasciculation or close.fasciculation,
        note=", ".join(dict.fromkeys(filter(None, (wide.note, close.note)))),
        label=", ".join(dict.fromkeys(filter(None, (wide.label, close.label)))),
    )


def _worse(one: Amount, other: Amount) -> Amount:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return max(one, other)
    return max((one, other), key=lambda amount: RANK.index(step_of(amount)))
