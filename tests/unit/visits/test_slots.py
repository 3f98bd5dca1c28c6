"""Every offer can be booked, every bookable time is offered, in an order that anyone can foresee."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.visits.answer import No, Reason, Yes
from myotome.visits.calendar import Calendar, Hours, Rule, Spell
from myotome.visits.cells import cell_at, start_of
from myotome.visits.clinic import Clinic, Kind, Resource
from myotome.visits.local_time import local
from myotome.visits.offer import Claim, Offer, admit, claims_of
from myotome.visits.services import Need, Part, Service, load_services
from myotome.visits.slots import Ask, Preferences, find_offers
from myotome.words.errors import OutOfRange
from myotome.words.timeframe import Timeframe
from unit.visits.houses import KOLKATA, LONDON, LORD_HOWE, NEW_YORK, WORKDAYS, at, large_clinic, small_clinic, weekly
from unit.visits.test_calendar import calendars

SERVICES = load_services()
FRIDAY_NOON = at(LONDON, "2026-03-27 12:00")


def chosen(slug: str, *options: str) -> Service:
    answer = SERVICES[slug].with_options(options)
    assert isinstance(answer, Yes)
    return answer.value


def offers(clinic: Clinic, service: Service, ask: Ask, taken: tuple[Claim, ...] = ()) -> tuple[Offer, ...]:
    answer = find_offers(clinic, service, ask, taken)
    return answer.value if isinstance(answer, Yes) else ()


def local_starts(found: tuple[Offer, ...], clinic: Clinic) -> list[str]:
    return [local(offer.start_cell, clinic.zone).strftime("%a %H:%M") for offer in found]


@pytest.mark.parametrize("frame", [Timeframe.MINUTES, Timeframe.HOURS])
def test_an_emergency_is_never_offered_an_appointment(frame: Timeframe) -> None:
    """What has to happen within minutes or hours gets a clear no with the reason, not a slot."""
    assert find_offers(small_clinic(), SERVICES["review"], Ask(FRIDAY_NOON, frame), ()) == No(Reason.EMERGENCY)


def test_a_closed_clinic_offers_nothing_and_says_so() -> None:
    """No opening hours, no leave of absence from the truth."""
    clinic = small_clinic(Calendar(LONDON))
    assert find_offers(clinic, SERVICES["review"], Ask(FRIDAY_NOON), ()) == No(Reason.NOTHING_FREE)


def test_nothing_is_offered_where_the_needed_device_does_not_exist() -> None:
    """A nerve test needs a machine; a clinic without one has no slot for it."""
    assert find_offers(small_clinic(), SERVICES["emg_ncs"], Ask(FRIDAY_NOON), ()) == No(Reason.NOTHING_FREE)


def test_two_resources_of_one_name_are_refused() -> None:
    """The diary would mix them up."""
    twice = Resource("room", Kind.ROOM, frozenset({"consulting_room"}))
    with pytest.raises(OutOfRange, match="same name"):
        Clinic(weekly(), (twice, twice))


def test_the_first_routine_offer_keeps_the_notice_and_the_new_clock() -> None:
    """Friday noon plus 24 hours is Saturday: the first review is at nine on Monday, one hour earlier in UTC than on Friday."""
    clinic = small_clinic()
    found = offers(clinic, SERVICES["review"], Ask(FRIDAY_NOON, limit=3))
    assert local_starts(found, clinic) == ["Mon 09:00", "Mon 09:15", "Mon 09:30"]
    assert found[0].starts == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    assert found[0].resources == ("dr_rao", "room_1")


@pytest.mark.parametrize(
    ("frame", "first", "last"),
    [
        (Timeframe.SAME_DAY, "Fri 13:00", "Fri 16:30"),
        (Timeframe.TWO_DAYS, "Fri 13:00", "Fri 16:30"),
        (Timeframe.TWO_WEEKS, "Mon 09:00", "Fri 12:45"),
    ],
)
def test_urgency_chooses_the_window(frame: Timeframe, first: str, last: str) -> None:
    """Today ends tonight; 48 hours from Friday noon hold no Monday; two weeks end at the same hour by elapsed time.

    336 hours from Friday noon end at 13:00 on the second Friday, because the clock has gone forward in between.
    """
    clinic = small_clinic()
    found = local_starts(offers(clinic, SERVICES["review"], Ask(FRIDAY_NOON, frame)), clinic)
    assert found[0] == first
    assert found[-1] == last


def test_the_last_visit_ends_at_closing_time_buffers_included() -> None:
    """A pool visit of 45 minutes with 15 to clean begins at 16:00 at the latest where the house shuts at 17:00."""
    clinic = Clinic(
        weekly(),
        (
            Resource("wt", Kind.CLINICIAN, frozenset({"water_therapist"})),
            Resource("pool", Kind.ROOM, frozenset({"pool_place"})),
        ),
    )
    ask = Ask(FRIDAY_NOON, before=at(LONDON, "2026-03-31 00:00"))
    assert local_starts(offers(clinic, SERVICES["water_therapy"], ask), clinic)[-1] == "Mon 16:00"


def test_of_two_free_the_less_booked_is_offered_first() -> None:
    """Fairness: with Ann booked for two hours, Ben is offered; both are when two are asked for."""
    clinic = small_clinic()
    ten = cell_at(at(LONDON, "2026-03-30 13:00"))
    ask = Ask(FRIDAY_NOON, limit=2, per_start=2)
    found = offers(clinic, SERVICES["physiotherapy"], ask, (Claim("pt_ann", ten, ten + 8),))
    assert [offer.resources[0] for offer in found] == ["pt_ben", "pt_ann"]
    assert len({offer.start_cell for offer in found}) == 1


def test_a_wish_is_kept() -> None:
    """Tuesday mornings with Ben only: whole visits between nine and noon on Tuesdays, by Ben."""
    clinic = small_clinic()
    wishes = Preferences(frozenset({2}), (Hours.between("09:00-12:00"),), ("pt_ben",), only_these=True)
    found = offers(clinic, SERVICES["physiotherapy"], Ask(FRIDAY_NOON, Timeframe.TWO_WEEKS, preferences=wishes))
    assert {offer.resources[0] for offer in found} == {"pt_ben"}
    assert local_starts(found, clinic) == ["Tue 09:00", "Tue 09:15", "Tue 09:30", "Tue 09:45", "Tue 10:00",
                                           "Tue 10:15", "Tue 10:30", "Tue 10:45", "Tue 11:00", "Tue 11:15"] * 2  # fmt: skip


def test_a_wish_for_somebody_who_does_not_do_this_finds_nobody_else() -> None:
    """Only with Ben, for a visit that Ben does not do: nothing, rather than someone else."""
    wishes = Preferences(clinicians=("pt_ben",), only_these=True)
    assert offers(small_clinic(), SERVICES["review"], Ask(FRIDAY_NOON, preferences=wishes)) == ()


def test_days_asked_for_are_both_included() -> None:
    """From Tuesday to Wednesday gives offers on both days and on no other."""
    wishes = Preferences(not_before=date(2026, 3, 31), not_after=date(2026, 4, 1))
    clinic = small_clinic()
    found = offers(clinic, SERVICES["review"], Ask(FRIDAY_NOON, preferences=wishes))
    assert {start[:3] for start in local_starts(found, clinic)} == {"Tue", "Wed"}


def test_one_person_never_fills_two_needs_at_once() -> None:
    """A biopsy needs two people: one who is both surgeon and nurse is not enough, and the second is used well."""
    both = Resource("ada", Kind.CLINICIAN, frozenset({"surgeon", "nurse"}))
    theatre = Resource("theatre", Kind.ROOM, frozenset({"procedure_room"}))
    assert offers(Clinic(weekly(), (both, theatre)), SERVICES["biopsy"], Ask(FRIDAY_NOON)) == ()
    surgeon = Resource("bob", Kind.CLINICIAN, frozenset({"surgeon"}))
    found = offers(Clinic(weekly(), (both, surgeon, theatre)), SERVICES["biopsy"], Ask(FRIDAY_NOON, limit=1))
    assert found[0].resources == ("bob", "ada", "theatre")


def test_a_health_check_takes_its_parts_one_after_another() -> None:
    """Nurse for the first hour, dietitian for the next half hour, sonographer after that; two hours for the patient."""
    parts = (("rn", Kind.CLINICIAN, "nurse"), ("bay", Kind.ROOM, "measuring_room"), ("dt", Kind.CLINICIAN, "dietitian"),
             ("room", Kind.ROOM, "consulting_room"), ("us", Kind.CLINICIAN, "sonographer"), ("usr", Kind.ROOM, "ultrasound_room"),
             ("probe", Kind.DEVICE, "ultrasound_machine"))  # fmt: skip
    clinic = Clinic(weekly(), tuple(Resource(slug, kind, frozenset({role})) for slug, kind, role in parts))
    service = chosen("health_check", "ultrasound")
    assert service.minutes == 120
    offer = offers(clinic, service, Ask(FRIDAY_NOON, limit=1))[0]
    taken = {
        claim.resource: (claim.first - offer.start_cell, claim.end - offer.start_cell)
        for claim in claims_of(service, offer)
    }
    assert taken == {
        "rn": (0, 4),
        "bay": (0, 4),
        "dt": (4, 6),
        "room": (4, 6),
        "us": (6, 8),
        "usr": (6, 8),
        "probe": (6, 8),
    }
    assert chosen("health_check").minutes == 90
    assert SERVICES["health_check"].with_options(["sauna"]) == No(Reason.UNKNOWN_OPTION, "sauna")


def forged(change: dict[str, object], **how: object) -> No | None:
    clinic, service = small_clinic(), SERVICES["review"]
    good = offers(clinic, service, Ask(FRIDAY_NOON, limit=1))[0]
    fields = {
        "service": good.service,
        "start_cell": good.start_cell,
        "resources": good.resources,
        "options": good.options,
    }
    offer = Offer(**{**fields, **change})  # type: ignore[arg-type]
    answer = admit(clinic, service, offer, **{"taken": (), "now": FRIDAY_NOON, **how})  # type: ignore[arg-type]
    return answer if isinstance(answer, No) else None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"service": "mri"}, Reason.UNKNOWN_SERVICE),
        ({"options": ("sauna",)}, Reason.UNKNOWN_OPTION),
        ({"resources": ()}, Reason.WRONG_RESOURCE),
        ({"resources": ("dr_rao", "gym")}, Reason.WRONG_RESOURCE),
        ({"resources": ("pt_ann", "room_1")}, Reason.WRONG_RESOURCE),
        ({"resources": ("dr_who", "room_1")}, Reason.WRONG_RESOURCE),
        ({"resources": ("dr_rao", "room_1", "gym")}, Reason.WRONG_RESOURCE),
        ({"start_cell": cell_at(at(LONDON, "2026-03-28 18:00"))}, Reason.CLOSED),
        ({"start_cell": cell_at(at(LONDON, "2026-03-30 16:45"))}, Reason.CLOSED),
        ({"start_cell": cell_at(at(LONDON, "2026-03-27 15:00"))}, Reason.TOO_SOON),
        ({"start_cell": cell_at(at(LONDON, "2025-03-27 15:00"))}, Reason.TOO_SOON),
        ({"start_cell": cell_at(at(LONDON, "2029-03-27 15:00"))}, Reason.TOO_FAR),
    ],
)
def test_a_forged_offer_is_refused_with_its_reason(change: dict[str, object], reason: Reason) -> None:
    """What comes over the network is asked from scratch: service, resources, hours, notice."""
    answer = forged(change)
    assert answer is not None and answer.reason is reason


def test_an_honest_offer_is_admitted_unless_taken_or_an_emergency() -> None:
    """The same offer passes; is refused when one cell of one resource is taken; and never serves an emergency."""
    assert forged({}) is None
    nine = cell_at(at(LONDON, "2026-03-30 09:15"))
    assert forged({}, taken=(Claim("room_1", nine, nine + 1),)) == No(Reason.TAKEN, "room_1")
    assert forged({}, taken=(Claim("gym", nine, nine + 1), Claim("room_1", nine + 1, nine + 2))) is None
    assert forged({}, frame=Timeframe.HOURS) == No(Reason.EMERGENCY)


def test_a_resource_with_a_skill_for_each_need_cannot_be_booked_twice_by_forgery() -> None:
    """One name in two seats of one time is refused."""
    both = Resource("ada", Kind.CLINICIAN, frozenset({"surgeon", "nurse"}))
    theatre = Resource("theatre", Kind.ROOM, frozenset({"procedure_room"}))
    offer = Offer("biopsy", cell_at(at(LONDON, "2026-04-08 10:00")), ("ada", "ada", "theatre"))
    answer = admit(Clinic(weekly(), (both, theatre)), SERVICES["biopsy"], offer, taken=(), now=FRIDAY_NOON)
    assert answer == No(Reason.WRONG_RESOURCE)


shapes = st.builds(
    lambda minutes, before, after, more: Service(
        "made_up",
        {"en": "Made up"},
        (
            Part(minutes, (Need(Kind.CLINICIAN, ("a", "b")), Need(Kind.ROOM, ("r",))), before, after),
            *((Part(15, (Need(Kind.CLINICIAN, ("b", "c")),), 0, 15),) if more else ()),
        ),
        {"en": "Nothing."},
        24,
        0,
    ),
    st.sampled_from([15, 30, 45, 60]),
    st.sampled_from([0, 15]),
    st.sampled_from([0, 15, 30]),
    st.booleans(),
)
people = st.sampled_from([("ab", "c"), ("a", "b", "c"), ("abc", "ab"), ("b", "b"), ("ab", "a")])


@settings(max_examples=60, deadline=None)
@given(
    calendars,
    calendars,
    shapes,
    people,
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 280), st.integers(1, 40)), max_size=5),
)
def test_offers_are_exactly_what_can_be_booked(
    house: Calendar, own: Calendar, service: Service, roles: tuple[str, ...], busy: list[tuple[int, int, int]]
) -> None:
    """Law: over two days, with two calendars, any rules and any taken cells, the starts offered are those at which some
    choice of resources is admitted; each offer is admitted as it stands; order is by time; twice asked, twice the same.
    """
    clinicians = tuple(Resource(f"p{n}", Kind.CLINICIAN, frozenset(skills), own) for n, skills in enumerate(roles))
    room = Resource("room", Kind.ROOM, frozenset({"r"}))
    clinic = Clinic(house, (*clinicians, room))
    now = at(LONDON, "2026-03-27 00:07")
    begin = cell_at(now)
    names = [*(c.slug for c in clinicians), "room"]
    taken = tuple(Claim(names[who % len(names)], begin + first, begin + first + length) for who, first, length in busy)
    ask = Ask(now, before=now + timedelta(days=3))
    found = offers(clinic, service, ask, taken)
    assert found == offers(clinic, service, ask, tuple(reversed(taken)))
    assert [offer.start_cell for offer in found] == sorted({offer.start_cell for offer in found})
    for offer in found:
        assert isinstance(admit(clinic, service, offer, taken=taken, now=now), Yes)
    possible = set()
    needs = [place.need for place in service.places()]
    teams: list[tuple[str, ...]] = [()]
    for need in needs:
        teams = [(*team, one.slug) for team in teams for one in clinic.resources if need.met_by(one)]
    for start in range(begin + 97, cell_at(now + timedelta(days=3)) + 1):
        if start_of(start) < now + timedelta(days=3) and any(
            isinstance(admit(clinic, service, Offer("made_up", start, team), taken=taken, now=now), Yes)
            for team in teams
        ):
            possible.add(start)
    assert {offer.start_cell for offer in found} == possible


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, KOLKATA, LORD_HOWE])
def test_a_year_of_offers_never_leaves_the_opening_hours(zone: object) -> None:
    """From January 2026 for a year, in four zones: every MRI lies between 08:00 and 20:00 local, buffers included, never on a
    Sunday, a holiday or in the leave.
    """
    clinic = large_clinic(zone)  # type: ignore[arg-type]
    service = SERVICES["mri"]
    found = offers(clinic, service, Ask(datetime(2026, 1, 1, tzinfo=UTC)))
    assert len(found) > 4000
    for offer in found:
        first, last = local(offer.start_cell - 1, clinic.zone), local(offer.start_cell + 3, clinic.zone)
        assert first.hour >= 8 and (last.hour, last.minute) <= (19, 45) and first.date() == last.date()
        assert first.isoweekday() <= 5 and first.date() not in clinic.calendar.holidays
        assert not date(2026, 8, 3) <= first.date() <= date(2026, 8, 14)


def test_the_leap_day_is_a_day_like_any_other() -> None:
    """29 February 2028 is a Tuesday and open."""
    clinic = small_clinic(
        Calendar(
            LONDON,
            (Rule(WORKDAYS, Hours.between("09:00-10:00")),),
            closed=(Spell(date(2028, 2, 28), date(2028, 2, 28)),),
        )
    )
    found = offers(clinic, SERVICES["review"], Ask(at(LONDON, "2028-02-26 12:00"), limit=1))
    assert found[0].starts == datetime(2028, 2, 29, 9, tzinfo=UTC)
