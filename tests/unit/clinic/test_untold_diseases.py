"""A patient reads no name of a disease that nobody told them: for every cause at the top of a ranking, over everything we write to patients.

Allowed is what was told (the cause of a release), what the person wrote, and the public pages, to which nothing here leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, user

SIGNS = 8
"""The telling signs of a cause that make up its case."""


def _causes() -> list[str]:
    from myotome.wiring import knowledge

    return [slug for slug in knowledge().causes if slug != "none_known"]


@lru_cache(maxsize=1)
def _assessed() -> Mapping[str, tuple[Any, dict[str, Any]]]:
    """Cause -> case of its most telling signs, and its assessment as the record keeps it."""
    from myotome.journey.assess import assess
    from myotome.journey.export import to_json
    from myotome.wiring import knowledge
    from myotome.words.case import Case, Person, Sex
    from myotome.words.finding import Finding

    known = knowledge()
    concepts, found = known.vocabulary.concepts, {}
    for slug in _causes():
        claims = known.causes[slug].claims
        telling = sorted(claims, key=lambda name: -claims[name].p / max(concepts[name].background, 0.01))[:SIGNS]
        case = Case("made up", person=Person(60.0, Sex.UNKNOWN), findings=tuple(map(Finding, telling)))
        found[slug] = (case, to_json(assess(case, known), known))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _named(value: Any, told: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    from myotome.clinic.disease_names import untold_names_in

    return [(text, names) for text in _texts(value) if (names := untold_names_in(text, told))]


def test_the_cases_are_led_by_their_causes() -> None:
    """Without this the tests below would pass on rankings that name nothing: nine in ten are led by the cause that they were made from."""
    led = [slug for slug, (_, content) in _assessed().items() if content["causes"][0]["slug"] == slug]
    assert len(led) >= 0.9 * len(_causes()) and "als" in led


def test_a_plan_names_no_disease_that_was_not_told() -> None:
    """Everything that may be given is asked for, with nothing told; the exercises as well. With the cause told, its own care is given."""
    from myotome.clinic.mine.plain_plan import offered_items, plan_for_patient, programme_for_patient
    from myotome.wiring import knowledge

    wrong, given, held_back = {}, 0, 0
    for slug, (_, content) in _assessed().items():
        asked = [name for name, _ in offered_items(content)]
        plan = plan_for_patient(asked, content, knowledge().treatments)
        if named := _named(plan) + _named(programme_for_patient(content)):
            wrong[slug] = named
        given, held_back = given + len(plan), held_back + len(asked) - len(plan)
        assert _named(plan_for_patient(asked, content, knowledge().treatments, (slug,)), (slug,)) == []
    assert wrong == {}
    assert given > 100 and held_back > 5
    _, als = _assessed()["als"]
    labels = [one["label"] for one in plan_for_patient(["exercise_als"], als, knowledge().treatments, ("als",))]
    assert labels == ["Exercise in motor neuron disease"]


def test_the_draft_of_a_letter_names_no_disease() -> None:
    """With every proposed test ticked and the referral told, and no cause chosen."""
    from myotome.journey.letters.ground import Ground
    from myotome.journey.letters.patient import draft_patient_letter
    from myotome.wiring import knowledge

    wrong = {}
    for slug, (case, content) in _assessed().items():
        tests = [one["slug"] for one in content["next_tests"]]
        letter = draft_patient_letter(Ground(case, content, knowledge(), "Ada"), tests=tests)
        if named := _named([letter.subject, *(block.text for block in letter.blocks)]):
            wrong[slug] = named
    assert wrong == {}


def test_every_test_and_every_specialist_can_be_told_without_a_name() -> None:
    """Whatever is ticked, also what this ranking would not have proposed."""
    from myotome.clinic.disease_names import disease_names_in
    from myotome.journey.letters.ground import Ground
    from myotome.journey.letters.patient import draft_patient_letter
    from myotome.journey.letters.plain_words import plain_words
    from myotome.wiring import knowledge

    case, content = _assessed()["als"]
    orders, told = list(knowledge().orders), ""
    # A letter with all of them would be too long to be one.
    for some in (orders[:20], orders[20:40], orders[40:]):
        letter = draft_patient_letter(Ground(case, content, knowledge(), "Ada"), tests=some)
        told += "\n" + next(block.text for block in letter.blocks if block.slug == "next")
    assert disease_names_in(told) == ()
    assert "A gene test." in told and "Needle EMG" in told and told.count("\n- ") >= len(orders)
    words = plain_words()
    assert [who for who, plain in words.people.items() if who not in words.reveals and disease_names_in(plain)] == []
    assert [one.text for one in words.watch if disease_names_in(one.text)] == []


def test_the_plan_of_a_health_check_offers_nothing_that_names_a_disease() -> None:
    """Its letter names no disease, so neither do the parts of the plan that may go with it."""
    from types import SimpleNamespace

    from myotome.clinic.health_check.page import plan_items

    offered = {slug: plan_items(SimpleNamespace(content=content)) for slug, (_, content) in _assessed().items()}  # type: ignore[arg-type]
    assert {slug: named for slug, items in offered.items() if (named := _named(items))} == {}
    assert sum(map(len, offered.values())) > 100


def test_what_was_read_from_own_words_is_asked_back_without_a_name() -> None:
    """A sign whose label names a disease is asked about by its question, unless the person used the name."""
    from myotome.clinic.disease_names import disease_names_in
    from myotome.clinic.intake.flow import interview
    from myotome.clinic.intake.own_words import proposed
    from myotome.symptoms.interview import Answer
    from myotome.wiring import knowledge
    from myotome.words.case import Person, Sex

    read, wrong = 0, {}
    for concept in knowledge().vocabulary.concepts.values():
        for words in (concept.label, *concept.synonyms):
            if "asked" in concept.learned_by:
                state = interview().answer(
                    interview().start(Person(60.0, Sex.FEMALE)), "own_words", Answer.write(f"I have {words}.")
                )
                for one in proposed(state):
                    read += 1
                    if not set(disease_names_in(one.words)) <= set(disease_names_in(words)) and one.words not in {
                        c.question for c in knowledge().vocabulary.concepts.values()
                    }:
                        wrong[words] = one.words
    assert wrong == {}
    assert read > 100


def _own() -> Any:
    from myotome.record.models import Patient

    return Patient.objects.get(account=user("patient"))


def _pages(client: Any) -> dict[str, str]:
    """Every page of a patient's own that needs no more than its address, as text without what leads to the public pages."""
    pages = {}
    for address in ("/my/", "/my/health-check/", "/my/questions/", "/my/questions/check/", "/my/questions/urgent/"):
        response = client.get(address, follow=True)
        if response.status_code == 200:
            main = response.content.decode().partition("<main")[2].partition("</main>")[0]
            pages[address] = " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
    return pages


