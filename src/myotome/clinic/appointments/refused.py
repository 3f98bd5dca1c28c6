"""Every refusal that a person without an account can meet, marked so that it is translated; the sentences are those of ``visits.answer``."""

from __future__ import annotations

from typing import Final


def _(sentence: str) -> str:
    """Marks a sentence for the translators; the templates translate it."""
    return sentence


SENTENCES: Final = (
    _("Nothing is free in that time. Please call us, or choose a longer time."),
    _("Someone else has just taken this time. Please choose another."),
    _("We are closed at that time. Please choose another."),
    _("That is too soon for this appointment. Please choose a later time, or call us."),
    _("We do not book that far ahead yet. Please choose an earlier time."),
    _("This time cannot be booked in this way. Please choose from the times shown."),
    _("We do not offer this appointment."),
    _("We do not offer this extra with the appointment."),
    _("We could not find this booking. Please check the letters and numbers, or call us."),
    _("The time that we kept for you has run out. Please choose again."),
    _("This appointment has already begun. Please call us."),
    _("This appointment is already over, moved or cancelled."),
    _("We could not find times for all the visits. Please call us."),
    _("This offer has run out. You are still on the waiting list."),
    _("You have tried many times. Please wait a little, or call us."),
    _("Someone else has changed this appointment meanwhile. Please look again."),
    _("Very many people are booking just now. Please try again in a minute."),
    _("We do not know this code. Please check the letters and numbers, or call us."),
    _("This code was used for a booking already. Please call us if that was not you."),
    _("This code has run out. Please call us: we find a time with you."),
    _("This page was open for a long time. Please choose again from the times that are free now."),
)
