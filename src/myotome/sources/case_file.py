"""Case files: what is written in YAML or JSON -> a Case that means something, with every name and number checked."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from myotome.anatomy.sites import site_slug
from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Case, Medication, Person, Setting, Sex
from myotome.words.errors import MyotomeError, OutOfRange, UnusableInput
from myotome.words.finding import Evidence, Finding, Origin, Term
from myotome.words.injury import FIRST_YEAR, LAST_YEAR, Harm, Injury, Place
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import Side, State
from myotome.words.units import Quantity


def _no_truth_value(value: object) -> object:
    """True is no number, though Python counts with it."""
    if isinstance(value, bool):
        raise ValueError("a number is needed here")
    return value


_NUMBER = BeforeValidator(_no_truth_value)
Number = Annotated[float, _NUMBER, Field(allow_inf_nan=False)]
Text = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class PersonEntry(_Strict):
    """Who the case is about; leave out what is not known."""

    age_years: Annotated[float | None, _NUMBER, Field(ge=0, le=125, description="0.25 for three months")] = None
    sex: Literal["female", "male", "unknown"] = "unknown"
    weight_kg: Annotated[float | None, _NUMBER, Field(ge=0.3, le=650)] = None


class FindingEntry(_Strict):
    """One finding: exactly one of ``present`` and ``absent``, holding a concept's slug."""

    present: Name | None = None
    absent: Name | None = None
    side: Literal["left", "right", "both", "midline", "unstated"] = "unstated"
    site: Annotated[str, Field(max_length=100, description="a muscle, reflex or region of the anatomy")] = ""
    grade: Annotated[str, Field(max_length=40, description="as the clinic writes it: 4-/5, 2+")] = ""
    started: date | None = None
    how: Literal["reported", "examined", "measured", "read", "derived"] = "reported"
    text: Annotated[str, Field(max_length=2000, description="the words it was taken from")] = ""

    @model_validator(mode="after")
    def _one_state(self) -> FindingEntry:
        if (self.present is None) == (self.absent is None):
            raise ValueError("give exactly one of present and absent")
        return self


class LimitsEntry(_Strict):
    """The laboratory's own limits, in the unit of the value."""

    low: Number | None = None
    high: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> LimitsEntry:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("the lower limit lies above the upper one")
        return self


class MeasurementEntry(_Strict):
    """One measured value with its UCUM unit."""

    measure: Name
    value: Number
    unit: Name
    limits: LimitsEntry | None = None
    side: Literal["left", "right", "both", "midline", "unstated"] = "unstated"
    site: Annotated[str, Field(max_length=100)] = ""
    method: Annotated[str, Field(max_length=200)] = ""
    taken_on: date | None = None


class MedicationEntry(_Strict):
    """One line of the medication list, prescription, over the counter or supplement."""

    name: Name
    dose: Annotated[str, Field(max_length=200)] = ""
    started: date | None = None
    stopped: date | None = None
    still_taken: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> MedicationEntry:
        if self.started is not None and self.stopped is not None and self.stopped < self.started:
            raise ValueError("it was stopped before it was started")
        return self


class InjuryEntry(_Strict):
    """One injury, old or new; what is left out is not known."""

    what: Name
    place: Place | None = None
    side: Literal["left", "right", "both", "midline", "unstated"] = "unstated"
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    harms: Annotated[tuple[Harm, ...], Field(max_length=len(Harm))] = ()
    before: bool | None = None
    same_limb: bool | None = None

    @model_validator(mode="after")
    def _month_of_a_year(self) -> InjuryEntry:
        if self.month is not None and self.year is None:
            raise ValueError("a month needs its year")
        return self


class TermEntry(_Strict):
    """One term of the Human Phenotype Ontology."""

    hpo: Annotated[str, Field(pattern=r"^HP:\d{7}$")]
    label: Annotated[str, Field(max_length=300)] = ""
    present: bool = True


class CaseFile(_Strict):
    """A case file. Every part but the id may be left out; what is left out is not known, never normal."""

    format: Literal["myotome-case/1"] = "myotome-case/1"
    id: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[\w .:@+-]+$")]
    person: PersonEntry = PersonEntry()
    setting: Literal["primary", "clinic", "ward"] = "clinic"
    seen_on: date | None = None
    complaint: Text = ""
    findings: Annotated[tuple[FindingEntry, ...], Field(max_length=1000)] = ()
    measurements: Annotated[tuple[MeasurementEntry, ...], Field(max_length=1000)] = ()
    medications: Annotated[tuple[MedicationEntry, ...], Field(max_length=200)] = ()
    injuries: Annotated[tuple[InjuryEntry, ...], Field(max_length=100)] = ()
    terms: Annotated[tuple[TermEntry, ...], Field(max_length=1000)] = ()
    notes: Text = ""
    sources: tuple[Annotated[str, Field(max_length=500)], ...] = ()
    truth: tuple[Name, ...] = ()


