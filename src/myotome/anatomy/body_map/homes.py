"""Which view a muscle is best seen in: there it is labelled, told to a screen reader and reached by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from myotome.anatomy.body_map.marks import Mark
from myotome.anatomy.body_map.merge import Place
from myotome.anatomy.body_map.shapes import VIEWS, drawings
from myotome.words.side import Side


def labelled_in(marks: Mapping[Place, Mark]) -> Mapping[str, tuple[Place, ...]]:
    """Which places are labelled in which view: each where it is drawn largest; one for all muscles of a region and side."""
    found: dict[str, list[Place]] = {view: [] for view in VIEWS}
    seen: set[tuple[str, Side, str]] = set()
    for place, mark in sorted(marks.items(), key=lambda item: -_area(item[0][0])):
        view = home(place[0])
        if not mark.abnormal or not view:
            continue
        if mark.region:
            # One label stands for the whole region; several regions may carry the same name with different words.
            key = (f"{mark.region}|{mark.label}|{mark.note}", place[1], "")
            if key in seen:
                continue
            seen.add(key)
        found[view].append(place)
    return {view: tuple(places) for view, places in found.items()}


@lru_cache(maxsize=512)
def home(muscle: str) -> str:
    """The view in which a muscle is drawn largest and best seen; empty when it is not drawn at all."""
    shown = [view for view in VIEWS if muscle in drawings()[view].muscles]
    return max(shown, key=lambda view: _shown_area(muscle, view), default="")


def undrawn(marks: Mapping[Place, Mark]) -> tuple[Place, ...]:
    """Places marked for themselves that no view shows (the diaphragm, the throat): they are told in words."""
    return tuple(place for place, mark in marks.items() if mark.abnormal and not mark.region and not home(place[0]))


def _area(muscle: str) -> float:
    view = home(muscle)
    return _shown_area(muscle, view) if view else 0.0


_LARGER: Final[Mapping[str, float]] = {
    "front": 1.3,
    "back": 1.0,
    "tongue": 100.0,
    "palm": 4.0,
    "hand_back": 4.0,
    "foot_top": 4.0,
    "sole": 4.0,
}
"""How much an inset counts against a body view: a muscle of the hand or foot is named where it is large."""


def _shown_area(muscle: str, view: str) -> float:
    parts = drawings()[view].muscles.get(muscle, ())
    return _LARGER[view] * sum(part.area * (0.5 if part.deep else 1.0) for part in parts)
