"""The desk's forms for bookings: move, cancel, a new person, time that is closed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from myotome.clinic.desk.forms import PatientForm
from myotome.clinic.disease_names import disease_names_in
from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.visits.answer import No
from myotome.visits.calendar import ALL_DAY, Hours
from myotome.visits.cells import CELL_MINUTES, start_of
from myotome.visits.local_time import cells_at
from myotome.visits.phone_number import read_number
from myotome.words.errors import OutOfRange

ON = forms.DateInput(attrs={"type": "date"})
AT = forms.TimeInput(attrs={"type": "time", "step": 60 * CELL_MINUTES})


class MoveForm(CalmForm):
    """To which day and time, and to which other clinician, room or device."""

    on = forms.DateField(label="Day", widget=ON)
    at = forms.TimeField(label="Time", widget=AT)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, swaps: list[tuple[str, str, list[tuple[str, str]]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.swaps = [slug for slug, _, _ in swaps]
        for slug, label, choices in swaps:
            self.fields[f"to-{slug}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=slug, help_text=""
            )

    def clean_at(self) -> time:
        """A quarter hour."""
        return _quarter(self.cleaned_data["at"])

    def starts(self, zone: ZoneInfo) -> datetime | None:
        """The instant; None where the clock skips that time on that day."""
        return instant(self.cleaned_data["on"], self.cleaned_data["at"], zone)

    def instead(self) -> dict[str, str]:
        """What takes the place of what."""
        chosen = {slug: self.cleaned_data.get(f"to-{slug}") or slug for slug in self.swaps}
        return {old: new for old, new in chosen.items() if old != new}


class CancelForm(CalmForm):
    """Why a booking is called off."""

    why = forms.CharField(label="Why is it called off?", help_text="Nothing clinical.", min_length=3, max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PersonForm(CalmForm):
    """Somebody who is nobody's patient yet."""

    name = forms.CharField(label="Name", max_length=120)
    born_on = forms.DateField(label="Date of birth", widget=ON)
    phone = forms.CharField(label="Telephone", max_length=40)
    email = forms.EmailField(label="E-mail", required=False, max_length=200)
    wants_email = forms.BooleanField(label="Wants confirmations and reminders by e-mail", required=False)

    clean_born_on = PatientForm.clean_born_on

    def clean_phone(self) -> str:
        """A number of the house's country, or of any with its code, in the form in which it is kept."""
        answer = read_number(self.cleaned_data["phone"], house().country)
        if isinstance(answer, No):
            raise forms.ValidationError("This number cannot be called. Check it, or begin with + and the country code.")
        return answer.value.e164


class ExtrasForm(CalmForm):
    """What goes with every booking of the desk."""

    for_what = forms.CharField(
        label="For the diary", help_text="Nothing clinical: wheelchair, brings her son.", max_length=120, required=False
    )

    def clean_for_what(self) -> str:
        """No name of a disease: the desk and the patient read it."""
        words: str = self.cleaned_data["for_what"]
        if names := disease_names_in(words):
            raise forms.ValidationError(f"The patient reads this too: leave out {', '.join(names)}.")
        return words


class CloseForm(CalmForm):
    """Leave, repair, a day on which the house is closed."""

    resource = forms.ChoiceField(label="Who or what", required=False)
    first = forms.DateField(label="From", widget=ON)
    last = forms.DateField(label="To", help_text="This day included.", widget=ON)
    opens = forms.TimeField(label="From what time", required=False, widget=AT, help_text="Empty for the whole day.")
    closes = forms.TimeField(label="Until what time", required=False, widget=AT)
    why = forms.CharField(label="Why", help_text="Leave, repair, training.", max_length=120)

    def __init__(self, resources: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].choices = [("", "The whole clinic"), *resources]

    def clean(self) -> dict[str, Any]:
        """Days and hours that run forward."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("last", "This day lies before the first one.")
            elif first < timezone.localdate() or (last - first).days > 366:
                self.add_error("first", "Close from today on, for a year at most.")
        opens, closes = data.get("opens"), data.get("closes")
        if (opens is None) != (closes is None):
            self.add_error("closes" if closes is None else "opens", "Give both times, or neither.")
        elif opens is not None and closes is not None:
            try:
                data["hours"] = Hours(_minutes(_quarter(opens)), _minutes(_quarter(closes)))
            except OutOfRange as error:
                self.add_error("closes", error.sentence())
        else:
            data["hours"] = ALL_DAY
        return data


def instant(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When the clock in ``zone`` shows that time of that day, the first of two; None where it skips it."""
    found = cells_at(on, _minutes(at), zone)
    return start_of(found[0]) if found else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _quarter(at: time) -> time:
    if at.minute % CELL_MINUTES or at.second:
        raise forms.ValidationError("Visits begin on a quarter hour: 09:00, 09:15, 09:30 or 09:45.")
    return at