def parse_case(content: dict[str, Any], vocabulary: Vocabulary, *, place: str, fallback_id: str = "") -> Case:
    """Turn parsed YAML or JSON into a Case."""
    content = _said(content)
    if "id" not in content and fallback_id:
        content = {"id": case_id(fallback_id), **content}
    try:
        entry = CaseFile.model_validate(content)
    except ValidationError as error:
        raise _sentence(error, place) from error
    if not (entry.findings or entry.measurements or entry.medications or entry.terms):
        raise UnusableInput(
            "the case holds no finding, measurement, medication or term", place=place, cure="Add at least one finding."
        )
    return Case(
        id=entry.id,
        person=Person(entry.person.age_years, Sex(entry.person.sex)),
        setting=Setting(entry.setting),
        findings=tuple(_finding(f, vocabulary, f"{place} > findings[{k}]") for k, f in enumerate(entry.findings)),
        measurements=tuple(_measurement(m, f"{place} > measurements[{k}]") for k, m in enumerate(entry.measurements)),
        medications=tuple(Medication(m.name, m.dose, m.started, m.stopped, m.still_taken) for m in entry.medications),
        injuries=tuple(
            Injury(i.what, i.place, Side(i.side), i.year, i.month, i.harms, i.before, i.same_limb)
            for i in entry.injuries
        ),
        terms=tuple(Term(t.hpo, t.label, t.present) for t in entry.terms),
        weight_kg=entry.person.weight_kg,
        complaint=entry.complaint,
        notes=entry.notes,
        seen_on=entry.seen_on,
        sources=entry.sources,
        truth=entry.truth,
    )


def case_id(name: str) -> str:
    """The name as a case may bear it: what a file is called, without the letters that an id cannot hold."""
    return _NO_ID.sub("-", name)[:120].strip() or "case"


def case_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a case file."""
    schema = CaseFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Myotome case file"
    return schema


def _finding(entry: FindingEntry, vocabulary: Vocabulary, place: str) -> Finding:
    name = entry.present or entry.absent or ""
    try:
        concept = vocabulary.resolve(name)
        site = _site(entry.site)
        _check_grade(entry)
    except MyotomeError as error:
        raise error.at(place) from None
    state = State.PRESENT if entry.present else State.ABSENT
    evidence = Evidence(Origin(entry.how), text=entry.text)
    return Finding(concept.slug, state, Side(entry.side), site, entry.grade, entry.started, evidence)


def _said(value: Any) -> Any:
    """The mapping without what is written as null: what is left out is not known."""
    if isinstance(value, dict):
        return {name: _said(part) for name, part in value.items() if part is not None}
    return [_said(part) for part in value] if isinstance(value, list) else value


def _check_grade(entry: FindingEntry) -> None:
    """A grade written as a part of a whole (4/5, 2+/4) cannot be more than the whole, nor less than nothing."""
    found = _GRADE.fullmatch(entry.grade)
    if found and not 0 <= float(found.group(1)) <= float(found.group(2)):
        raise OutOfRange(
            "no such grade",
            value=entry.grade,
            cure="Strength is graded 0 to 5 (4-/5, 4+), a reflex 0 to 4 (2+).",
        )


def _site(name: str) -> str:
    return site_slug(name) if name else ""


def _measurement(entry: MeasurementEntry, place: str) -> Measurement:
    norm = None
    if entry.limits is not None:
        norm = Norm(entry.limits.low, entry.limits.high, "the laboratory's own limits", "case file")
    try:
        quantity = Quantity(entry.value, entry.unit)
        return Measurement(
            entry.measure, quantity, Side(entry.side), _site(entry.site), entry.method, entry.taken_on, norm=norm
        )
    except MyotomeError as error:
        raise error.at(place) from None


def _sentence(error: ValidationError, place: str) -> UnusableInput:
    """The first problem that pydantic found, as one sentence; the number of further ones is added."""
    problems = error.errors()
    first = problems[0]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    cure = _CURES.get(first["type"], "See `myotome schema case` for the format.")
    if first["type"] == "extra_forbidden":
        problem = "this name is not part of a case file"
        value: object = first["loc"][-1]
    else:
        problem, value = first["msg"].removeprefix("Value error, "), first.get("input")
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return UnusableInput(problem + more, place=f"{place} > {where}" if where else place, value=value, cure=cure)


_NO_ID = re.compile(r"[^\w .:@+-]")
_GRADE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[-+−]*\s*/\s*(\d+)\s*[-+−]*\s*")
_CURES = {
    "missing": "Add it.",
    "extra_forbidden": "Remove it, or see `myotome schema case` for the names.",
    "less_than_equal": "Check the number and its unit.",
    "greater_than_equal": "Check the number and its unit.",
    "value_error": "See `myotome schema case` for the format.",
}
