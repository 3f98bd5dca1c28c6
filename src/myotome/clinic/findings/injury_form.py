"""One injury as a clinician types it: all its parts in one row."""

from __future__ import annotations

from typing import Any

from django import forms

from myotome.clinic.forms import CalmForm
from myotome.journey.injury_words import HARMS, MONTHS, PLACES
from myotome.words.injury import FIRST_YEAR, LAST_YEAR, Harm, Injury, Place
from myotome.words.side import Side

SIDES = (("unstated", "not said"), ("left", "left"), ("right", "right"), ("both", "both"), ("midline", "midline"))
YES_NO = (("", "not known"), ("yes", "yes"), ("no", "no"))


def yes_or_no(said: str) -> bool | None:
    """``yes`` and ``no``; anything else is not known."""
    return {"yes": True, "no": False}.get(said)


class InjuryForm(CalmForm):
    """What, where, when, what it did, and how it stands to the present trouble."""

    template_name = "findings/injury_fields.html"

    what = forms.CharField(label="What happened", max_length=200)
    place = forms.ChoiceField(
        label="Where",
        required=False,
        choices=[("", "not said"), *((one.value, words) for one, words in PLACES.items())],
    )
    side = forms.ChoiceField(label="Side", required=False, choices=SIDES)
    year = forms.IntegerField(label="Year", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.TypedChoiceField(
        label="Month", required=False, coerce=int, empty_value=None, choices=[("", "not known"), *enumerate(MONTHS, 1)]
    )
    harms = forms.MultipleChoiceField(
        label="What it did",
        required=False,
        choices=[(one.value, words) for one, words in HARMS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    before = forms.ChoiceField(label="Before the present trouble began", required=False, choices=YES_NO)
    same_limb = forms.ChoiceField(label="The part that is weak or thin now", required=False, choices=YES_NO)

    def clean(self) -> dict[str, Any]:
        """A month says nothing without its year."""
        data = super().clean() or self.cleaned_data
        if data.get("month") and not data.get("year") and "year" not in self.errors:
            self.add_error("year", "Give the year too, or leave the month out.")
        return data

    def injury(self) -> Injury:
        """The injury that was typed."""
        data = self.cleaned_data
        return Injury(
            data["what"].strip(),
            Place(data["place"]) if data["place"] else None,
            Side(data["side"] or "unstated"),
            data["year"],
            data["month"],
            tuple(Harm(name) for name in data["harms"]),
            yes_or_no(data["before"]),
            yes_or_no(data["same_limb"]),
        )
