"""Forms for one finding, one measured value, one medicine; names are resolved by the vocabulary, units by the words."""

from __future__ import annotations

from typing import Any

from django import forms

from myotome.anatomy.reflexes import reflex_named
from myotome.anatomy.sites import site_slug
from myotome.clinic.forms import CalmForm
from myotome.investigations.interpret import known_measures, resolve_measure
from myotome.journey.wording import SIDES
from myotome.record.rows import WEIGHT
from myotome.wiring import knowledge
from myotome.words.case import Medication
from myotome.words.errors import MyotomeError
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import Side, State
from myotome.words.units import Quantity

SIDE_CHOICES = [(side.value, words or "not stated") for side, words in SIDES.items()]
STATE_CHOICES = [("present", "Found"), ("absent", "Looked for and not found")]
ORIGIN_CHOICES = [
    ("examined", "Examined"),
    ("reported", "Said by the patient or a letter"),
    ("measured", "A test result"),
]


class FindingForm(CalmForm):
    """One finding; ``concept`` takes a label, a synonym's slug or a slug."""

    template_name = "findings/finding_fields.html"

    concept = forms.CharField(
        label="Finding", max_length=120, widget=forms.TextInput(attrs={"list": "concepts", "autocomplete": "off"})
    )
    state = forms.ChoiceField(label="State", choices=STATE_CHOICES, widget=forms.RadioSelect, initial="present")
    side = forms.ChoiceField(label="Side", choices=SIDE_CHOICES, initial=Side.UNSTATED.value, required=False)
    site = forms.CharField(label="Muscle, reflex or place", max_length=100, required=False)
    grade = forms.CharField(label="Grade", help_text="For example 4-/5 or 2+", max_length=40, required=False)
    origin = forms.ChoiceField(label="How it is known", choices=ORIGIN_CHOICES, initial="examined")
    text = forms.CharField(label="In whose words", max_length=500, required=False)

    def clean_concept(self) -> str:
        """The slug of the concept."""
        return _told(lambda: concept_named(self.cleaned_data["concept"]))

    def clean_site(self) -> str:
        """The slug of the place, or nothing; beside a reflex, ``biceps`` is the reflex and not the muscle."""
        typed = self.cleaned_data["site"].strip()
        if not typed:
            return ""
        if self.cleaned_data.get("concept") == "reflex":
            return _told(lambda: reflex_named(typed).slug)
        return _told(lambda: site_slug(typed))

    def finding(self, said_by: str) -> Finding:
        """The finding that was typed."""
        data = self.cleaned_data
        return Finding(
            data["concept"],
            State(data["state"]),
            Side(data["side"] or Side.UNSTATED.value),
            data["site"],
            data["grade"].strip(),
            evidence=Evidence(Origin(data["origin"]), said_by, data["text"].strip()),
        )


class CorrectionForm(FindingForm):
    """A finding in the place of another, with the reason."""

    template_name = CalmForm.template_name

    why = forms.CharField(label="Why is it corrected?", max_length=500, min_length=3)


class WithdrawalForm(CalmForm):
    """Why an entry no longer holds."""

    why = forms.CharField(label="Why is it withdrawn?", max_length=500, min_length=3)


class MeasurementForm(CalmForm):
    """One measured value as the laboratory printed it."""

    template_name = "findings/measurement_fields.html"

    measure = forms.CharField(
        label="Measure", max_length=80, widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"})
    )
    value = forms.FloatField(label="Value")
    unit = forms.CharField(label="Unit", help_text="For example U/L, mmol/L, kg", max_length=40)
    side = forms.ChoiceField(label="Side", choices=SIDE_CHOICES, initial=Side.UNSTATED.value, required=False)
    taken_on = forms.DateField(label="Taken on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    low = forms.FloatField(label="Laboratory's lower limit", required=False)
    high = forms.FloatField(label="Laboratory's upper limit", required=False)

    def clean_measure(self) -> str:
        """The slug of the measure."""
        typed = self.cleaned_data["measure"]
        return WEIGHT if typed.strip().casefold() in {WEIGHT, "body weight"} else _told(lambda: resolve_measure(typed))

    def clean(self) -> dict[str, Any]:
        """The value with its unit, checked as a measurement is checked."""
        data: dict[str, Any] = super().clean() or {}
        if "measure" in data and "value" in data and "unit" in data:
            _told(lambda: str(self.measurement()), "unit")
        return data

    def measurement(self) -> Measurement:
        """The measurement that was typed."""
        data = self.cleaned_data
        norm = None
        if data.get("low") is not None or data.get("high") is not None:
            norm = Norm(data.get("low"), data.get("high"), "the laboratory's own limits", "typed in with the result")
        quantity = Quantity(data["value"], data["unit"].strip())
        if data["measure"] == WEIGHT:
            quantity.to("kg")
        side = Side(data.get("side") or Side.UNSTATED.value)
        return Measurement(data["measure"], quantity, side, taken_on=data.get("taken_on"), norm=norm)


class MedicationForm(CalmForm):
    """One line of the medication list."""

    name = forms.CharField(label="Medicine or supplement", max_length=200)
    dose = forms.CharField(label="Dose", max_length=200, required=False)
    started = forms.DateField(label="Since", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    stopped = forms.DateField(label="Stopped on", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def medication(self) -> Medication:
        """The line that was typed."""
        data = self.cleaned_data
        return Medication(
            data["name"].strip(), data["dose"].strip(), data["started"], data["stopped"], data["stopped"] is None
        )


def concept_named(typed: str) -> str:
    """The slug of a concept from its label or any name of the vocabulary; raises UnknownName with the nearest."""
    vocabulary = knowledge().vocabulary
    plain = typed.strip().casefold()
    for concept in vocabulary.concepts.values():
        if plain == concept.label.casefold():
            return concept.slug
    return vocabulary.resolve(typed.strip()).slug


def concept_labels() -> list[str]:
    """Labels of everything that can be found, for the list that a field offers."""
    return sorted(concept.label for concept in knowledge().vocabulary.concepts.values())


def measure_labels() -> list[str]:
    """Labels of everything that can be measured."""
    return sorted(["Body weight", *(measure.label for measure in known_measures().values())])


def _told(find: Any, field: str | None = None) -> str:
    try:
        return str(find())
    except MyotomeError as error:
        sentence = forms.ValidationError(error.sentence())
        raise (forms.ValidationError({field: sentence}) if field else sentence) from error