@pytest.mark.parametrize("cause", ["als", "ibm", "cachexia_cancer_chronic", "fshd", "stroke_hemiparesis"])
def test_the_pages_of_a_patient_name_no_disease_before_it_is_told(cause: str) -> None:
    """Ranked first in the record, and not told: exercises and plan are given, a visit has a reason, and no page names any disease."""
    from myotome.clinic.disease_names import disease_names_in
    from myotome.clinic.mine.plain_plan import offered_items

    own, clinician, reader = _own(), browser("clinician"), browser("patient")
    for finding in _assessed()[cause][0].findings:
        clinician.post(f"/patients/{own.ref}/answers/", {"concept": finding.concept, "answer": "yes"})
    clinician.get(f"/patients/{own.ref}/")
    latest = own.assessments.order_by("-number").first()
    assert cause in [one["slug"] for one in latest.content["causes"][:3]]
    before = {address: set(disease_names_in(text)) for address, text in _pages(reader).items()}
    items = [slug for slug, _ in offered_items(latest.content)]
    said = {"number": latest.number, "words": "We will talk soon.", "cause": "", "items": items, "programme": "on"}
    refused = clinician.post(f"/patients/{own.ref}/release/", said)
    if refused.status_code != 302:
        assert "tells the patient of a disease" in refused.content.decode()
        from myotome.clinic.mine.plain_plan import telling_items
        from myotome.wiring import knowledge

        telling = {label for label, _ in telling_items(items, latest.content, knowledge().treatments, ())}
        said["items"] = [slug for slug, label in offered_items(latest.content) if label not in telling]
        assert clinician.post(f"/patients/{own.ref}/release/", said).status_code == 302
    pages = _pages(reader)
    assert "Your plan" in pages["/my/"]
    assert {address: set(disease_names_in(text)) for address, text in pages.items()} == before
    assert before["/my/"] == set()


def test_a_note_in_the_diary_that_names_a_disease_is_refused_and_not_shown() -> None:
    """The desk's words are read by the patient: refused at the desk, and left out where an older one stands."""
    from myotome.clinic.desk.booking_forms import ExtrasForm

    assert ExtrasForm({"for_what": "wheelchair, brings her son"}).is_valid()
    form = ExtrasForm({"for_what": "ALS review"})
    assert not form.is_valid() and "leave out ALS" in str(form.errors)
