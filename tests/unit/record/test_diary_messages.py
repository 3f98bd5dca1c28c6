"""Messages and the waiting list: who said no gets nothing, what failed is tried again, and a gap goes to one person at a time."""

from __future__ import annotations

import smtplib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic_site import user

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
"""A Monday, in opening hours."""
SERVER = {"DEMO": False, "EMAIL_HOST": "mail.clinic.example"}


def _house() -> Any:
    from myotome.clinic.house import house

    return house()


def _booked(*, email: str = "ada@clinic.example", nth: int = 0, service: str = "review", language: str = "en") -> Any:
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.holding import confirm, hold
    from myotome.record.diary.looking import offers
    from myotome.visits.slots import Ask

    offer = offers(_house(), service, (), Ask(NOW)).value[nth]
    held = hold(_house(), [offer], now=NOW).value[0]
    guest = GuestDetails("Ada Example", date(1970, 5, 6), "+442079460958", email, language, bool(email))
    return confirm(_house(), held.reference, guest, now=NOW).value[0]


def _full_day(service: str) -> list[Any]:
    """Book the first day with free times until it has none, so that what is cancelled fits one visit and no more."""
    made = [_booked(service=service)]
    while (one := _booked(service=service)).starts.date() == made[0].starts.date():
        made.append(one)
    return made


def _messages(**which: Any) -> list[Any]:
    from myotome.record.diary.models import Outgoing

    return list(Outgoing.objects.filter(**which).order_by("pk"))


def _send(now: datetime = NOW) -> int:
    from myotome.record.diary.sending import send_due

    return send_due(_house(), now)


def _tick(now: datetime) -> None:
    from myotome.clinic.appointments.ticks import every_minute

    every_minute(now)


def test_who_said_no_to_email_gets_none() -> None:
    """No confirmation, no reminder, and nothing is queued."""
    _booked(email="")
    _tick(NOW + timedelta(hours=20))
    assert _messages() == []


def test_a_message_holds_nothing_clinical_and_no_name() -> None:
    """Neither the service nor the person nor the clinician stands in subject, body or calendar; two links and the telephone do."""
    _booked()
    (message,) = _messages()
    text = message.subject + message.body + message.calendar
    for word in ("Review", "Ada", "Rao", "Osei", "neuro", "1970"):
        assert word not in text
    assert "/appointments/at/" in message.body and "/messages/stop/" in message.body
    assert "+44 20 7946 0123" in message.body and "BEGIN:VEVENT" in message.calendar


def test_hindi_is_written_to_who_chose_it() -> None:
    """Text, dates and links in Hindi."""
    _booked(language="hi")
    (message,) = _messages()
    assert "अपॉइंटमेंट" in message.subject and "/hi/appointments/at/" in message.body


def test_the_demo_sends_nothing_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages stay in the outbox and say so; no connection is opened."""
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda *_: pytest.fail("a demo sent an e-mail"))
    _booked()
    assert _send() == 1
    (message,) = _messages()
    assert (message.state, message.reason) == ("sent", "demo: kept here, sent to nobody")


def test_without_a_mail_server_messages_wait(settings_of: Any) -> None:
    """Nothing is lost and nothing is called sent."""
    settings_of(DEMO=False, EMAIL_HOST="")
    _booked()
    assert _send() == 0
    (message,) = _messages()
    assert (message.state, message.attempts) == ("queued", 0) and "MYOTOME_SMTP" in message.reason


def test_a_message_goes_out_once_with_its_calendar(settings_of: Any) -> None:
    """Plain text, the invitation attached, a way to stop in the header, from the house's address."""
    from django.core import mail

    settings_of(**SERVER)
    _booked()
    assert (_send(), _send(), len(mail.outbox)) == (1, 0, 1)
    sent = mail.outbox[0]
    assert sent.from_email == "desk@clinic.example" and sent.to == ["ada@clinic.example"]
    assert sent.extra_headers["List-Unsubscribe"].startswith("<http")
    assert sent.attachments[0][0] == "appointment.ics"


class _Killed(BaseException):
    """Ends a worker as a kill does: nothing after it is done."""


