"""An offer: a service at a time with the resources that would be taken; and whether it may be booked, asked again from scratch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.cells import Window, cells_for, first_cell_from, start_of, utc
from myotome.visits.clinic import Clinic
from myotome.visits.services import Service
from myotome.visits.urgency import deadline
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Claim:
    """The cells from ``first`` to just before ``end`` of one resource."""

    resource: str
    first: int
    end: int

    def cells(self) -> Iterator[tuple[str, int]]:
        """(resource, cell) for each cell: the keys of the unique rows."""
        return ((self.resource, cell) for cell in range(self.first, self.end))

    def meets(self, other: Claim) -> bool:
        """Whether the two share a cell of one resource."""
        return self.resource == other.resource and self.first < other.end and other.first < self.end


@dataclass(frozen=True, slots=True)
class Offer:
    """``service`` from the start of ``start_cell``; ``resources`` in the order of the service's needs."""

    service: str
    start_cell: int
    resources: tuple[str, ...]
    options: tuple[str, ...] = ()

    @property
    def starts(self) -> datetime:
        """When the patient should be there, in UTC."""
        return start_of(self.start_cell)


def claims_of(service: Service, offer: Offer) -> tuple[Claim, ...]:
    """What ``offer`` takes; ``service`` with the offer's options. Raises ValueError when the resources do not match the needs."""
    return tuple(
        Claim(resource, offer.start_cell + place.first, offer.start_cell + place.end)
        for place, resource in zip(service.places(), offer.resources, strict=True)
    )


def gathered(rows: Iterable[tuple[str, int]]) -> tuple[Claim, ...]:
    """Unique rows (resource, cell), in any order, as the fewest claims that hold the same cells: what a store hands to slots."""
    found: list[Claim] = []
    for resource, cell in sorted(set(rows)):
        last = found[-1] if found else None
        if last is not None and last.resource == resource and last.end == cell:
            found[-1] = Claim(resource, last.first, cell + 1)
        else:
            found.append(Claim(resource, cell, cell + 1))
    return tuple(found)


def end_cell(service: Service, offer: Offer) -> int:
    """The cell at whose start the patient may leave."""
    return offer.start_cell + cells_for(service.minutes)


def admit(
    clinic: Clinic,
    service: Service,
    offer: Offer,
    *,
    taken: Iterable[Claim],
    now: datetime,
    frame: Timeframe = Timeframe.ROUTINE,
    notice: bool = True,
) -> Answer[tuple[Claim, ...]]:
    """Ask from scratch whether ``offer`` may be booked, as for one that came over the network and may be forged.

    ``service`` is the whole service; the offer's options are chosen here. ``taken`` is everything that others hold.
    ``notice`` is False for the front desk only, never because a request says so.
    A yes gives what has to be taken. The store still has the last word, by its unique rows.
    """
    chosen = service.with_options(offer.options)
    if isinstance(chosen, No):
        return chosen
    if offer.service != service.slug:
        return No(Reason.UNKNOWN_SERVICE, offer.service)
    refused = _timing(clinic, service, offer, now, frame, notice)
    if refused is not None:
        return refused
    places = chosen.value.places()
    if len(places) != len(offer.resources):
        return No(Reason.WRONG_RESOURCE)
    claims = claims_of(chosen.value, offer)
    for place, claim in zip(places, claims, strict=True):
        resource = clinic.resource(claim.resource)
        if resource is None or not place.need.met_by(resource):
            return No(Reason.WRONG_RESOURCE, claim.resource)
        window = Window(claim.first, claim.end)
        if clinic.open_bits(resource, window) != window.every_bit:
            return No(Reason.CLOSED, claim.resource)
    mine = [cell for claim in claims for cell in claim.cells()]
    if len(mine) != len(set(mine)):
        return No(Reason.WRONG_RESOURCE)
    met = conflict(claims, taken)
    return Yes(claims) if met is None else No(Reason.TAKEN, met.resource)


def conflict(claims: Iterable[Claim], taken: Iterable[Claim]) -> Claim | None:
    """The first of ``taken`` that shares a cell with ``claims``, or None when all is free."""
    wanted = tuple(claims)
    return next((theirs for theirs in taken if any(theirs.meets(mine) for mine in wanted)), None)


def _timing(clinic: Clinic, service: Service, offer: Offer, now: datetime, frame: Timeframe, notice: bool) -> No | None:
    last = deadline(frame, now, clinic.zone)
    if last is None:
        return No(Reason.EMERGENCY)
    soonest = utc(now) + service.lead(frame) if notice else now
    if offer.start_cell < first_cell_from(soonest):
        return No(Reason.TOO_SOON)
    return No(Reason.TOO_FAR) if offer.starts >= last else None
