"""What can be booked: how long each service takes, what it needs together, how much notice, and how to get ready for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.cells import cells_for
from myotome.visits.clinic import Kind, Resource
from myotome.visits.tables import table
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.source import Confidence
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Need:
    """One resource of this kind that can serve as any of these roles."""

    __pydantic_config__ = FORBID_EXTRA

    kind: Kind
    any_of: tuple[str, ...]

    def met_by(self, resource: Resource) -> bool:
        """Whether ``resource`` can fill the need, free or not."""
        return resource.kind is self.kind and not resource.roles.isdisjoint(self.any_of)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the visit with its own needs. Buffers take the resources, not the patient. All in minutes."""

    __pydantic_config__ = FORBID_EXTRA

    minutes: int
    needs: tuple[Need, ...]
    before_minutes: int = 0
    after_minutes: int = 0
    option: str = ""
    """Empty for what every visit has; else the name of the extra that the patient can choose."""
    label: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.minutes <= 0 or min(self.before_minutes, self.after_minutes) < 0 or not self.needs:
            raise KnowledgeError(
                "a part needs minutes above 0, buffers of 0 or more, and a resource", value=self.minutes
            )
        if any(minutes % 15 for minutes in (self.minutes, self.before_minutes, self.after_minutes)):
            raise KnowledgeError("minutes of a part come in quarter hours", value=self.minutes)


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """So many visits a week for so many weeks, on days at least ``gap_days`` apart.

    A week in which they do not fit is made up later, within ``spare_weeks`` more.
    """

    __pydantic_config__ = FORBID_EXTRA

    per_week: int
    weeks: int
    gap_days: int = 1
    spare_weeks: int = 0

    def __post_init__(self) -> None:
        if (
            min(self.per_week, self.weeks, self.gap_days) < 1
            or self.per_week * self.gap_days > 7
            or self.spare_weeks < 0
        ):
            raise KnowledgeError("a series must fit in its weeks", value=(self.per_week, self.gap_days))


@dataclass(frozen=True, slots=True)
class Service:
    """One row of ``services.toml``. ``label`` and ``preparation`` are for the patient, by language code."""

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    label: Mapping[str, str]
    parts: tuple[Part, ...]
    preparation: Mapping[str, str]
    lead_hours: float
    lead_hours_urgent: float
    series: SeriesRule | None = None
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED

    def __post_init__(self) -> None:
        if not any(not part.option for part in self.parts):
            raise KnowledgeError("a service needs a part that every visit has", value=self.slug)
        if not 0 <= self.lead_hours_urgent <= self.lead_hours:
            raise KnowledgeError("the urgent lead time is the shorter one, 0 or more", value=self.lead_hours_urgent)

    @property
    def options(self) -> tuple[str, ...]:
        """The extras that can be chosen, in order."""
        return tuple(dict.fromkeys(part.option for part in self.parts if part.option))

    @property
    def minutes(self) -> int:
        """How long the patient is there, with every part that is still in it."""
        return sum(part.minutes for part in self.parts)

    def lead(self, frame: Timeframe) -> timedelta:
        """The notice that is needed: the shorter one for what has to be today or within 48 hours."""
        return timedelta(hours=self.lead_hours_urgent if frame.rank <= Timeframe.TWO_DAYS.rank else self.lead_hours)

    def with_options(self, chosen: Iterable[str]) -> Answer[Service]:
        """The service with the extras ``chosen`` and no others; a No for an extra that it does not have."""
        wanted = frozenset(chosen)
        unknown = wanted.difference(self.options)
        if unknown:
            return No(Reason.UNKNOWN_OPTION, ", ".join(sorted(unknown)))
        return Yes(replace(self, parts=tuple(part for part in self.parts if not part.option or part.option in wanted)))

    def places(self) -> tuple[Place, ...]:
        """Each need of each part, with the cells that its resource is taken, counted from the start of the visit."""
        found: list[Place] = []
        at = 0
        for part in self.parts:
            first = at - cells_for(part.before_minutes)
            at += cells_for(part.minutes)
            found.extend(Place(need, first, at + cells_for(part.after_minutes)) for need in part.needs)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Place:
    """A need, taken from ``first`` to just before ``end``, in cells from the start of the visit (negative: a buffer)."""

    need: Need
    first: int
    end: int


@lru_cache(maxsize=1)
def load_services() -> Mapping[str, Service]:
    """The services by slug, in the order of the table; raises KnowledgeError naming the row that is broken."""
    book = table("services.toml")
    return {slug: read_row(_SERVICE, {"slug": slug, **row}, f"services > {slug}") for slug, row in book.content.items()}


_SERVICE = TypeAdapter(Service)
