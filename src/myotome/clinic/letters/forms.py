"""Forms of a letter: what to begin it with, and its parts to edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from myotome.clinic.forms import CalmForm
from myotome.diagnosis.specialists import load_directory
from myotome.journey.letters import Block, Letter, LetterKind
from myotome.journey.letters.letter import MOST_LETTERS
from myotome.visits.services import load_services
from myotome.words.timeframe import Timeframe

HINTS: Mapping[str, str] = {
    "reason": "Read first. If you change how soon, change it in the first sentence too.",
    "impression": "Take the program's sentence out where you do not stand behind it.",
    "enclosed": "Keep what is really there.",
    "meaning": "As far as you want the patient to read it. No percentages.",
    "found": "A line that begins with “- ” becomes a point.",
    "watch": "Each line is a point in the red box.",
}


class ReferralStart(CalmForm):
    """Whom a referral is to: those that the assessment proposes first, then everybody else of the directory."""

    to = forms.ChoiceField(label="To whom")

    def __init__(self, *args: Any, proposed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="referral-%s", **kwargs)
        people = load_directory().specialists
        first = [(slug, people[slug].label) for slug in proposed if slug in people]
        rest = sorted(
            ((slug, one.label) for slug, one in people.items() if slug not in proposed), key=lambda row: row[1]
        )
        self.fields["to"].choices = [("Proposed", first), ("Everybody else", rest)] if first else rest


class PatientLetterStart(CalmForm):
    """What a letter to the patient may say: a cause only where the clinician chooses one, tests only those that are ticked."""

    cause = forms.ChoiceField(
        label="What it may mean", help_text="Nothing is said unless you choose it.", required=False
    )
    tests = forms.MultipleChoiceField(label="Tests to tell about", required=False, widget=forms.CheckboxSelectMultiple)
    referred = forms.BooleanField(label="The patient is being referred", required=False, initial=True)

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="plain-%s", **kwargs)
        named = [
            (c["slug"], f"Add the paragraph on {c['label']}")
            for c in content["causes"][:12]
            if c["slug"] != "none_known"
        ]
        self.fields["cause"].choices = [("", "Say no cause yet"), *named]
        self.fields["tests"].choices = [(t["slug"], t["label"]) for t in content["next_tests"][:6]]


class LetterForm(CalmForm):
    """Every part of one draft."""

    seen = forms.IntegerField(min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="letter-%s", **kwargs)
        self._letter = letter
        if letter.kind is LetterKind.REFERRAL:
            self.fields["to"] = forms.CharField(label="To", max_length=200, initial=letter.to)
            self.fields["urgency"] = forms.ChoiceField(
                label="How soon",
                choices=[(frame.value, load_directory().urgency[frame]) for frame in Timeframe],
                initial=letter.urgency,
            )
            self.fields["booking"] = forms.ChoiceField(
                label="Booking code for",
                help_text="Printed on the signed letter: with it the patient books here, as soon as the letter says.",
                choices=[("", "No code"), *((one.slug, one.label["en"]) for one in load_services().values())],
                required=False,
                initial=letter.booking,
            )
        self.fields["subject"] = forms.CharField(label="Headline", max_length=200, initial=letter.subject)
        self.fields["greeting"] = forms.CharField(label="Greeting", max_length=120, initial=letter.greeting)
        for block in letter.blocks:
            self.fields[block.slug] = forms.CharField(
                label=block.heading,
                help_text=HINTS.get(block.slug, ""),
                max_length=MOST_LETTERS,
                required=False,
                initial=block.text,
                widget=forms.Textarea(attrs={"rows": min(14, 2 + block.text.count("\n") + len(block.text) // 90)}),
            )
        self.fields["post"] = forms.CharField(
            label="Your post", help_text="Stands behind your name.", max_length=120, required=False, initial=letter.post
        )

    def letter(self) -> Letter:
        """The letter as it was edited."""
        data = self.cleaned_data
        blocks = tuple(
            Block(b.slug, b.heading, data[b.slug].replace("\r\n", "\n").strip()) for b in self._letter.blocks
        )
        return replace(
            self._letter,
            to=data.get("to") or self._letter.to,
            urgency=data.get("urgency", ""),
            booking=data.get("booking", ""),
            subject=data["subject"],
            greeting=data["greeting"],
            post=data["post"],
            blocks=blocks,
        )
