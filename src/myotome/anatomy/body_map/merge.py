"""Brings every mark down to one single muscle on one side: groups are opened, both sides split, doubles joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from myotome.anatomy.body_map.marks import Amount, Mark, step_of
from myotome.anatomy.muscles import muscles
from myotome.words.side import Side

Place = tuple[str, Side]
"""A single muscle and LEFT or RIGHT."""

SIDE_UNSTATED = "side not stated"


def merged(marks: Iterable[Mark]) -> Mapping[Place, Mark]:
    """One mark per single muscle and side, in the order they were given.

    A mark of the muscle itself wins over one spread from its group or region; two of the same rank are joined, the worse
    amount of each counting. MIDLINE and UNSTATED fall on both sides, the latter with a note that says so.
    """
    found: dict[Place, Mark] = {}
    for mark in marks:
        for one in _opened(mark):
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


def _joined(one: Mark, other: Mark) -> Mark:
    if bool(one.region) != bool(other.region):
        own, spread = (other, one) if one.region else (one, other)
        return replace(
            own,
            weakness=spread.weakness if own.weakness is None else own.weakness,
            wasting=spread.wasting if own.wasting is None else own.wasting,
            fasciculation=own.fasciculation or spread.fasciculation,
        )
    return replace(
        one,
        weakness=_worse(one.weakness, other.weakness),
        wasting=_worse(one.wasting, other.wasting),
        fasciculation=one.fasciculation or other.fasciculation,
        note=", ".join(dict.fromkeys(filter(None, (one.note, other.note)))),
        label=", ".join(dict.fromkeys(filter(None, (one.label, other.label)))),
    )


def _worse(one: Amount, other: Amount) -> Amount:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return max(one, other)
    order = ("not_examined", "normal", "unstated", "1", "2", "3", "4", "5")
    return max((one, other), key=lambda amount: order.index(step_of(amount)))
