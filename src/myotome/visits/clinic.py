"""The clinic as the diary sees it: its opening hours, and the clinicians, rooms and devices that an appointment needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from myotome.visits.calendar import Calendar
from myotome.visits.cells import Window
from myotome.words.errors import OutOfRange


class Kind(StrEnum):
    """What sort of thing a resource is."""

    CLINICIAN = "clinician"
    ROOM = "room"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Resource:
    """One clinician, room or device.

    ``roles`` is what it can serve as: specialities (``neurologist``), kinds of room (``pool_place``), kinds of device
    (``emg_machine``). ``calendar`` is its own hours and leave; without one it is there whenever the clinic is open.
    """

    slug: str
    kind: Kind
    roles: frozenset[str]
    calendar: Calendar | None = None

    def __post_init__(self) -> None:
        if not self.slug or not self.roles:
            raise OutOfRange("a resource needs a name and at least one role", value=self.slug)


@dataclass(frozen=True, slots=True)
class Clinic:
    """Opening hours of the house, in its time zone, and its resources. A resource is open when both it and the house are."""

    calendar: Calendar
    resources: tuple[Resource, ...]

    def __post_init__(self) -> None:
        slugs = [resource.slug for resource in self.resources]
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise OutOfRange("two resources have the same name", value=twice, cure="Give each its own name.")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the clinic's clocks go."""
        return self.calendar.zone

    def resource(self, slug: str) -> Resource | None:
        """The resource called ``slug``, or None when a request names one that does not exist."""
        return next((resource for resource in self.resources if resource.slug == slug), None)

    def open_bits(self, resource: Resource, window: Window) -> int:
        """The cells of ``window`` in which ``resource`` is there and the house is open."""
        house = self.calendar.open_bits(window)
        return house & resource.calendar.open_bits(window) if resource.calendar is not None else house