def test_a_worker_that_dies_while_sending_is_seen_and_the_double_bears_the_same_name(
    settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It went out and was not noted: "being sent" until the claim has run out, then sent once more under one Message-ID, and the log says so."""
    from myotome.record.diary.outbox import outbox

    gone: list[str] = []

    def killed(mail: Any) -> None:
        gone.append(mail.message()["Message-ID"])
        if len(gone) == 1:
            raise _Killed

    settings_of(**SERVER)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", killed)
    _booked()
    with pytest.raises(_Killed):
        _send()
    assert _messages()[0].state == "sending"
    assert (_send(NOW + timedelta(minutes=14)), len(gone)) == (0, 1), "the claim still stands"
    assert _send(NOW + timedelta(minutes=16)) == 1
    assert len(gone) == 2 and gone[0] == gone[1] and gone[0].endswith("@clinic.example>")
    (shown,) = outbox(user("desk"))
    assert (shown.state, shown.attempts) == ("sent", 2)
    assert [one.outcome for one in shown.tries] == ["Begun", "Not known", "Begun", "Sent"]
    assert "same Message-ID" in shown.tries[1].reason


def test_a_message_that_ends_every_worker_is_given_up(settings_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six deaths: not sent for ever, and said."""

    def killed(_: Any) -> None:
        raise _Killed

    settings_of(**SERVER)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", killed)
    _booked()
    for hour in range(6):
        with pytest.raises(_Killed):
            _send(NOW + timedelta(hours=hour))
    assert _send(NOW + timedelta(hours=7)) == 0
    (message,) = _messages()
    assert message.state == "failed" and "not known" in message.reason


def test_two_workers_do_not_send_one_message_at_once(settings_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one waits for a slow server, another round, minutes later, leaves the message alone."""
    others: list[int] = []

    def slow(_: Any) -> None:
        others.append(_send(NOW + timedelta(minutes=10)))

    settings_of(**SERVER)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", slow)
    _booked()
    assert (_send(), others) == (1, [0])


def test_every_message_has_a_name_of_its_own(settings_of: Any) -> None:
    """Two bookings, two Message-IDs; neither the reference nor the address can be read in them."""
    from django.core import mail

    settings_of(**SERVER)
    first, second = _booked(), _booked(nth=6)
    assert _send() == 2
    names = [one.extra_headers["Message-ID"] for one in mail.outbox[-2:]]
    assert len(set(names)) == 2
    assert not any(part in "".join(names) for part in (first.reference, second.reference, "ada"))


def test_a_server_that_is_away_is_tried_again_and_then_said(settings_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt is written down with its reason; after the sixth the message has failed, with no address in the reason."""
    from myotome.record.diary.models import Attempt

    def away(*_: Any) -> None:
        raise ConnectionRefusedError("mail.clinic.example")

    settings_of(**SERVER)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    _booked()
    at = NOW
    for _ in range(6):
        assert _send(at) == 0
        at += timedelta(hours=9)
    (message,) = _messages()
    assert message.state == "failed"
    assert message.reason == "the mail server was not reached (ConnectionRefusedError)"
    assert Attempt.objects.filter(message=message, outcome="failed").count() == 6
    assert Attempt.objects.filter(message=message, outcome="begun").count() == 6
    assert _send(at) == 0


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 550 is final; a 450 is not."""

    def refused(code: int) -> Any:
        def send(*_: Any) -> None:
            raise smtplib.SMTPRecipientsRefused({"ada@clinic.example": (code, b"no")})

        return send

    settings_of(**SERVER)
    for code, state in ((450, "queued"), (550, "failed")):
        monkeypatch.setattr("django.core.mail.EmailMessage.send", refused(code))
        _booked(nth=0 if code == 450 else 6)
        _send()
        message = _messages()[-1]
        assert message.state == state and "ada@" not in message.reason


def test_the_reminder_comes_once_and_not_for_a_visit_that_moved_away() -> None:
    """Two days before, by e-mail; a move means a new one; a cancelled visit is not reminded of."""
    from myotome.record.diary.changing import cancel
    from myotome.record.diary.models import Outgoing

    booked = _booked(nth=200)
    before = booked.starts - timedelta(hours=49)
    _tick(before)
    assert _messages(kind="reminder") == []
    for _ in range(3):
        _tick(before + timedelta(hours=12))
    (reminder,) = _messages(kind="reminder")
    assert reminder.state == "sent" and f"/{booked.sequence}/" in reminder.key
    Outgoing.objects.filter(pk=reminder.pk).update(state="queued")
    cancel(_house(), booked.reference, now=before + timedelta(hours=13))
    _send(before + timedelta(hours=14))
    assert _messages(kind="reminder")[0].state == "dropped"


def test_stop_stops_what_is_queued_already() -> None:
    """After the link nothing goes out any more, not even what was waiting; opening the link alone changes nothing."""
    from clinic_site import browser

    _booked()
    (message,) = _messages()
    link = message.stop_link.partition("8000")[2]
    assert browser().get(link).status_code == 200
    assert _messages()[0].guest.wants_email
    assert "no more e-mails" in browser().post(link).content.decode()
    assert _send() == 0 and _messages()[0].state == "dropped"


def test_only_desk_and_administrator_read_the_outbox() -> None:
    """A clinician has no business there."""
    from myotome.record.diary.outbox import outbox
    from myotome.record.gateway import Refused

    _booked()
    assert outbox(user("desk"))[0].to == "ada@clinic.example"
    for name in ("clinician", "reviewer", "patient"):
        with pytest.raises(Refused):
            outbox(user(name))


def test_a_gap_is_offered_to_one_person_at_a_time_the_longest_waiting_first() -> None:
    """One cancels; the first of two who wait gets the offer; she says no, and the next has it; he takes it and gives up his later visit."""
    from myotome.record.diary.changing import cancel
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.models import BookingRow, Waiting
    from myotome.record.diary.waiting import accept, asked, decline, join

    full = _full_day("emg_ncs")
    early, late = full[2], _booked(nth=0, service="emg_ncs", email="bob@clinic.example")
    guest = GuestDetails("Eve", date(1980, 1, 1), "", "eve@clinic.example", "en", True)
    eve = join(_house(), guest, "emg_ncs", (), now=NOW - timedelta(days=2)).value
    bob = join(_house(), guest, "emg_ncs", (), now=NOW - timedelta(days=1), instead_of=late.reference).value
    Waiting.objects.exclude(slug__in=[eve, bob]).delete()
    assert cancel(_house(), early.reference, now=NOW)
    _tick(NOW + timedelta(minutes=1))
    offered = asked(eve, NOW + timedelta(minutes=2)).value
    assert str(asked(bob, NOW + timedelta(minutes=2)).reason) == "offer_ended"
    assert "/appointments/earlier/" in _messages(kind="earlier_time")[0].body
    assert decline(eve, now=NOW + timedelta(minutes=5))
    _tick(NOW + timedelta(minutes=6))
    got = asked(bob, NOW + timedelta(minutes=7)).value
    assert got.offer.starts == offered.offer.starts and got.instead_of.reference == late.reference
    taken = accept(_house(), bob, now=NOW + timedelta(minutes=8))
    assert taken == accept(_house(), bob, now=NOW + timedelta(minutes=9)), "twice is once"
    assert BookingRow.objects.get(reference=late.reference).status == "cancelled"
    assert Waiting.objects.get(slug=eve).state == "waiting"


def test_an_offer_without_an_answer_ends_by_itself_and_goes_to_the_next() -> None:
    """The cells are free again, the entry has one lapse, and stays on the list."""
    from myotome.record.diary.changing import cancel
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.models import Waiting
    from myotome.record.diary.waiting import accept, asked, join

    early = _booked(nth=10)
    guest = GuestDetails("Eve", date(1980, 1, 1), "", "eve@clinic.example", "en", True)
    eve = join(_house(), guest, "review", (), now=NOW).value
    cancel(_house(), early.reference, now=NOW)
    _tick(NOW + timedelta(minutes=1))
    until = asked(eve, NOW + timedelta(minutes=2)).value.until
    assert str(accept(_house(), eve, now=until).reason) == "offer_ended"
    _tick(until + timedelta(minutes=1))
    entry = Waiting.objects.get(slug=eve)
    assert (entry.state, entry.lapses) == ("waiting", 1)


@pytest.fixture
def settings_of() -> Any:
    from django.test import override_settings

    used: list[Any] = []

    def change(**what: Any) -> None:
        used.append(override_settings(**what))
        used[-1].enable()

    yield change
    for one in reversed(used):
        one.disable()
