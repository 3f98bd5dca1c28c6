"""The first page of the self-check: age and sex, both optional."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from myotome.clinic.forms import CalmForm


class BeginForm(CalmForm):
    """About whom."""

    age = forms.FloatField(
        label=_("Age in years"),
        help_text=_("You can leave this empty. For a baby write 0.5 for half a year."),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput({"inputmode": "decimal", "step": "any", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        help_text=_("Some conditions are more frequent in women or in men."),
        choices=(("unknown", _("I would rather not say")), ("female", _("Female")), ("male", _("Male"))),
        initial="unknown",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = gettext("Write an age from 0 to 120, or leave the field empty.")
        self.fields["age"].error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        self.fields["sex"].error_messages["invalid_choice"] = gettext("Choose one of the answers.")

    def clean_age(self) -> float | None:
        """A number that a person can be old; not a number or infinite is none."""
        age: float | None = self.cleaned_data["age"]
        return age
