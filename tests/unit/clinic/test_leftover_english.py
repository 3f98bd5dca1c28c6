"""No English is left on the Hindi pages: every public page, every question and every step is read, words with Latin letters are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser
from leftover_words import latin_words

# Short forms that stand on the paper from the laboratory in Latin letters, in Hindi as in English.
SHORT_FORMS = frozenset(
    [
        "ACPA",
        "ALS",
        "ANA",
        "CIDP",
        "CK",
        "COPD",
        "CPT",
        "DMPK",
        "DXA",
        "EMG",
        "FSHD",
        "GLP",
        "GM",
        "HIV",
        "HMB",
        "HMGCR",
        "HbA",
        "IgM",
        "MMN",
        "PDF",
        "PLS",
        "PMA",
        "PPI",
        "PROMM",
        "SGLT",
        "SMN",
        "SRP",
        "TNF",
        "cN",
    ]
)
# Names of places, products and people, and examples of what somebody may type.
PROPER = (
    "Myotome Demo Clinic", "Myotome", "1 Example Street", "London W1A 0ZZ", "English",
)  # fmt: skip
TYPED = (
    "My left hand got thin",
    "Ada Example",
    "ada@clinic.example",
    "xqzvw",
    "anti jo1",
    "als",
    "wasting of hand",
    "Europe/London",
)
GUEST = {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958", "language": "hi"}


REFERENCE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def _leftover(page: str) -> set[str]:
    words = latin_words(REFERENCE.sub("", page), "hi", PROPER + TYPED)
    return {word for word in words if word not in SHORT_FORMS}


def _read(response: Any) -> str:
    return str(response.content.decode())


def test_the_reader_of_words_finds_english_and_knows_what_is_marked_as_such() -> None:
    """Text, labels for screen readers and descriptions count; what says lang="en" and what nobody sees do not."""
    page = '<p>अ Left <span lang="en">marked</span> over</p><a aria-label="Menu"><img alt="Hand"></a><script>var x</script>'
    assert latin_words(page, "hi") == ["Left", "over", "Menu", "Hand"]
    assert latin_words("<p>Demo Clinic में</p>", "hi", ["Demo Clinic"]) == []


def test_every_hindi_page_that_a_link_leads_to_is_hindi() -> None:
    """From the front page along every link: articles, A-Z, body map, forms; over 200 pages."""
    client, todo, seen, wrong = browser(), ["/hi/"], {"/hi/"}, {}
    while todo:
        address = todo.pop()
        response = client.get(address, follow=True)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        text = _read(response)
        if left := _leftover(text):
            wrong[address] = left
        new = {unescape(link).partition("?")[0] for link in re.findall(r'href="(/hi/[^"#]*)', text)} - seen
        seen |= new
        todo += sorted(new)
    assert wrong == {}
    assert len(seen) > 200


def test_every_question_of_the_self_check_is_hindi() -> None:
    """All questions with their options and sections, whether or not this person would be asked them."""
    from myotome.clinic.intake.flow import interview

    client = browser()
    assert client.post("/hi/self-check/", {"age": "61", "sex": "male"}).status_code == 302
    wrong = {}
    for question in interview().script.questions:
        if left := _leftover(_read(client.get(f"/hi/self-check/questions/{question}/"))):
            wrong[question] = left
    assert wrong == {}


def _self_check() -> Iterator[tuple[str, Any]]:
    client = browser()
    yield "a wrong age", client.post("/hi/self-check/", {"age": "400", "sex": "x"})
    client.post("/hi/self-check/", {"age": "61", "sex": "male"})
    yield "nothing chosen", client.post("/hi/self-check/questions/since_when/", {"go": "next"})
    client.post("/hi/self-check/questions/own_words/", {"go": "next", "answer": "My left hand got thin"})
    client.post("/hi/self-check/questions/since_when/", {"go": "next", "answer": "months"})
    client.post("/hi/self-check/questions/thin_parts/", {"go": "next", "answer": "hand"})
    client.post("/hi/self-check/questions/course/", {"go": "unknown"})
    yield "the beginning again", client.get("/hi/self-check/")
    yield "answers", client.get("/hi/self-check/answers/")
    yield "result", client.get("/hi/self-check/result/")
    client.post("/hi/self-check/questions/urgent_breath/", {"go": "next", "answer": "choking"})
    yield "stop", client.get("/hi/self-check/stop/")
    yield "forgotten", client.post("/hi/self-check/forget/")


def _searches() -> Iterator[tuple[str, Any]]:
    for query in ("", "xqzvw", "als", "हाथ", "हाथ सुन्न", "wasting of hand", "anti jo1", "दर्द"):
        yield f"search {query}", browser().get("/hi/health/search/", {"q": query})
    yield "helpful", browser().get("/hi/health/causes/als/helpful/?answer=no")
    yield "not answered", browser().post("/hi/health/causes/als/helpful/", {})
    yield "thanks", browser().post("/hi/health/causes/als/helpful/", {"helpful": "yes"})
    yield "no such page", browser().get("/hi/health/causes/none/")


def _booking() -> Iterator[tuple[str, Any]]:
    client = browser()
    for service in re.findall(r'name="service" value="([^"]+)"', _read(client.get("/hi/appointments/"))):
        yield f"times of {service}", client.post("/hi/appointments/times/", {"service": service})
    times = client.post("/hi/appointments/times/", {"service": "review"})
    offer = unescape(re.findall(r'name="offer" value="([^"]+)"', _read(times))[0])
    client.post("/hi/appointments/hold/", {"service": "review", "offer": offer})
    yield "details", client.get("/hi/appointments/details/")
    yield "nothing filled in", client.post("/hi/appointments/details/", {})
    booked = client.post("/hi/appointments/details/", GUEST)
    address = booked["Location"]
    yield "booked", client.get(address)
    yield "where to move it", client.get(address.partition("?")[0] + "move/")
    yield "cancel?", client.get(address.partition("?")[0] + "cancel/")
    yield "waiting for an earlier time", client.post(address.partition("?")[0] + "earlier/", follow=True)
    yield "cancelled", client.post(address.partition("?")[0] + "cancel/", follow=True)
    yield "the waiting list", client.get("/hi/appointments/waiting-list/?service=review")
    yield "the waiting list, empty", client.post("/hi/appointments/waiting-list/", {"service": "review"})
    yield "not found", client.post("/hi/appointments/find/", {"reference": "0000", "born_on": "1970-05-06"})
    yield "call back", client.get("/hi/call-back/")
    yield "call back, empty", client.post("/hi/call-back/", {})
    yield "called back", client.get("/hi/call-back/sent/", follow=True)


@pytest.mark.parametrize("steps", [_self_check, _searches, _booking], ids=["self-check", "health", "booking"])
def test_every_step_and_every_refusal_is_hindi(steps: Any) -> None:
    """What follows from a form: results, refusals, thanks, bookings; each with some Hindi on it."""
    wrong = {}
    for name, response in steps():
        text = _read(response)
        assert re.search(r"[\u0900-\u097f]{3}", text), f"{name}: {response.status_code}, {response.get('Location')}"
        if left := _leftover(text):
            wrong[name] = left
    assert wrong == {}


def test_the_paper_of_the_self_check_is_hindi() -> None:
    """What is saved as a PDF is the same words."""
    from django.template.loader import render_to_string
    from django.utils import timezone
    from django.utils.translation import override

    from myotome.clinic.house import house
    from myotome.clinic.intake.flow import interview
    from myotome.clinic.self_check.end import _context
    from myotome.words.case import Person, Setting, Sex

    state = interview().start(Person(61.0, Sex.MALE), setting=Setting.PRIMARY)
    with override("hi"):
        context = _context(state) | {"house": house(), "today": timezone.localdate(), "LANGUAGE_CODE": "hi"}
        assert _leftover(render_to_string("self_check/paper.html", context)) == set()


def test_appointments_have_one_name() -> None:
    """The Hindi word of the menu is the one of every page and message: where the English says appointment, the Hindi does."""
    import io
    from pathlib import Path

    from babel.messages.pofile import read_po

    import myotome.clinic.language

    folder = Path(myotome.clinic.language.__file__).parent / "locale/hi/LC_MESSAGES/django.po"
    wrong = [
        message.id
        for message in read_po(io.BytesIO(folder.read_bytes()))
        if isinstance(message.id, str)
        and re.search("appointment", message.id, re.IGNORECASE)
        and "अपॉइंटमेंट" not in str(message.string)
    ]
    assert wrong == []
    assert "मुलाक़ात का समय" not in folder.read_text(encoding="utf-8")
