"""Localisation on the body map: what was found per muscle, and what the leading explanation would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from myotome.anatomy.body_map import Amount, Degree, Mark, draw_body_map
from myotome.anatomy.muscles import single_muscles
from myotome.localisation.columns import SIDES, columns
from myotome.localisation.evidence import BedsideEvidence, Fasciculation, Strength, Wasting
from myotome.localisation.grades import NORMAL_STRENGTH
from myotome.localisation.hypotheses import shelf
from myotome.localisation.localise import Localisation
from myotome.localisation.ranking import Explanation
from myotome.localisation.signs import LEVELS
from myotome.words.side import Side

Place = tuple[str, Side]


def found_marks(evidence: BedsideEvidence) -> tuple[Mark, ...]:
    """Marks of the muscles that were examined; weakness is (5 - MRC grade) / 5, unstated where no grade was given."""
    weak: dict[Place, Amount] = {}
    wasted: dict[Place, Amount] = {}
    flickers: set[Place] = set()
    for item in evidence.items:
        match item:
            case Strength(muscle, side, grade):
                weak[muscle, side] = Degree.UNSTATED if grade is None else (NORMAL_STRENGTH - grade) / NORMAL_STRENGTH
            case Wasting(muscle, side, present):
                wasted[muscle, side] = Degree.UNSTATED if present else 0.0
            case Fasciculation(muscle, side, True):
                flickers.add((muscle, side))
            case _:
                continue
    places: Iterable[Place] = dict.fromkeys((*weak, *wasted, *sorted(flickers)))
    return tuple(Mark(place[0], place[1], weak.get(place), wasted.get(place), place in flickers) for place in places)


def territory(explanation: Explanation) -> Mapping[Place, float]:
    """Share of each single muscle that the explanation would take, 0 to 1, by muscle and side; spared muscles are left out."""
    known = shelf()
    rows = [known.loss[known.hypotheses.index(lesion)] / (LEVELS - 1) for lesion in explanation.lesions]
    taken: dict[Place, float] = {}
    for muscle in single_muscles():
        for side in SIDES:
            column = columns()["weak", muscle.slug, side]
            kept = 1.0
            for row in rows:
                kept *= 1 - float(row[column])
            if kept < 1:
                taken[muscle.slug, side] = 1 - kept
    return MappingProxyType(taken)


def localisation_map(result: Localisation, prefix: str = "bm") -> str:
    """The body map (SVG) of what was found, headed by the leading explanation."""
    title = f"Found per muscle; leading: {result.label(result.leader)}"
    return draw_body_map(found_marks(result.evidence), title=title, prefix=prefix)
