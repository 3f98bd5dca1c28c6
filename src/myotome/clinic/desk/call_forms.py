"""The desk's forms for a call back: what a call came to, and why a request is closed without one."""

from __future__ import annotations

from typing import Final

from django import forms

from myotome.clinic.forms import CalmForm
from myotome.visits.call_back import Outcome, Result

RESULTS: Final = (
    (Result.REACHED.value, "Reached, and answered"),
    (Result.NO_ANSWER.value, "No answer"),
    (Result.VOICEMAIL.value, "Left a message"),
    (Result.WRONG_NUMBER.value, "Wrong number"),
)
ENDS: Final = (
    (Outcome.ANSWERED.value, "Answered in another way"),
    (Outcome.NOT_REACHED.value, "Not reached, no further try"),
    (Outcome.WRONG_NUMBER.value, "The number is wrong"),
)
NOTE_HINT: Final = "Nothing clinical: asked for a morning, will bring her son."


class TriedForm(CalmForm):
    """After a call."""

    result = forms.ChoiceField(label="The call", choices=RESULTS, widget=forms.RadioSelect)
    note = forms.CharField(label="Note for the desk", help_text=NOTE_HINT, max_length=300, required=False)


class CloseForm(CalmForm):
    """Without a further call."""

    outcome = forms.ChoiceField(label="Why", choices=ENDS)
    note = forms.CharField(label="Note", max_length=300)
