"""What is sent says when and where, in the person's language, and nothing clinical; calendar files are read by others as meant."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.visits.booking import Booking, Status
from myotome.visits.cells import cell_at
from myotome.visits.ical import calendar_text, uid
from myotome.visits.messages import FIELDS, ClinicCard, Template, compose, load_templates
from myotome.visits.offer import Claim, Offer
from myotome.visits.reminders import due, planned
from myotome.visits.services import load_services
from myotome.words.errors import KnowledgeError, UnknownName
from unit.symptoms.reading_grade import reading_grade
from unit.visits.houses import KOLKATA, LONDON, at

CARD = ClinicCard(
    "Myotome Clinic", "1 Mill Lane, Leeds", "+44 113 496 0000", "desk@clinic.example", "clinic.example", LONDON
)
START = at(LONDON, "2026-03-31 09:30")
MADE = at(LONDON, "2026-03-01 12:00").astimezone(UTC)
CELL = cell_at(START)
BOOKING = Booking(
    "7K3M-Q9WD-0TXB-5HNE",
    Offer("biopsy", CELL, ("dr_rao", "room_1")),
    (Claim("dr_rao", CELL - 1, CELL + 6),),
    CELL + 4,
    Status.BOOKED,
    MADE,
)
KINDS = sorted(load_templates())


def unfolded(text: str) -> dict[str, str]:
    lines = text.replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith(("BEGIN", "END")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_no_message_says_what_the_visit_is_for(kind: str, language: str) -> None:
    """A biopsy with Dr Rao: neither the service, the clinician, nor the reference in any message or calendar entry."""
    message = compose(kind, language, CARD, BOOKING.starts, BOOKING.ends, link="https://clinic.example/b", until=START)
    everything = message.subject + message.body + calendar_text(BOOKING, CARD, now=MADE, language=language)
    labels = [label for service in load_services().values() for label in service.label.values()]
    for word in ["biopsy", "dr_rao", "room_1", "7K3M", "5HNE", "muscle", "nerve", "neuro", *labels]:
        assert word.lower() not in everything.lower()
    assert "{" not in message.subject + message.body and "\n" not in message.subject


def test_a_template_cannot_ask_for_more_than_it_may_have() -> None:
    """A field for the service, a name, or an attribute of an object is refused when the table is read."""
    assert not FIELDS & {"service", "name", "clinician", "reference"}
    for text in ("{service}", "{name}", "{}"):
        with pytest.raises(KnowledgeError):
            Template("x", text)


def test_an_unknown_kind_is_an_error_and_an_unknown_language_is_english() -> None:
    """A person is written to in English rather than not at all."""
    with pytest.raises(UnknownName):
        compose("birthday", "en", CARD, BOOKING.starts, BOOKING.ends)
    assert compose("booked", "fr", CARD, BOOKING.starts, BOOKING.ends).language == "en"


def test_the_time_is_that_of_the_clinic_s_clock_in_the_person_s_words() -> None:
    """08:30Z on 31 March 2026 is half past nine in Leeds and two in the afternoon in Kolkata."""
    english = compose("booked", "en", CARD, BOOKING.starts, BOOKING.ends)
    assert "Tuesday 31 March 2026 at 09:30" in english.body
    hindi = compose("booked", "hi", replace(CARD, zone=KOLKATA), BOOKING.starts, BOOKING.ends)
    assert "मंगलवार, 31 मार्च 2026 को 14:00" in hindi.body


def test_a_clinic_s_name_with_braces_is_only_a_name() -> None:
    """What is filled in is never read as a template again."""
    assert "{phone} & Co" in compose("booked", "en", replace(CARD, name="{phone} & Co"), START, START).subject


def test_nobody_is_reminded_who_did_not_ask_or_has_nothing_coming() -> None:
    """No opt-in, cancelled, moved away, done, already begun: nothing is sent."""
    assert planned(BOOKING, (), LONDON) == ()
    for status in set(Status) - {Status.BOOKED}:
        assert planned(replace(BOOKING, status=status), {"email", "sms"}, LONDON) == ()
    assert due(BOOKING, {"email", "sms"}, LONDON, sent=(), now=BOOKING.starts) == ()


def test_reminders_fall_due_two_days_and_one_day_before_once_each() -> None:
    """By elapsed time: 48 hours before half past nine on 31 March is half past nine on the 29th, after the clocks went forward."""
    email, text = planned(BOOKING, {"email", "sms"}, LONDON)
    assert (email.channel, email.due_at) == ("email", at(LONDON, "2026-03-29 09:30"))
    assert (text.channel, text.due_at) == ("sms", at(LONDON, "2026-03-30 09:30"))
    now = at(LONDON, "2026-03-30 10:00")
    assert due(BOOKING, {"email", "sms"}, LONDON, sent=(), now=now) == (email, text)
    assert due(BOOKING, {"email", "sms"}, LONDON, sent=(email.key,), now=now) == (text,)
    moved = replace(BOOKING, sequence=1)
    assert due(moved, {"email"}, LONDON, sent=(email.key,), now=now) != ()


def test_a_reminder_at_night_is_sent_the_evening_before_and_one_too_late_is_not_made() -> None:
    """For a visit at 07:00 the reminder comes at 20:45 the evening before; booked an hour ahead, none comes."""
    early = replace(BOOKING, offer=replace(BOOKING.offer, start_cell=cell_at(at(LONDON, "2026-03-31 07:00"))))
    assert planned(early, {"sms"}, LONDON)[0].due_at == at(LONDON, "2026-03-29 20:45")
    assert planned(replace(BOOKING, changed_at=BOOKING.starts - timedelta(hours=1)), {"email", "sms"}, LONDON) == ()


@settings(deadline=None)
@given(st.integers(0, 4 * 24 * 400))
def test_no_reminder_is_ever_due_at_night(later: int) -> None:
    """Law: in every night of a year, daylight saving or not, due times lie between 08:00 and 21:00 on the clock."""
    one = replace(BOOKING, offer=replace(BOOKING.offer, start_cell=CELL + later))
    for reminder in planned(one, {"email", "sms"}, LONDON):
        assert 8 <= reminder.due_at.astimezone(LONDON).hour < 21
        assert reminder.due_at <= one.starts - timedelta(hours=24)


def test_the_calendar_file_says_when_where_and_which() -> None:
    """Times in UTC, the room's buffers left out, one UID for ever, the number up by one with each move and with the end."""
    text = calendar_text(BOOKING, CARD, now=MADE)
    fields = unfolded(text)
    assert fields["DTSTART"] == "20260331T083000Z" and fields["DTEND"] == "20260331T093000Z"
    assert fields["DTSTAMP"] == "20260301T120000Z"
    assert fields["METHOD"] == "PUBLISH" and fields["SEQUENCE"] == "0" and fields["STATUS"] == "CONFIRMED"
    moved = unfolded(calendar_text(replace(BOOKING, sequence=3), CARD, now=MADE))
    gone = unfolded(calendar_text(replace(BOOKING, sequence=3, status=Status.CANCELLED), CARD, now=MADE))
    assert moved["UID"] == gone["UID"] == fields["UID"] and moved["SEQUENCE"] == "3"
    assert (gone["METHOD"], gone["SEQUENCE"], gone["STATUS"]) == ("CANCEL", "4", "CANCELLED")
    assert uid("a", "x") != uid("b", "x")


