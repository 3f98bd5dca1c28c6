"""FHIR R4 observations, single or in a bundle: value, unit, limits, day, and which measure of ours it is, by LOINC code or by its text.

Format: https://hl7.org/fhir/R4/observation.html. Read: final, amended and corrected observations with a valueQuantity. Everything else in a
bundle is said and not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from myotome.journey.uploads.reading import Reading, Stated, Subject, Unread
from myotome.sources.document import parse_document
from myotome.sources.readers.cells import as_text, day, unit
from myotome.sources.readers.names import NO_ROOM, measure_named, unit_of
from myotome.sources.readers.pairs import best_grip
from myotome.words.case import Sex
from myotome.words.errors import MyotomeError, UnknownName, UnusableInput
from myotome.words.measurement import Measurement, Norm
from myotome.words.printable import printable
from myotome.words.shelf import read_book
from myotome.words.side import Side
from myotome.words.units import Quantity

NAME, VERSION = "fhir", "1"
LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
COUNTED: Final = frozenset({"final", "amended", "corrected"})
MOST_ENTRIES: Final = 10_000
SEXES: Final = {"female": Sex.FEMALE, "male": Sex.MALE}
_SIDES: Final = {"left": Side.LEFT, "right": Side.RIGHT, "7771000": Side.LEFT, "24028007": Side.RIGHT}
"""Words and SNOMED CT's qualifiers for the sides."""


def fits(content: bytes) -> bool:
    """Whether the beginning looks like a FHIR resource."""
    return b'"resourceType"' in content[:200_000]


def read(content: bytes) -> Reading:
    """Every observation of the document; raises UnusableInput for another resource or a broken one."""
    document = parse_document(as_text(content)[0], "FHIR", is_json=True)
    stated: list[Stated] = []
    unread: list[Unread] = []
    subject = Subject()
    left_out: dict[str, int] = {}
    for place, resource in _resources(document):
        kind = str(resource.get("resourceType", "unknown"))
        if kind == "Patient":
            subject = _subject(resource)
        elif kind != "Observation":
            left_out[kind] = left_out.get(kind, 0) + 1
        else:
            try:
                stated.append(Stated(place, _said(resource), measurement=_measurement(resource)))
            except MyotomeError as error:
                unread.append(Unread(place, _said(resource), error.sentence()))
    stated, more = best_grip(stated)
    notices = tuple(
        f"Not read: {count} of the kind {printable(kind)[:60]}." for kind, count in sorted(left_out.items())
    )
    return Reading(NAME, VERSION, "FHIR observations", tuple(stated), (*unread, *more), notices, subject)


