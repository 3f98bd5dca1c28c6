"""The forms beside an assessment: working diagnosis, and what the patient is given to read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from myotome.clinic.forms import CalmForm, LongSelect
from myotome.clinic.mine.plain_plan import offered_items, programme_for_patient, telling_items
from myotome.wiring import knowledge

LEADING = 3
"""Causes that a field offers before all others."""


class DiagnosisForm(CalmForm):
    """The clinician's own diagnosis, whether it agrees with the ranking, and why."""

    stance = forms.ChoiceField(
        label="How does it stand to the ranking?",
        choices=[("agree", "It agrees"), ("disagree", "It disagrees"), ("open", "Not decided yet")],
        widget=forms.RadioSelect,
    )
    diagnosis = forms.CharField(label="Working diagnosis", max_length=200)
    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReleaseForm(CalmForm):
    """Words for the patient, and what is added to them: the paragraph on one cause, parts of the plan, the exercises."""

    template_name = "patient/release_fields.html"

    words = forms.CharField(
        label="What you want the patient to read",
        help_text="Plain words. Probabilities are never shown to the patient.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cause = forms.ChoiceField(label="Add the paragraph on a cause", required=False, widget=LongSelect)
    items = forms.MultipleChoiceField(
        label="Add from the plan, in plain words",
        help_text="What needs a prescription or a specialist first is not offered.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    programme = forms.BooleanField(
        label="Add the exercises of twelve weeks",
        help_text="Without loads in per cent and without the name of a cause.",
        required=False,
    )

    def __init__(self, *args: Any, content: dict[str, Any], told: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._content, self._told = content, tuple(told)
        self.fields["items"].choices = offered_items(content)
        if not self.fields["items"].choices:
            del self.fields["items"]
        if programme_for_patient(content) is None:
            del self.fields["programme"]
        named = [(c["slug"], c["label"]) for c in content.get("causes", ()) if c["slug"] != "none_known"]
        by_name = sorted(named, key=lambda one: one[1].casefold())
        self.fields["cause"].choices = [("", "no cause"), ("Leading here", named[:LEADING]), ("All by name", by_name)]

    def clean(self) -> dict[str, Any]:
        """What is chosen from the plan names no disease but the one of the chosen cause, or of one that was told before."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        told = (*self._told, data.get("cause", ""))
        for label, names in telling_items(data.get("items", ()), self._content, knowledge().treatments, told):
            self.add_error(
                "items",
                f"“{label}” tells the patient of a disease ({', '.join(names)}). Add the paragraph on that cause, or leave this out.",
            )
        return data
