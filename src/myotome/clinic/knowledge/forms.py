"""The form with which a reviewer decides on one entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from myotome.clinic.forms import CalmForm
from myotome.record.shelf.reviews import Opinion, role_last_given
from myotome.record.shelf.sheets import ReviewSheet
from myotome.words.standing import Decision

CHOICES = {
    Decision.APPROVE: "Approve: I would rely on it as it is",
    Decision.CHANGES: "Request changes",
    Decision.WITHDRAW: "Withdraw the approval that stands",
}
USUAL_DAYS = 365
"""Until the next review, unless the reviewer says otherwise."""


class ReviewForm(CalmForm):
    """One decision on the content with the hash in ``sha256``, given after ``seen`` earlier ones."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    decision = forms.ChoiceField(label="Your decision", widget=forms.RadioSelect)
    role = forms.CharField(
        label="Your profession",
        help_text="As it will stand beside your name, for example “consultant neurologist”.",
        max_length=120,
    )
    registration = forms.CharField(
        label="Registration",
        help_text="Your number with the professional register, if you have one.",
        max_length=60,
        required=False,
    )
    remark = forms.CharField(
        label="Remark",
        help_text="Needed unless you approve: what is wrong, and where you know it from.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_review = forms.DateField(
        label="Next review",
        help_text="Needed to approve.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    read = forms.BooleanField(label="I have read all of it with its sources, and I did not write it", required=False)

    def __init__(self, *args: Any, withdrawable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [
            (decision.value, words)
            for decision, words in CHOICES.items()
            if withdrawable or decision is not Decision.WITHDRAW
        ]

    def clean(self) -> dict[str, Any]:
        """An approval needs the statement of having read it."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == Decision.APPROVE and not data.get("read"):
            self.add_error("read", "Nobody can approve what they have not read, or what they wrote.")
        return data

    def opinion(self) -> Opinion:
        """What was handed in."""
        data = self.cleaned_data
        return Opinion(
            Decision(data["decision"]),
            data["role"],
            data["sha256"],
            data["seen"],
            data["registration"],
            data["remark"],
            data["next_review"],
        )


def review_form(user: Any, sheet: ReviewSheet, data: Any = None) -> ReviewForm:
    """The form for one entry as it stands, with what this reviewer said of themselves last time."""
    role, registration = role_last_given(user)
    initial = {
        "sha256": sheet.sha256,
        "seen": sheet.latest,
        "role": role,
        "registration": registration,
        "next_review": timezone.localdate() + timedelta(days=USUAL_DAYS),
    }
    return ReviewForm(data, initial=initial, withdrawable=sheet.approved)
