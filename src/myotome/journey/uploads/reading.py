"""The port between files and rooms: what every reader gives, whatever kind of file it reads.

A new kind of file (a recording, an image) is a module in ``sources/readers`` that gives a ``Reading``, and a line in its list. Values
and findings are stated as the file states them; what they mean for this person is worked out afterwards, by ``judged``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myotome.words.case import Medication, Sex
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that a file states: exactly one of ``measurement``, ``finding`` and ``medication``.

    ``place`` says where it stands (``row 4``), ``said`` is the very words. A measurement has its unit as converted to UCUM and the
    laboratory's own limits in that unit as its norm; it is not interpreted.
    """

    place: str
    said: str
    measurement: Measurement | None = None
    finding: Finding | None = None
    medication: Medication | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a file that was not understood, or not without guessing, and why."""

    place: str
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a file says it is about, as far as it can be held against a record; None and unknown where it does not say."""

    sex: Sex = Sex.UNKNOWN
    born_on: date | None = None
    age_years: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one file. ``reader`` is empty where no room reads such a file: it is kept and shown as kept."""

    reader: str
    version: str
    title: str
    stated: tuple[Stated, ...] = ()
    unread: tuple[Unread, ...] = ()
    notices: tuple[str, ...] = ()
    subject: Subject = Subject()
