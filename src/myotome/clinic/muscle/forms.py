"""The form for one muscle: strength, wasting, twitching, girth; blank means not examined."""

from __future__ import annotations

from typing import Any

from django import forms

from myotome.anatomy.muscles import Muscle
from myotome.clinic.examination.sheet import GRADES, NORMAL_GRADE
from myotome.clinic.forms import CalmForm
from myotome.clinic.muscle.places import GIRTHS
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement
from myotome.words.side import Side, State
from myotome.words.units import Quantity

MEANT = {
    "0": "nothing moves", "1": "a flicker", "2": "moves, gravity taken off", "3": "against gravity", "4-": "", "4": "against some resistance",
    "4+": "", "5-": "barely weaker", "5": "normal",
}  # fmt: skip
STRENGTHS = [("", "not examined"), *((g, f"{g}  {MEANT[g]}".strip()) for g in GRADES)]
WASTING = [
    ("", "not looked for"),
    ("none", "none"),
    ("present", "thinner, not graded"),
    ("mild", "mild"),
    ("moderate", "moderate"),
    ("severe", "severe"),
]
TWITCHING = [("", "not looked for"), ("present", "seen"), ("absent", "looked for, none seen")]
SIGNS = {"strength": "muscle_weakness", "wasting": "muscle_wasting", "twitching": "muscle_fasciculation"}
"""Field to the concept that it states."""


class MuscleForm(CalmForm):
    """One muscle on one side."""

    strength = forms.ChoiceField(label="Strength (MRC)", choices=STRENGTHS, required=False)
    wasting = forms.ChoiceField(label="Wasting", choices=WASTING, required=False)
    twitching = forms.ChoiceField(label="Twitching (fasciculations)", choices=TWITCHING, required=False)
    girth_cm = forms.FloatField(label="Girth in cm", required=False, min_value=5, max_value=150)

    def __init__(self, *args: Any, muscle: Muscle, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.muscle, self.side = muscle, side
        if muscle.region not in GIRTHS:
            del self.fields["girth_cm"]

    def findings(self, examiner: str) -> list[Finding]:
        """What the three signs say; a field that was left as it was when the form was opened says nothing new."""
        data, evidence = self.cleaned_data, Evidence(Origin.EXAMINED, examiner)
        found = []
        for name in (name for name in SIGNS if data[name] and data[name] != self.initial.get(name, "")):
            state, grade = _read(name, data[name])
            found.append(Finding(SIGNS[name], state, self.side, self.muscle.slug, grade, evidence=evidence))
        return found

    def girth(self) -> Measurement | None:
        """The girth of the limb where it was measured."""
        value = self.cleaned_data.get("girth_cm")
        if value is None:
            return None
        return Measurement(GIRTHS[self.muscle.region], Quantity(value, "cm"), self.side, method="by tape")


def initial_of(held: dict[str, Finding]) -> dict[str, str]:
    """What the form shows of the findings that hold, by concept."""
    shown = {}
    for name, concept in SIGNS.items():
        finding = held.get(concept)
        if finding is not None:
            shown[name] = _written(name, finding)
    return shown


def _read(name: str, value: str) -> tuple[State, str]:
    if name == "strength":
        grade = f"{value}/5"
        return (State.ABSENT if grade == NORMAL_GRADE else State.PRESENT), grade
    if name == "wasting":
        grade = value if value in {"mild", "moderate", "severe"} else ""
        return (State.ABSENT if value == "none" else State.PRESENT), grade
    return State(value), ""


def _written(name: str, finding: Finding) -> str:
    if name == "strength":
        grade = finding.grade.removesuffix("/5").strip()
        return grade if grade in GRADES else ""
    if name == "wasting":
        if not finding.present:
            return "none"
        return finding.grade if finding.grade in {"mild", "moderate", "severe"} else "present"
    return finding.state.value
