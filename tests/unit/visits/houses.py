"""Fictional clinics for the tests of this room: a small one, and one of 20 resources."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from myotome.visits.calendar import Calendar, Hours, Rule, Spell
from myotome.visits.clinic import Clinic, Kind, Resource

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
UTC = ZoneInfo("UTC")
WORKDAYS = frozenset({1, 2, 3, 4, 5})
ALL_WEEK = frozenset(range(1, 8))


def weekly(zone: ZoneInfo = LONDON, hours: str = "09:00-17:00", days: frozenset[int] = WORKDAYS) -> Calendar:
    return Calendar(zone, (Rule(days, Hours.between(hours)),))


def small_clinic(calendar: Calendar | None = None) -> Clinic:
    """One neurologist with one room, two physiotherapists with one room."""
    return Clinic(
        calendar or weekly(),
        (
            Resource("dr_rao", Kind.CLINICIAN, frozenset({"neurologist"})),
            Resource("room_1", Kind.ROOM, frozenset({"consulting_room"})),
            Resource("pt_ann", Kind.CLINICIAN, frozenset({"physiotherapist"})),
            Resource("pt_ben", Kind.CLINICIAN, frozenset({"physiotherapist"})),
            Resource("gym", Kind.ROOM, frozenset({"therapy_room"})),
        ),
    )


def large_clinic(zone: ZoneInfo = LONDON) -> Clinic:
    """Every service can be booked here: 20 resources, each clinician with leave and hours of their own."""
    roles = {
        "dr_rao": "neurologist", "dr_lee": "neurologist", "dr_obi": "neurophysiologist", "us_kim": "sonographer",
        "rg_paz": "radiographer", "sg_fox": "surgeon", "rn_ivy": "nurse", "pt_ann": "physiotherapist", "pt_ben": "water_therapist",
        "dt_zoe": "dietitian",
    }  # fmt: skip
    rooms = {
        "room_1": "consulting_room",
        "room_2": "consulting_room",
        "theatre": "procedure_room",
        "gym": "therapy_room",
    }
    rooms |= {"pool": "pool_place", "lab": "neurophysiology_room", "mri_room": "mri_room", "bay": "measuring_room"}
    own = Calendar(
        zone,
        (
            Rule(frozenset({1, 2, 4}), Hours.between("08:00-16:00")),
            Rule(frozenset({1, 3, 5}), Hours.between("10:00-18:00")),
            Rule(frozenset({2}), Hours.between("18:00-20:00"), first=date(2026, 1, 6), every_weeks=2),
        ),
        closed=(Spell(date(2026, 8, 3), date(2026, 8, 14), why="leave"),),
    )
    house = Calendar(
        zone,
        (Rule(WORKDAYS, Hours.between("08:00-20:00")), Rule(frozenset({6}), Hours.between("09:00-13:00"))),
        holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25)}),
    )
    people = tuple(Resource(slug, Kind.CLINICIAN, frozenset({role}), own) for slug, role in roles.items())
    places = tuple(Resource(slug, Kind.ROOM, frozenset({role})) for slug, role in rooms.items())
    scan = Resource("mri", Kind.DEVICE, frozenset({"mri_scanner"}))
    emg = Resource("emg", Kind.DEVICE, frozenset({"emg_machine"}))
    return Clinic(house, (*people, *places, scan, emg))


def at(zone: ZoneInfo, text: str, fold: int = 0) -> datetime:
    """``2026-03-29 09:00`` on the clock of ``zone``."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)
