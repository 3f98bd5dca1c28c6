"""The forms of a health check, made from its parts: values with their units, held against what a living person can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone

from myotome.clinic.forms import CalmForm
from myotome.investigations.interpret import interpret, known_measures
from myotome.journey.health_check.parts import How, Part
from myotome.journey.wording import unit_words
from myotome.wiring import knowledge
from myotome.words.case import Person
from myotome.words.errors import MyotomeError
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement
from myotome.words.side import Side, State
from myotome.words.units import Quantity

SIDED: Final = ((Side.RIGHT, "right"), (Side.LEFT, "left"))
MONTHS_AGO: Final = "weight_loss_6_months"
YES_NO: Final = (("yes", "Yes"), ("no", "No"), ("", "Not asked"))


class PartForm(CalmForm):
    """One part's form. ``measurements`` and ``findings`` are what it says, once it is valid."""

    def __init__(self, part: Part, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part, self.person = part, person
        self.measurements: list[Measurement] = []
        self.findings: list[Finding] = []
        if part.kind == "nutrition":
            self.fields["weight"] = _number("Weight now, kg")
            self.fields["height"] = _number("Height, cm")
            self.fields["weight_before"] = _number("Weight six months ago, kg", required=False)
            for concept in part.questions:
                self.fields[concept] = forms.ChoiceField(
                    label=knowledge().vocabulary.concepts[concept].question,
                    choices=YES_NO,
                    widget=forms.RadioSelect,
                    required=False,
                    initial="",
                )
        else:
            self._measures()
        if part.report:
            self.fields["note"] = forms.CharField(
                label="Report in a few sentences",
                help_text="Stands in the record, and in the letter unless it names a disease.",
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=4000,
            )
        self.fields["taken_on"] = forms.DateField(
            label="Taken on", initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"})
        )

    def _measures(self) -> None:
        for slug, how in self.part.measures:
            measure = known_measures()[slug]
            units = dict.fromkeys((measure.unit, *measure.also_units, *(one.unit for one in measure.other_units)))
            # A number without its unit beside it is a guess: where there is one unit only, it stands in the label.
            only = f" ({unit_words(measure.unit)})" if len(units) == 1 else ""
            for name, words in _places(slug, how):
                label = f"{measure.label}{words}{only}"
                self.fields[name] = _number(label, required=how is not How.OPTIONAL and how is not How.BEST)
            if len(units) > 1:
                self.fields[f"{slug}-unit"] = forms.ChoiceField(
                    label=f"Unit of {measure.label}",
                    choices=[(unit, unit_words(unit)) for unit in units],
                    required=False,
                )

    def lines(self) -> list[tuple[Any, Any]]:
        """Every field to be seen with its unit's field beside it, None where there is one unit only."""
        units = {name.removesuffix("-unit") for name in self.fields if name.endswith("-unit")}
        shown = [name for name in self.fields if not name.endswith("-unit")]
        return [(self[name], self[f"{name}-unit"] if name in units else None) for name in shown]

    def loose_units(self) -> list[Any]:
        """The units of measures that have a field for each side."""
        return [
            self[name]
            for name in self.fields
            if name.endswith("-unit") and name.removesuffix("-unit") not in self.fields
        ]

    def clean_taken_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["taken_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day lies in the future. Check the date.")
        return day

    def clean(self) -> dict[str, Any]:
        """Every value as a measurement, refused where no living person has it, with the unit that would explain it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if self.part.kind == "nutrition":
            self._weigh(data)
            self.findings = list(self._answers(data))
            return data
        for slug, how in self.part.measures:
            unit = data.get(f"{slug}-unit") or known_measures()[slug].unit
            typed = [(name, data[name]) for name, _ in _places(slug, how) if data.get(name) is not None]
            if how is How.BEST:
                self._best(slug, unit, typed, data)
                continue
            for name, value in typed:
                side = next((side for side, word in SIDED if name.endswith(f"-{word}")), Side.UNSTATED)
                self._take(name, Measurement(slug, Quantity(value, unit), side, taken_on=data["taken_on"]))
        return data

    def _best(self, slug: str, unit: str, typed: list[tuple[str, float]], data: dict[str, Any]) -> None:
        """The better side alone, because that is what the limit is for; the other stands in the method, so that nothing is lost."""
        if not typed:
            self.add_error(f"{slug}-right", "Fill in at least one side.")
            return
        name, value = max(typed, key=lambda one: one[1])
        side = Side.RIGHT if name.endswith("-right") else Side.LEFT
        method = "best of " + ", ".join(f"{one.rpartition('-')[2]} {number:g} {unit}" for one, number in typed)
        for one, number in typed:
            self._tried(one, Measurement(slug, Quantity(number, unit)))
        self._take(name, Measurement(slug, Quantity(value, unit), side, method=method, taken_on=data["taken_on"]))

    def _weigh(self, data: dict[str, Any]) -> None:
        weight, height, before = data["weight"], data["height"], data.get("weight_before")
        day = data["taken_on"]
        if weight <= 0 or height <= 0 or (before is not None and before <= 0):
            self.add_error(None, "Weight and height must be more than 0.")
            return
        method = f"from {weight:g} kg and {height:g} cm"
        bmi = Measurement("bmi", Quantity(round(weight / (height / 100) ** 2, 2), "kg/m2"), method=method, taken_on=day)
        self._take("height", bmi)
        self.measurements.append(Measurement("weight", Quantity(weight, "kg"), taken_on=day))
        if before is not None:
            lost = Quantity(round(100 * (before - weight) / before, 2), "%")
            method = f"from {before:g} kg six months ago to {weight:g} kg"
            self._take("weight_before", Measurement(MONTHS_AGO, lost, method=method, taken_on=day))

    def _answers(self, data: dict[str, Any]) -> Iterator[Finding]:
        for concept in self.part.questions:
            if data.get(concept):
                state = State.PRESENT if data[concept] == "yes" else State.ABSENT
                yield Finding(concept, state, evidence=Evidence(Origin.REPORTED, "the patient, at the health check"))

    def _take(self, name: str, measurement: Measurement) -> None:
        if self._tried(name, measurement):
            self.measurements.append(measurement)

    def _tried(self, name: str, measurement: Measurement) -> bool:
        try:
            interpret(measurement, self.person)
        except MyotomeError as error:
            if name not in self.errors:
                self.add_error(name, error.sentence())
            return False
        return True


class LeftOutForm(CalmForm):
    """Why a part is not done."""

    why = forms.CharField(label="Why is it left out?", min_length=3, max_length=300)


class LetterForm(CalmForm):
    """What the clinician adds to the letter before signing it."""

    words = forms.CharField(
        label="In your own words",
        help_text="Stands first in the letter: what you make of it, and what comes next. No chance, and no diagnosis that you have not told.",
        widget=forms.Textarea(attrs={"rows": 6}),
        min_length=20,
        max_length=4000,
    )
    plan = forms.MultipleChoiceField(label="Plan", required=False, widget=forms.CheckboxSelectMultiple)
    programme = forms.BooleanField(label="Add the exercise programme of twelve weeks", required=False)
    acted = forms.BooleanField(
        label="I have acted on what cannot wait", help_text="The red flags above are not named in the letter."
    )

    def __init__(self, items: list[tuple[str, str]], *args: Any, programme: bool, flagged: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = items
        for name, wanted in (("plan", bool(items)), ("programme", programme), ("acted", flagged)):
            if not wanted:
                del self.fields[name]


def _places(slug: str, how: How) -> list[tuple[str, str]]:
    if how in (How.SIDES, How.BEST):
        return [(f"{slug}-{word}", f", {word}") for _, word in SIDED]
    return [(slug, "")]


def _number(label: str, *, required: bool = True) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": f"Fill in “{label}”."},
    )
