"""Twice a week for six weeks: the same days and time as far as they are free, all visits or a clear no."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from myotome.visits.answer import No, Reason, Yes
from myotome.visits.calendar import Calendar, Spell
from myotome.visits.cells import cell_at
from myotome.visits.clinic import Clinic
from myotome.visits.local_time import local
from myotome.visits.offer import Claim, Offer, admit, conflict
from myotome.visits.series import find_series
from myotome.visits.services import SeriesRule, load_services
from myotome.visits.slots import Ask
from myotome.words.errors import KnowledgeError
from myotome.words.timeframe import Timeframe
from unit.visits.houses import KOLKATA, LONDON, at, small_clinic, weekly

PHYSIO = load_services()["physiotherapy"]
MONDAY = at(LONDON, "2026-03-02 00:00")


def found(clinic: Clinic, taken: tuple[Claim, ...] = (), now: datetime = MONDAY) -> tuple[Offer, ...]:
    answer = find_series(clinic, PHYSIO, Ask(now), taken)
    assert isinstance(answer, Yes), answer
    return answer.value


def test_an_emergency_and_a_service_without_series_get_a_clear_no() -> None:
    """Neither is an error."""
    assert find_series(small_clinic(), PHYSIO, Ask(MONDAY, Timeframe.HOURS), ()) == No(Reason.EMERGENCY)
    assert find_series(small_clinic(), load_services()["review"], Ask(MONDAY), ()) == No(Reason.NO_SERIES, "review")


@pytest.mark.parametrize("closed", [date(2026, 3, 20), date(2026, 3, 1)])
def test_a_clinic_that_shuts_too_soon_says_how_many_visits_would_fit(closed: date) -> None:
    """All or nothing: with no opening after 20 March there are not twelve visits in it."""
    clinic = small_clinic(Calendar(LONDON, weekly().rules, closed=(Spell(closed, date(2027, 1, 1)),)))
    answer = find_series(clinic, PHYSIO, Ask(MONDAY), ())
    assert isinstance(answer, No) and answer.reason is Reason.NO_SERIES and int(answer.detail) < 12


def test_a_rule_that_cannot_fit_in_a_week_is_refused() -> None:
    """Four visits at least two days apart do not fit in seven days."""
    with pytest.raises(KnowledgeError):
        SeriesRule(per_week=4, weeks=6, gap_days=2)


def test_twelve_visits_keep_weekday_and_local_time_over_the_change_of_the_clock() -> None:
    """Six weeks from 2 March 2026 cross 29 March: same two weekdays, same time on the wall, two days apart or more, all bookable."""
    clinic = small_clinic()
    offers = found(clinic)
    here = [local(offer.start_cell, LONDON) for offer in offers]
    assert len(offers) == 12
    assert len({moment.utcoffset() for moment in here}) == 2
    assert sorted(Counter((moment.isoweekday(), moment.time()) for moment in here).values()) == [6, 6]
    assert all((b.date() - a.date()).days >= 2 for a, b in pairwise(here))
    assert set(Counter(moment.isocalendar().week for moment in here).values()) == {2}
    for offer in offers:
        assert isinstance(admit(clinic, PHYSIO, offer, taken=(), now=MONDAY), Yes)


def test_a_busy_hour_moves_one_visit_and_a_shut_week_is_made_up_later() -> None:
    """The room is taken at the usual hour in week two; week four is shut: one visit is at another hour, the last are a week later."""
    usual = found(small_clinic())
    third = usual[2]
    busy = Claim("gym", third.start_cell, third.start_cell + 3)
    shut = Spell(date(2026, 3, 23), date(2026, 3, 29))
    clinic = small_clinic(Calendar(LONDON, weekly().rules, closed=(shut,)))
    offers = found(clinic, (busy,))
    here = [local(offer.start_cell, LONDON) for offer in offers]
    assert len(offers) == 12 and not any(shut.first <= moment.date() <= shut.last for moment in here)
    assert len({moment.isocalendar().week for moment in here}) == 6
    assert max(Counter((m.isoweekday(), m.time()) for m in here).values()) >= 6 or len({m.time() for m in here}) <= 2
    assert all(conflict([Claim(o.resources[1], o.start_cell, o.start_cell + 3)], (busy,)) is None for o in offers)


def test_a_series_that_starts_in_mid_week_still_has_all_its_visits() -> None:
    """Asked on a Thursday evening in Kolkata, the first week may hold too few days; none of the twelve is lost."""
    now = at(KOLKATA, "2026-06-04 20:00")
    offers = found(small_clinic(weekly(KOLKATA)), now=now)
    assert len(offers) == 12
    assert offers[0].start_cell >= cell_at(now + timedelta(hours=12))
