"""GA4GH phenopackets, version 2: a person's ontology terms -> a Case. Other versions are refused by name.

Format: https://phenopacket-schema.readthedocs.io/en/2.0.0/ (ISO 4454). Read: subject, phenotypicFeatures, measurements' names, disease labels are
kept out of the findings (they would name the answer).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Case, Person, Sex
from myotome.words.errors import MyotomeError, OutOfRange, UnusableInput
from myotome.words.finding import Evidence, Finding, Origin, Term
from myotome.words.printable import printable
from myotome.words.side import Side, State

SUPPORTED = "2."


def is_phenopacket(content: Mapping[str, Any]) -> bool:
    """Whether a document is meant as a phenopacket, of whatever version."""
    return "phenotypicFeatures" in content or "phenopacketSchemaVersion" in str(content.get("metaData", ""))


def parse_phenopacket(content: Mapping[str, Any], vocabulary: Vocabulary, *, place: str) -> Case:
    """Turn a phenopacket into a Case; raises UnusableInput for another version or a broken part.

    A term becomes a finding where the vocabulary has a concept with its id; every term is kept in ``Case.terms``.
    """
    _check_version(content, place)
    terms, sides = [], []
    for k, feature in enumerate(_list(content, "phenotypicFeatures", place)):
        where = f"{place} > phenotypicFeatures[{k}]"
        kind = _mapping(feature, where).get("type")
        if not isinstance(kind, Mapping) or "id" not in kind:
            raise UnusableInput(
                "a feature needs a type with an id", place=where, cure="Give type.id, such as HP:0001324."
            )
        if not str(kind["id"]).startswith("HP:"):
            continue
        try:
            terms.append(Term(str(kind["id"]), printable(str(kind.get("label") or "")), not _excluded(feature)))
        except MyotomeError as error:
            raise error.at(where) from None
        sides.append(_side(feature, where))
    if not terms:
        raise UnusableInput(
            "the phenopacket holds no HPO term", place=place, cure="Add phenotypicFeatures with HPO ids."
        )
    subject = _mapping(content.get("subject", {}), f"{place} > subject")
    return Case(
        id=printable(str(content.get("id") or "phenopacket"))[:120],
        person=_person(subject, place),
        findings=tuple(_findings(zip(terms, sides, strict=True), vocabulary)),
        terms=tuple(terms),
        sources=tuple(
            printable(str(_mapping(r, f"{place} > externalReferences").get("id", "")))
            for r in _list(_mapping(content.get("metaData", {}), place), "externalReferences", place)
        ),
    )


def years_of(duration: str, place: str = "") -> float:
    """Years in an ISO 8601 duration such as P45Y3M; raises UnusableInput when it is none."""
    found = _DURATION.fullmatch(duration)
    if found is None or duration == "P":
        raise UnusableInput(
            "not an ISO 8601 duration", place=place, value=duration, cure="Write P45Y3M for 45 years and 3 months."
        )
    years, months, weeks, days = (float(part or 0) for part in found.groups())
    return years + months / 12 + weeks * 7 / 365.25 + days / 365.25


def _check_version(content: Mapping[str, Any], place: str) -> None:
    version = str(_mapping(content.get("metaData", {}), f"{place} > metaData").get("phenopacketSchemaVersion", ""))
    if version.startswith(SUPPORTED):
        return
    where = f"{place} > metaData.phenopacketSchemaVersion"
    raise UnusableInput(
        "only phenopackets of version 2 are read",
        place=where,
        value=version or "not stated",
        cure="Convert it to version 2.0.",
    )


def _findings(terms: Iterable[tuple[Term, Side]], vocabulary: Vocabulary) -> Iterator[Finding]:
    by_hpo: dict[str, str] = {}
    for concept in vocabulary.concepts.values():
        if concept.hpo:
            by_hpo.setdefault(concept.hpo, concept.slug)
    for term, side in terms:
        slug = by_hpo.get(term.hpo)
        if slug is not None:
            state = State.PRESENT if term.present else State.ABSENT
            yield Finding(
                slug,
                state,
                side,
                evidence=Evidence(Origin.REPORTED, by="phenopacket", text=f"{term.hpo} {term.label}".strip()),
            )


def _excluded(feature: Mapping[str, Any]) -> bool:
    said = feature.get("excluded", False)
    if not isinstance(said, bool):
        raise UnusableInput("excluded is true or false", value=said, cure="Write it without quotation marks.")
    return said


def _side(feature: Mapping[str, Any], place: str) -> Side:
    for modifier in _list(feature, "modifiers", place):
        if isinstance(modifier, Mapping) and str(modifier.get("id")) in _SIDES:
            return _SIDES[str(modifier["id"])]
    return Side.UNSTATED


def _person(subject: Mapping[str, Any], place: str) -> Person:
    age, sex = _age_years(subject, place), _sex(subject, place)
    try:
        return Person(age, sex)
    except MyotomeError as error:
        raise error.at(f"{place} > subject") from None


def _age_years(subject: Mapping[str, Any], place: str) -> float | None:
    encounter = subject.get("timeAtLastEncounter", {})
    age = encounter.get("age", {}) if isinstance(encounter, Mapping) else {}
    duration = age.get("iso8601duration") if isinstance(age, Mapping) else None
    return None if duration is None else years_of(str(duration), f"{place} > subject.timeAtLastEncounter.age")


def _sex(subject: Mapping[str, Any], place: str) -> Sex:
    name = str(subject.get("sex", "UNKNOWN_SEX"))
    if name not in _SEXES:
        raise OutOfRange(
            "not a sex of the phenopacket schema",
            place=f"{place} > subject.sex",
            value=name,
            cure=f"Use {', '.join(_SEXES)}.",
        )
    return _SEXES[name]


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnusableInput(
            "a mapping is needed here",
            place=place,
            value=type(value).__name__,
            cure="See the phenopacket schema, version 2.",
        )
    return value


def _list(content: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = content.get(name, [])
    if not isinstance(value, list):
        raise UnusableInput(
            "a list is needed here",
            place=f"{place} > {name}",
            value=type(value).__name__,
            cure="See the phenopacket schema.",
        )
    return value


_DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T.*)?")
_SEXES = {"UNKNOWN_SEX": Sex.UNKNOWN, "FEMALE": Sex.FEMALE, "MALE": Sex.MALE, "OTHER_SEX": Sex.UNKNOWN}
_SIDES = {"HP:0012834": Side.RIGHT, "HP:0012835": Side.LEFT, "HP:0012832": Side.BOTH}
