"""The forms of tests and files: settle an order, withdraw a file."""

from __future__ import annotations

from django import forms

from myotome.clinic.forms import CalmForm


class ScheduleForm(CalmForm):
    """The day for which a test is booked."""

    on = forms.DateField(label="Booked for", widget=forms.DateInput(attrs={"type": "date"}))


class WithdrawFileForm(CalmForm):
    """Why a file does not belong here."""

    why = forms.CharField(label="Why does it not belong here?", max_length=500, min_length=3)
