"""The examination form: what it asks for, and the findings that its answers become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.http import QueryDict

from myotome.anatomy.muscles import muscles
from myotome.anatomy.reflexes import reflexes
from myotome.clinic.examination.measured import force
from myotome.clinic.examination.slip import Slip
from myotome.localisation.grades import NORMAL_STRENGTH, mrc_grade, reflex_grade
from myotome.wiring import knowledge
from myotome.words.errors import KnowledgeError, MyotomeError
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement
from myotome.words.shelf import read_book
from myotome.words.side import Side, State

SIDES: Final = (Side.RIGHT, Side.LEFT)
"""The examiner faces the patient: the patient's right stands first, as on the body map."""
MIDLINE: Final = frozenset({"tongue", "neck_flexors", "neck_extensors", "jaw"})
"""Tested once, not per side."""
GRADES: Final = ("0", "1", "2", "3", "4-", "4", "4+", "5-", "5")
NORMAL_GRADE: Final = "5/5"


@dataclass(frozen=True, slots=True)
class Line:
    """One muscle or reflex: its slug, what to ask the patient to do, and the sides on which it is tested."""

    slug: str
    movement: str
    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form in order: parts with their muscles, reflexes, and signs as (slug, label)."""

    parts: tuple[tuple[str, str, tuple[Line, ...]], ...]
    reflexes: tuple[Line, ...]
    normal_reflex: str
    signs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def sheet() -> Sheet:
    """The packaged form; raises KnowledgeError on a slug that anatomy or vocabulary do not know."""
    content = read_book("myotome.clinic.examination", "sheet.toml").content
    concepts = knowledge().vocabulary.concepts
    parts = tuple(
        (part["title"], f"part-{number}", tuple(_muscle(slug, movement) for slug, movement in part["muscles"]))
        for number, part in enumerate(content["part"], start=1)
    )
    unknown = [slug for slug in content["signs"]["order"] if slug not in concepts]
    if unknown:
        raise KnowledgeError("no concept of this name", place="examination/sheet.toml", value=unknown)
    return Sheet(
        parts,
        tuple(_reflex(slug) for slug in content["reflexes"]["order"]),
        content["reflexes"]["normal"],
        tuple((slug, concepts[slug].label) for slug in content["signs"]["order"]),
    )


def findings_from(posted: QueryDict, examiner: str) -> tuple[list[Finding], list[Slip]]:
    """Every finding that the form holds; what was left blank was not examined, unless its part says that the rest is normal."""
    found: list[Finding] = []
    slips: list[Slip] = []
    for _, part, lines in sheet().parts:
        rest_normal = posted.get(f"{part}-normal") == "yes"
        for line in lines:
            for side in line.sides:
                try:
                    found += _strength(posted, line.slug, side, examiner, rest_normal=rest_normal)
                except MyotomeError as error:
                    slips.append(
                        Slip(f"mrc-{line.slug}-{side.value}", f"{line.movement}, {side.value}: {error.sentence()}")
                    )
    for line in sheet().reflexes:
        for side in line.sides:
            try:
                found += _reflex_finding(posted, line.slug, side, examiner)
            except MyotomeError as error:
                slips.append(
                    Slip(f"reflex-{line.slug}-{side.value}", f"{line.label}, {side.value}: {error.sentence()}")
                )
    found += _signs(posted, examiner)
    return found, slips


def _strength(posted: QueryDict, slug: str, side: Side, examiner: str, *, rest_normal: bool) -> Iterator[Finding]:
    place = f"{slug}-{side.value}"
    typed = posted.get(f"mrc-{place}", "").strip()
    evidence = Evidence(Origin.EXAMINED, examiner)
    if typed and _force(typed, slug, side) is None:
        grade = mrc_grade(typed)
        state = State.ABSENT if grade == NORMAL_STRENGTH else State.PRESENT
        yield Finding("muscle_weakness", state, side, slug, _written(typed), evidence=evidence)
    elif not typed and rest_normal:
        yield Finding("muscle_weakness", State.ABSENT, side, slug, NORMAL_GRADE, evidence=evidence)
    for mark, concept in (("wasted", "muscle_wasting"), ("twitches", "muscle_fasciculation")):
        if posted.get(f"{mark}-{place}") == "yes":
            yield Finding(concept, State.PRESENT, side, slug, evidence=evidence)


def forces_from(posted: QueryDict, on: date) -> list[Measurement]:
    """The forces of the strength grid; cells that cannot be read are told by ``findings_from``."""
    found = []
    for line in (line for _, _, lines in sheet().parts for line in lines):
        for side in line.sides:
            try:
                value = force(posted.get(f"mrc-{line.slug}-{side.value}", "").strip(), line.slug, side, on)
            except MyotomeError:
                continue
            if value is not None:
                found.append(value)
    return found


def _force(typed: str, slug: str, side: Side) -> Measurement | None:
    return force(typed, slug, side, date.min)


def _reflex_finding(posted: QueryDict, slug: str, side: Side, examiner: str) -> Iterator[Finding]:
    typed = posted.get(f"reflex-{slug}-{side.value}", "").strip()
    if typed:
        grade = reflex_grade(typed)
        state = State.ABSENT if grade == reflex_grade(sheet().normal_reflex) else State.PRESENT
        yield Finding(
            "reflex", state, side, slug, f"{grade}+" if grade else "0", evidence=Evidence(Origin.EXAMINED, examiner)
        )


def _signs(posted: QueryDict, examiner: str) -> Iterator[Finding]:
    states: Mapping[str, State] = {"yes": State.PRESENT, "no": State.ABSENT}
    for slug, _ in sheet().signs:
        state = states.get(posted.get(f"sign-{slug}", ""))
        if state is not None:
            yield Finding(slug, state, evidence=Evidence(Origin.EXAMINED, examiner))


def _muscle(slug: str, movement: str) -> Line:
    if slug not in muscles():
        raise KnowledgeError("no muscle of this name", place="examination/sheet.toml", value=slug)
    return Line(slug, movement, muscles()[slug].label, (Side.MIDLINE,) if slug in MIDLINE else SIDES)


def _reflex(slug: str) -> Line:
    if slug not in reflexes():
        raise KnowledgeError("no reflex of this name", place="examination/sheet.toml", value=slug)
    label = reflexes()[slug].label
    return Line(slug, label, label, (Side.MIDLINE,) if slug in MIDLINE else SIDES)


def _written(typed: str) -> str:
    return typed if "/" in typed else f"{typed}/5"
