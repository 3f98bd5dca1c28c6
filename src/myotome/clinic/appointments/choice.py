"""What has been chosen so far, read from a form or an address, judged anew at every step: service, extras, urgency, from which day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from myotome.clinic.appointments.visitor import referral_of
from myotome.clinic.appointments.wishes import ANY_TIME, Wishes, read_wishes
from myotome.clinic.self_check.handover import FIELD, LONGEST, Handover, read_handover
from myotome.record.diary.referring import Referred, referred
from myotome.visits.answer import Yes
from myotome.visits.services import Service, load_services
from myotome.visits.urgency import load_limits
from myotome.words.errors import UnusableInput
from myotome.words.timeframe import Timeframe

FARTHEST: Final = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Choice:
    """``problem`` says why a self-check could not be read; then the booking goes on without it, and without its urgency."""

    service: Service | None = None
    options: tuple[str, ...] = ()
    series: bool = False
    since: date | None = None
    self_check: str = field(default="", repr=False)
    handover: Handover | None = None
    problem: UnusableInput | None = None
    wishes: Wishes = ANY_TIME
    referral: Referred | None = None
    """The code that was typed, while it can be used; it counts for its own service only."""

    @property
    def frame(self) -> Timeframe:
        """How soon the visit has to be: by self-check and referral, whichever is sooner."""
        said = [self.handover.timeframe] if self.handover else []
        said += [self.applies.frame] if self.applies else []
        return min(said, key=lambda frame: frame.rank, default=Timeframe.ROUTINE)

    @property
    def applies(self) -> Referred | None:
        """The referral, where it is for the service that is chosen."""
        right = self.referral is not None and self.service is not None and self.service.slug == self.referral.service
        return self.referral if right else None

    @property
    def sends_answers(self) -> bool:
        """Whether the answers of the self-check go along."""
        return self.handover is not None and self.handover.along

    @property
    def is_emergency(self) -> bool:
        """No appointment is soon enough."""
        return not load_limits()[self.frame].bookable


def read_choice(request: HttpRequest) -> Choice:
    """From the form, else from the address; what is unknown counts as not chosen."""
    said = request.POST if request.method == "POST" else request.GET
    service = load_services().get(said.get("service", ""))
    options = tuple(one for one in service.options if one in said.getlist("option")) if service else ()
    text, handover, problem = said.get(FIELD, "")[: LONGEST + 1], None, None
    if text:
        try:
            handover = read_handover(text)
        except UnusableInput as error:
            text, problem = "", error
    return Choice(
        service,
        options,
        bool(service and service.series and said.get("series")),
        _day(said.get("since", "")),
        text,
        handover,
        problem,
        read_wishes(said, service),
        _referral(request),
    )


def _referral(request: HttpRequest) -> Referred | None:
    number = referral_of(request)
    found = referred(number, timezone.now()) if number else None
    return found.value if isinstance(found, Yes) else None


def _day(text: str) -> date | None:
    """A day from which times are looked for; none for what is no day, or for one that no diary reaches."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day - timezone.localdate()) < FARTHEST else None
