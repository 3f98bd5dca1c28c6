"""The desk's form for a new patient."""

from __future__ import annotations

from datetime import date

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
