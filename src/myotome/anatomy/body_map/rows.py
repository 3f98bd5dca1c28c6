"""The table twin of the body map: one row per marked muscle and side, for everyone who does not see the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from myotome.anatomy.body_map.homes import home
from myotome.anatomy.body_map.marks import Amount, Mark, scale, step_of
from myotome.anatomy.body_map.merge import merged
from myotome.anatomy.body_map.shapes import drawings
from myotome.anatomy.muscles import REGIONS, muscles
from myotome.words.side import Side


@dataclass(frozen=True, slots=True)
class Row:
    """One muscle on one side in words; ``weakness`` and ``wasting`` as ``3 severe``, ``normal`` or ``not examined``."""

    muscle: str
    name: str
    side: str
    region: str
    weakness: str
    wasting: str
    fasciculations: str
    detail: str
    shown_in: str


def body_map_table(marks: Iterable[Mark]) -> list[Row]:
    """Rows for the same marks that the drawing shows, from head to foot, left before right; groups opened, doubles joined."""
    joined = merged(marks)
    order = {slug: (REGIONS.index(m.region), index) for index, (slug, m) in enumerate(muscles().items())}
    places = sorted(joined, key=lambda place: (*order[place[0]], place[1] is Side.RIGHT))
    return [_row(place[0], place[1], joined[place]) for place in places]


def _row(slug: str, side: Side, mark: Mark) -> Row:
    view = home(slug)
    detail = [mark.label, mark.note, f"known for the region only ({mark.region})" if mark.region else ""]
    return Row(
        slug,
        muscles()[slug].label,
        side.value,
        muscles()[slug].region.replace("_", " "),
        _amount(mark.weakness),
        _amount(mark.wasting),
        "yes" if mark.fasciculation else "not recorded",
        ", ".join(text for text in detail if text),
        drawings()[view].label if view else "not drawn",
    )


def _amount(amount: Amount) -> str:
    step = scale()[step_of(amount)]
    if step.mrc:
        return f"{step.slug} {step.label}"
    return "normal" if step.slug == "normal" else step.label
