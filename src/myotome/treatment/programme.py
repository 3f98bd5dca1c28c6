"""A first exercise programme of twelve weeks, week by week, for the classes of illness in ``programmes.toml``.

Of several classes that are likely enough, the most careful one is drawn up. A programme is a proposal to go through with a
physiotherapist, never a prescription by a machine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.treatment.rules import Urgency
from myotome.treatment.safety import Caution, Situation
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import read_book
from myotome.words.source import Confidence


@dataclass(frozen=True, slots=True)
class Phase:
    """Weeks with one aim. Pairs run from the phase's first week to its last; ``percent_1rm`` is None without loads."""

    __pydantic_config__ = FORBID_EXTRA

    weeks: tuple[int, int]
    aim: str
    sessions_per_week: int
    rpe: tuple[float, float]
    sets: tuple[int, int] = (0, 0)
    repetitions: tuple[int, int] = (0, 0)
    percent_1rm: tuple[float, float] | None = None
    minutes: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.weeks[0] <= self.weeks[1]:
            raise KnowledgeError("weeks must run from low to high", place=self.aim, value=self.weeks)


@dataclass(frozen=True, slots=True)
class Week:
    """One week: 1 to 12. ``percent_1rm`` of the one-repetition maximum, ``rpe`` 0 to 10, ``minutes`` of endurance per session."""

    number: int
    aim: str
    sessions: int
    rpe: float
    sets: int
    repetitions: int
    percent_1rm: float | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeClass:
    """One class of the table. ``treatment`` is the catalogue entry whose numbers it keeps to."""

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    label: str
    treatment: str
    causes: tuple[str, ...]
    exercises: tuple[str, ...]
    progress: str
    stop: tuple[str, ...]
    phases: tuple[Phase, ...]
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED

    def weeks(self) -> tuple[Week, ...]:
        """Every week in order, each phase stepped evenly from its first to its last."""
        return tuple(
            _week(phase, number) for phase in self.phases for number in range(phase.weeks[0], phase.weeks[1] + 1)
        )


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme for this case with what calls for it and the limits that hold for it."""

    slug: str
    label: str
    because: tuple[str, ...]
    exercises: tuple[str, ...]
    weeks: tuple[Week, ...]
    progress: str
    stop: tuple[str, ...]
    limits: tuple[str, ...]
    source: str


def choose_programme(
    situation: Situation, offered: Collection[str], limits: Sequence[Caution]
) -> tuple[Programme | None, str]:
    """The programme of the most careful class that is likely enough, or None with the reason why there is none.

    ``offered`` are the treatments that the plan recommends; ``limits`` its exercise limits. A class whose treatment was taken
    away is not replaced by a less careful one.
    """
    stopping = [limit for limit in limits if limit.urgency in {Urgency.NOW, Urgency.TODAY}]
    if stopping:
        return None, f"No programme yet: {stopping[0].text}"
    for kind in load_programmes():
        if sum(situation.chances.get(slug, 0.0) for slug in kind.causes) < situation.rules.threshold("programme"):
            continue
        if kind.treatment not in offered:
            return None, f"No programme: its basis ({kind.treatment.replace('_', ' ')}) is not recommended here."
        likely = sorted(kind.causes, key=lambda slug: -situation.chances.get(slug, 0.0))[:3]
        because = tuple(situation.cause_text(slug) for slug in likely if situation.chances.get(slug, 0.0) > 0)
        texts = tuple(limit.text for limit in limits)
        programme = Programme(
            kind.slug, kind.label, because, kind.exercises, kind.weeks(), kind.progress, kind.stop, texts, kind.source
        )
        return programme, _note(situation)
    return None, "No programme: no cause with a programme of its own is likely enough."


def _note(situation: Situation) -> str:
    age = situation.case.person.age_years
    if age is not None and age < situation.rules.child_below_years:
        return "For a child these numbers are only an upper bound: a children's physiotherapist turns them into play."
    return "Go through it with a physiotherapist before the first session."


@lru_cache(maxsize=1)
def load_programmes() -> tuple[ProgrammeClass, ...]:
    """All classes, the most careful first; raises KnowledgeError naming the class."""
    content = read_book("myotome.treatment", "programmes.toml").content
    return tuple(read_row(_CLASS, {"slug": slug, **row}, f"programmes > {slug}") for slug, row in content.items())


def _week(phase: Phase, number: int) -> Week:
    first, last = phase.weeks
    share = (number - first) / (last - first) if last > first else 1.0

    def at(pair: tuple[float, float]) -> float:
        return pair[0] + share * (pair[1] - pair[0])

    return Week(
        number,
        phase.aim,
        phase.sessions_per_week,
        round(2 * at(phase.rpe)) / 2,
        round(at(phase.sets)),
        round(at(phase.repetitions)),
        None if phase.percent_1rm is None else 5.0 * round(at(phase.percent_1rm) / 5),
        None if phase.minutes is None else round(at(phase.minutes)),
    )


_CLASS: TypeAdapter[ProgrammeClass] = TypeAdapter(ProgrammeClass)
