"""The desk's forms: a new patient, a visit or call-back."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils import timezone

from myotome.clinic.forms import CalmForm
from myotome.words.case import OLDEST_AGE_YEARS


class PatientForm(CalmForm):
    """Who is new."""

    given_name = forms.CharField(label="First name", max_length=80)
    family_name = forms.CharField(label="Family name", max_length=80)
    born_on = forms.DateField(label="Date of birth", widget=forms.DateInput(attrs={"type": "date"}))
    sex = forms.ChoiceField(label="Sex", choices=[("female", "Female"), ("male", "Male"), ("unknown", "Not stated")])
    phone = forms.CharField(label="Telephone", max_length=40, required=False)

    def clean_born_on(self) -> date:
        """A day that somebody alive today can be born on."""
        born: date = self.cleaned_data["born_on"]
        today = timezone.localdate()
        if born > today or (today - born).days > OLDEST_AGE_YEARS * 365.25:
            raise forms.ValidationError(
                "The date of birth lies in the future or more than 125 years ago. Check the year."
            )
        return born


class VisitForm(CalmForm):
    """A visit or a call-back."""

    kind = forms.ChoiceField(
        label="What", choices=[("visit", "Visit"), ("call", "Call back")], widget=forms.RadioSelect
    )
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}))
    for_what = forms.CharField(
        label="For the diary",
        help_text="Nothing clinical: first visit, test results, call about transport.",
        max_length=120,
        required=False,
    )

    def at(self) -> datetime:
        """Day and time in the site's time zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["time"]))
