"""The booking code of a referral: made in the transaction that signs the letter, withdrawn when another letter takes its place."""

from __future__ import annotations

from myotome.record.diary.referring import GivenCode, give_code, withdraw_codes
from myotome.record.file import PatientFile
from myotome.record.models import User
from myotome.record.opened import under
from myotome.record.roles import Deed
from myotome.visits.house import House
from myotome.words.timeframe import Timeframe


@under(Deed.WRITE_RECORD)
def give_letter_code(
    file: PatientFile, user: User, house: House, service: str, frame: Timeframe, *, number: int
) -> GivenCode:
    """The code that letter ``number`` of this record carries; raises as ``give_code``."""
    return give_code(user, house, service, frame, now=file.now, patient=file._patient.pk, letter=number)


@under(Deed.WRITE_RECORD)
def withdraw_letter_code(file: PatientFile, number: int) -> None:
    """The unused code of a letter that was replaced works no more; 0 for no letter."""
    withdraw_codes(file._patient.pk, number, file.now)
