"""Values that mean something together: the best of both hands, and the difference between the sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from myotome.journey.uploads.reading import Stated, Unread
from myotome.words.errors import MyotomeError
from myotome.words.side import Side
from myotome.words.units import Quantity

GRIP: Final = "grip"
GIRTHS: Final = ("calf_circumference", "mid_upper_arm_circumference", "thigh_circumference", "forearm_circumference")
SIDES: Final = frozenset({Side.LEFT, Side.RIGHT})


def best_grip(stated: Iterable[Stated]) -> tuple[list[Stated], list[Unread]]:
    """The limits of grip are for the best of both hands: of one day's values only the highest stays, the others are said.

    Otherwise the weaker hand of a strong person would be called weak.
    """
    kept: list[Stated] = []
    best: dict[object, Stated] = {}
    others: list[Stated] = []
    for one in stated:
        if one.measurement is None or one.measurement.measure != GRIP:
            kept.append(one)
            continue
        day = one.measurement.taken_on
        if day not in best:
            best[day] = one
        elif _kg(one) > _kg(best[day]):
            others.append(best[day])
            best[day] = one
        else:
            others.append(one)
    unread = []
    for one in others:
        assert one.measurement is not None
        first = best[one.measurement.taken_on]
        unread.append(
            Unread(
                one.place,
                one.said,
                f"the limits are for the best of both hands, which is {first.place}: kept in the file",
            )
        )
    return [*kept, *best.values()], unread


def girth_differences(stated: Iterable[Stated]) -> Iterator[Stated]:
    """For each girth that is stated once on each side on one day, how much thinner the thinner side is."""
    pairs: dict[tuple[str, object, str], dict[Side, list[Stated]]] = {}
    for one in stated:
        m = one.measurement
        if m is not None and m.measure in GIRTHS and m.side in SIDES:
            pairs.setdefault((m.measure, m.taken_on, m.site), {}).setdefault(m.side, []).append(one)
    for sides in pairs.values():
        if sides.keys() != SIDES or any(len(found) > 1 for found in sides.values()):
            continue
        left, right = sides[Side.LEFT][0], sides[Side.RIGHT][0]
        assert left.measurement is not None and right.measurement is not None
        try:
            sizes = {
                Side.LEFT: left.measurement.quantity.to("cm").value,
                Side.RIGHT: right.measurement.quantity.to("cm").value,
            }
        except MyotomeError:
            continue  # what is wrong with either is said of its own row
        thinner = min(sizes, key=lambda side: sizes[side])
        difference = round(abs(sizes[Side.LEFT] - sizes[Side.RIGHT]), 6)
        measurement = replace(
            left.measurement, measure="girth_difference", quantity=Quantity(difference, "cm"), side=thinner, norm=None
        )
        said = f"worked out: left {sizes[Side.LEFT]:g} cm, right {sizes[Side.RIGHT]:g} cm"
        yield Stated(f"{left.place} and {right.place}", said, measurement=measurement)


def _kg(one: Stated) -> float:
    assert one.measurement is not None
    try:
        return one.measurement.quantity.to("kg").value
    except MyotomeError:
        return 0.0
