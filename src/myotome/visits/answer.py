"""A yes with what was asked for, or a clear no with its reason: what every attempt in this room comes back with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Reason(StrEnum):
    """Why an attempt was refused; ``sentence`` says it in plain words."""

    EMERGENCY = "emergency"
    NOTHING_FREE = "nothing_free"
    TAKEN = "taken"
    CLOSED = "closed"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    WRONG_RESOURCE = "wrong_resource"
    UNKNOWN_SERVICE = "unknown_service"
    UNKNOWN_OPTION = "unknown_option"
    NO_SUCH_BOOKING = "no_such_booking"
    HOLD_ENDED = "hold_ended"
    STARTED = "started"
    NOT_STARTED = "not_started"
    WRONG_STATE = "wrong_state"
    NO_SERIES = "no_series"
    OFFER_ENDED = "offer_ended"
    TOO_MANY = "too_many"
    BAD_NUMBER = "bad_number"
    FINISHED = "finished"
    CHANGED = "changed"
    BUSY = "busy"
    NO_SUCH_CODE = "no_such_code"
    CODE_USED = "code_used"
    CODE_ENDED = "code_ended"
    OLD_PAGE = "old_page"

    @property
    def sentence(self) -> str:
        """The reason for the person who asked, in English; also the key for a translation."""
        return _SENTENCES[self]


@dataclass(frozen=True, slots=True)
class Yes(Generic[T_co]):
    """It is done, or can be done; ``value`` is what was asked for."""

    value: T_co


@dataclass(frozen=True, slots=True)
class No:
    """It is refused. ``detail`` names what stood in the way (a resource, a week), never a person."""

    reason: Reason
    detail: str = ""


Answer = Yes[T_co] | No

_SENTENCES = {
    Reason.EMERGENCY: "This cannot wait for an appointment. Call the emergency number now.",
    Reason.NOTHING_FREE: "Nothing is free in that time. Please call us, or choose a longer time.",
    Reason.TAKEN: "Someone else has just taken this time. Please choose another.",
    Reason.CLOSED: "We are closed at that time. Please choose another.",
    Reason.TOO_SOON: "That is too soon for this appointment. Please choose a later time, or call us.",
    Reason.TOO_FAR: "We do not book that far ahead yet. Please choose an earlier time.",
    Reason.WRONG_RESOURCE: "This time cannot be booked in this way. Please choose from the times shown.",
    Reason.UNKNOWN_SERVICE: "We do not offer this appointment.",
    Reason.UNKNOWN_OPTION: "We do not offer this extra with the appointment.",
    Reason.NO_SUCH_BOOKING: "We could not find this booking. Please check the letters and numbers, or call us.",
    Reason.HOLD_ENDED: "The time that we kept for you has run out. Please choose again.",
    Reason.STARTED: "This appointment has already begun. Please call us.",
    Reason.NOT_STARTED: "It is too early for this.",
    Reason.WRONG_STATE: "This appointment is already over, moved or cancelled.",
    Reason.NO_SERIES: "We could not find times for all the visits. Please call us.",
    Reason.OFFER_ENDED: "This offer has run out. You are still on the waiting list.",
    Reason.TOO_MANY: "You have tried many times. Please wait a little, or call us.",
    Reason.BAD_NUMBER: "This telephone number does not look right. Please check it.",
    Reason.FINISHED: "This request is already closed.",
    Reason.CHANGED: "Someone else has changed this appointment meanwhile. Please look again.",
    Reason.BUSY: "Very many people are booking just now. Please try again in a minute.",
    Reason.NO_SUCH_CODE: "We do not know this code. Please check the letters and numbers, or call us.",
    Reason.CODE_USED: "This code was used for a booking already. Please call us if that was not you.",
    Reason.CODE_ENDED: "This code has run out. Please call us: we find a time with you.",
    Reason.OLD_PAGE: "This page was open for a long time. Please choose again from the times that are free now.",
}