def _resources(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    kind = document.get("resourceType")
    if kind == "Observation":
        yield "the observation", document
        return
    if kind != "Bundle":
        raise UnusableInput(
            "this FHIR resource is not read", value=kind, cure="Send an Observation, or a Bundle of observations."
        )
    entries = document.get("entry", [])
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise UnusableInput(
            "entry is a list of at most 10,000 resources", cure="Send the results of this patient only."
        )
    for k, entry in enumerate(entries, start=1):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            raise UnusableInput("an entry holds no resource", place=f"entry {k}", cure="See FHIR R4, Bundle.")
        yield f"entry {k}", resource


def _measurement(resource: Mapping[str, Any]) -> Measurement:
    status = resource.get("status")
    if status not in COUNTED:
        raise UnusableInput("only final results are read", value=status, cure="Wait for the final result.")
    slug = _measure(_mapping(resource.get("code")))
    value = resource.get("valueQuantity")
    if not isinstance(value, dict):
        raise UnusableInput("it holds no measured value", cure="A text or a code is not read.")
    if value.get("comparator"):
        raise UnusableInput("only a bound is given, not a value", value=value["comparator"])
    size, code = _number(value.get("value")), _unit(value, slug)
    norm = _limits(resource.get("referenceRange"), code, slug)
    side = _side(_mapping(resource.get("bodySite")))
    method = printable(str(_mapping(resource.get("method")).get("text") or ""))[:100]
    return Measurement(slug, Quantity(size, code), side, method=method, taken_on=_day(resource), norm=norm)


def _measure(code: Mapping[str, Any]) -> str:
    """By LOINC code; by text only where no LOINC code says something else."""
    codings = [c for c in _list(code.get("coding")) if isinstance(c, dict)]
    loinc = [str(c.get("code")) for c in codings if c.get("system") == LOINC]
    slugs = {_codes()[one] for one in loinc if one in _codes()}
    if len(slugs) > 1:
        raise UnusableInput("its codes name two different measures", value=loinc)
    if slugs:
        return slugs.pop()
    if loinc:
        raise UnknownName("no room reads this LOINC code", value=", ".join(loinc))
    for text in (code.get("text"), *(c.get("display") for c in codings)):
        if isinstance(text, str) and text.strip():
            return measure_named(text)
    raise UnknownName(NO_ROOM)


def _unit(value: Mapping[str, Any], slug: str) -> str:
    """UCUM where it is said to be UCUM; otherwise the unit as it is printed."""
    code = value.get("code") if value.get("system") == UCUM else value.get("unit") or value.get("code")
    if not isinstance(code, str) or not code:
        raise UnusableInput("no unit is given")
    return unit(code, unit_of(slug))


def _limits(ranges: object, code: str, slug: str) -> Norm | None:
    """The one reference range that is given; several are for several groups of people, and nobody says which is meant."""
    rows = [row for row in _list(ranges) if isinstance(row, dict) and (row.get("low") or row.get("high"))]
    if len(rows) != 1:
        return None
    ends: list[float | None] = []
    for end in ("low", "high"):
        found = rows[0].get(end)
        if not isinstance(found, dict) or found.get("value") is None:
            ends.append(None)
            continue
        own = _unit(found, slug) if found.get("unit") or found.get("code") else code
        ends.append(Quantity(_number(found["value"]), own).to(code).value)
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        raise UnusableInput("the lower limit lies above the upper one", value=f"{ends[0]:g} to {ends[1]:g}")
    return Norm(ends[0], ends[1], "the laboratory's own limits", "sent with the result")


def _day(resource: Mapping[str, Any]) -> date | None:
    said = resource.get("effectiveDateTime") or _mapping(resource.get("effectivePeriod")).get("start")
    if not isinstance(said, str) or len(said) < 10:  # a year or a month alone is no day
        return None
    return day(said, "")


def _side(site: Mapping[str, Any]) -> Side:
    for coding in _list(site.get("coding")):
        if isinstance(coding, dict) and str(coding.get("code")) in _SIDES:
            return _SIDES[str(coding["code"])]
    words = str(site.get("text") or "").casefold().split()
    sides = {_SIDES[word] for word in words if word in _SIDES}
    return sides.pop() if len(sides) == 1 else Side.UNSTATED


def _subject(patient: Mapping[str, Any]) -> Subject:
    born = patient.get("birthDate")
    try:
        born_on = day(born, "") if isinstance(born, str) and len(born) == 10 else None
    except UnusableInput:
        born_on = None
    return Subject(SEXES.get(str(patient.get("gender")), Sex.UNKNOWN), born_on)


def _said(resource: Mapping[str, Any]) -> str:
    code = _mapping(resource.get("code"))
    names = [
        code.get("text"),
        *(_mapping(c).get("display") or _mapping(c).get("code") for c in _list(code.get("coding"))),
    ]
    name = next((str(n) for n in names if n), "an observation without a name")
    value = _mapping(resource.get("valueQuantity"))
    size = f"{value.get('value', '')} {value.get('unit') or value.get('code') or ''}".strip()
    return printable(" · ".join(filter(None, (name, size))))[:500]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        raise UnusableInput("not a number that can be used", value=value)
    return float(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    rows = read_book("myotome.sources.readers", "loinc.toml").content["codes"]
    return {code: slug for slug, codes in rows.items() for code in codes}