@settings(deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
def test_no_name_breaks_the_file(name: str, address: str) -> None:
    """Law: whatever the settings hold, lines end in CRLF, none is longer than 75 octets, and no new property is smuggled in."""
    text = calendar_text(BOOKING, replace(CARD, name=name, address=address), now=MADE)
    lines = text.split("\r\n")
    assert lines[-1] == "" and all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    starts = [line.split(":")[0].split(";")[0] for line in lines[:-1] if not line.startswith(" ")]
    assert starts == [
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND",
        "SEQUENCE", "STATUS", "ORGANIZER", "SUMMARY", "LOCATION", "DESCRIPTION", "CLASS", "TRANSP", "END", "END",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=150))
def test_another_program_reads_what_was_meant(address: str) -> None:
    """Oracle: the library icalendar reads the place and the times back as they were given."""
    icalendar = pytest.importorskip("icalendar", reason="the oracle is not installed")
    text = calendar_text(BOOKING, replace(CARD, address=address), now=MADE, language="hi")
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["LOCATION"]) == f"{CARD.name}, {address}"
    assert event["DTSTART"].dt == BOOKING.starts and event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)
    assert str(event["SUMMARY"]) == "अपॉइंटमेंट, Myotome Clinic"


def test_services_tell_the_patient_what_to_do_in_words_of_age_twelve() -> None:
    """Each of the ten services has a label and a preparation in English and Hindi; the English reads at grade 7 at most."""
    services = load_services()
    assert len(services) == 10
    hard = {slug: round(reading_grade(one.preparation["en"]), 1) for slug, one in services.items()}
    assert {slug: grade for slug, grade in hard.items() if grade > 7} == {}
    for one in services.values():
        assert {"en", "hi"} == set(one.label) == set(one.preparation)
        assert any("\u0900" <= letter <= "\u097f" for letter in one.preparation["hi"])


def test_what_is_sent_reads_easily() -> None:
    """The English messages read at grade 7 at most, links and numbers left out."""
    for kind in set(KINDS) - {"calendar_entry"}:
        text = load_templates()[kind]["en"].body
        words = re.sub(r"\{\w+\}", "Leeds", re.sub(r"(?<![.:])\n", ". ", text))
        assert reading_grade(words) <= 7, kind


def test_cells_are_of_the_present_day() -> None:
    """A slip by a factor in the numbering of cells would show here: 31 March 2026, 08:30Z."""
    assert datetime(2026, 3, 31, 8, 30, tzinfo=UTC) == BOOKING.starts
