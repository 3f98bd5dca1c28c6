"""A booking as an iCalendar text (RFC 5545) for the patient's own calendar: when and where, nothing clinical.

Written here and not by the library icalendar (BSD), because one event without recurrence, alarm or time zone table is 60 lines,
and the library brings 9 MB with its own zone data. Its parser is the oracle of the tests where it is installed.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from myotome.visits.booking import Booking, Status
from myotome.visits.messages import ClinicCard, compose

PRODUCT = "-//Myotome//Appointments//EN"
OCTETS_PER_LINE = 75


def calendar_text(booking: Booking, card: ClinicCard, *, now: datetime, language: str = "en") -> str:
    """The event of ``booking`` as it stands, with CRLF line ends, to be served or sent as UTF-8 ``text/calendar``.

    The UID stays the same through every move and gives nothing away about the reference; SEQUENCE grows with each move and once
    more with the cancellation, so that a calendar takes the newest. ``now`` is the DTSTAMP.
    """
    gone = booking.status in (Status.CANCELLED, Status.LAPSED)
    entry = compose("calendar_entry", language, card, booking.starts, booking.ends)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if gone else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{uid(booking.reference, card.domain)}",
        f"DTSTAMP:{_utc(now)}",
        f"LAST-MODIFIED:{_utc(booking.changed_at)}",
        f"DTSTART:{_utc(booking.starts)}",
        f"DTEND:{_utc(booking.ends)}",
        f"SEQUENCE:{booking.sequence + gone}",
        f"STATUS:{_status(booking, gone)}",
        f"ORGANIZER;CN={_quoted(card.name)}:mailto:{_address(card.email)}",
        f"SUMMARY:{_escaped(entry.subject)}",
        f"LOCATION:{_escaped(f'{card.name}, {card.address}')}",
        f"DESCRIPTION:{_escaped(entry.body.strip())}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def uid(reference: str, domain: str) -> str:
    """The same name for a booking for ever; the reference (80 random bits) cannot be worked out from it."""
    return f"{hashlib.sha256(f'myotome calendar {reference}'.encode()).hexdigest()[:32]}@{domain}"


def _status(booking: Booking, gone: bool) -> str:
    if gone:
        return "CANCELLED"
    return "TENTATIVE" if booking.status is Status.HELD else "CONFIRMED"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; control characters other than the line feed have no place in it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(letter for letter in plain if letter == "\n" or (letter >= " " and letter != "\x7f"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _quoted(text: str) -> str:
    """A parameter value of RFC 5545, 3.2: in quotes, which may hold neither quotes nor control characters."""
    return '"' + "".join(letter for letter in text if letter >= " " and letter not in '"\x7f') + '"'


def _address(email: str) -> str:
    return "".join(letter for letter in email if letter > " " and letter != "\x7f")


def _folded(line: str) -> str:
    """Folded to 75 octets (RFC 5545, 3.1), never inside a character."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS_PER_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += octets
    return "\r\n".join(pieces)
