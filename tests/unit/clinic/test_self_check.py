"""The self-check: never a disease as a verdict, red flags stop it, nothing is stored, and what comes back is held against its signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser

EXAMPLES = sorted((Path(__file__).parents[3] / "examples/reports").glob("*.yaml"))
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
COOKIE = "myotome_check"


def _begun(age: str = "61", prefix: str = "") -> Any:
    client = browser()
    assert client.post(f"{prefix}/self-check/", {"age": age, "sex": "male"}).status_code == 302
    return client


def _answer(client: Any, question: str, *answers: str, prefix: str = "", **more: str) -> Any:
    data = {"answer": list(answers), "go": "next", **more}
    return client.post(f"{prefix}/self-check/questions/{question}/", data)


def _rows() -> dict[str, int]:
    from django.apps import apps

    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label != "calls.LimitBucket"
    }


def _seen(text: str) -> str:
    """What a reader sees of a page: no element, no attribute."""
    text = re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", text))


def _state_of_case(path: Path) -> Any:
    """The example case as somebody would answer who says what is in it: present is yes, absent is no, the rest is not known."""
    from myotome.clinic.intake.flow import interview
    from myotome.sources.case_file import parse_case
    from myotome.sources.document import read_document
    from myotome.symptoms.entail import entail
    from myotome.symptoms.interview import Answer
    from myotome.symptoms.interview_script import Kind
    from myotome.wiring import knowledge
    from myotome.words.case import Setting

    vocabulary = knowledge().vocabulary
    case = parse_case(read_document(path), vocabulary, place=path.name, fallback_id=path.stem)
    findings = entail(case.findings, vocabulary).findings
    present = {one.concept for one in findings if one.present}
    absent = {one.concept for one in findings if not one.present} - present
    state = interview().start(case.person, setting=Setting.PRIMARY)
    for question in interview().script.questions.values():
        answer = Answer.dont_know()
        chosen = [
            slug for slug, option in question.options.items() if option.present and set(option.present) <= present
        ]
        if question.kind is Kind.YES_NO and question.concept in present | absent:
            answer = Answer.yes() if question.concept in present else Answer.no()
        elif (question.kind is Kind.MANY and chosen) or (question.kind is Kind.CHOICE and len(chosen) == 1):
            answer = Answer.choose(*chosen)
        if not answer.unknown:
            state = interview().answer(state, question.id, answer)
    return state


def _with(state: Any) -> Any:
    from django.http import HttpResponse

    from myotome.clinic.self_check.keeping import keep

    client, response = browser(), HttpResponse()
    keep(response, state)
    client.cookies[COOKIE] = response.cookies[COOKIE].value
    return client


def _cause_names() -> Iterator[str]:
    from myotome.wiring import knowledge

    for cause in (one for one in knowledge().causes.values() if one.slug != "none_known"):
        for name in (cause.label, cause.label.partition("(")[0], cause.label.rpartition(": ")[2], *cause.synonyms):
            if len(name.strip()) > 2:
                yield name.strip()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_page_names_a_disease_as_what_the_person_has(path: Path) -> None:
    """For every published example: result or stop page, as text and in its sources, holds no name of any cause."""
    client = _with(_state_of_case(path))
    response = client.get("/self-check/result/", follow=True)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    seen = _seen(main).casefold()
    # What the article and the tests say of everybody is no verdict: "an injury", "a medicine"; names of diseases are looked for as words.
    found = [name for name in _cause_names() if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", seen)]
    assert found == []
    assert not re.search(r"\d\s?%", seen), "a probability is shown"
    assert "/health/causes/" not in main


def test_a_ranking_stands_behind_it_all_the_same() -> None:
    """The examples are not all told the same: urgency or specialists differ, so that the test above tests something."""
    from myotome.clinic.self_check.outcome import outcome_of

    told = {(one.timeframe, tuple(map(str, one.who))) for one in map(outcome_of, map(_state_of_case, EXAMPLES))}
    assert len(told) >= 5


def test_nothing_is_stored() -> None:
    """A whole self-check leaves every table as it was, but for the limit against abuse, which holds a hash."""
    before = _rows()
    client = _begun()
    _answer(client, "own_words", "My left hand got thin")
    _answer(client, "since_when", "months")
    client.get("/self-check/answers/")
    assert client.get("/self-check/result/").status_code == 200
    assert _rows() == before
    assert "sessionid" not in client.cookies
    assert "myotome_session" not in client.cookies


def test_the_answers_lie_in_a_cookie_that_scripts_cannot_read_and_that_ends_with_the_browser() -> None:
    """HttpOnly, SameSite, no date of expiry; no page with answers is stored by a browser."""
    client = _begun()
    response = _answer(client, "own_words", "My left hand got thin")
    morsel = response.cookies[COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert not morsel["max-age"]
    assert not morsel["expires"]
    for page in ("/self-check/answers/", "/self-check/result/", "/self-check/questions/own_words/"):
        assert client.get(page).headers["Cache-Control"] == "no-store, private"


def test_a_changed_foreign_or_huge_cookie_counts_as_none() -> None:
    """Who tampers begins again; nothing breaks."""
    from django.core import signing

    good = _begun().cookies[COOKIE].value
    for text in (
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "x",
        "{}",
        "a" * 100_000,
        "\u00ff",
        signing.dumps({"age": 1}),
    ):
        client = browser()
        client.cookies[COOKIE] = text
        response = client.get("/self-check/result/")
        assert (response.status_code, response.headers["Location"]) == (302, "/self-check/")


def test_a_signed_cookie_with_nonsense_in_it_breaks_nothing() -> None:
    """An older version's answers, or an age that cannot be, are left out or begin again."""
    from django.core import signing

    for content in (
        {"age": 400, "sex": "male", "answers": {}},
        {"age": 1, "sex": "other", "answers": {}},
        {"age": 1, "sex": "male", "answers": {"gone": ["x"], "since_when": ["never"], "course": {"values": 3}}},
        {"age": 1, "sex": "male", "answers": []},
        [],
    ):
        client = browser()
        client.cookies[COOKIE] = signing.dumps(content, salt="myotome.self_check.answers")
        assert client.get("/self-check/answers/").status_code in {200, 302}


def test_an_old_cookie_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """After two hours on a shared machine nobody reads what somebody else answered."""
    import time

    client, now = _begun(), time.time()
    assert client.get("/self-check/answers/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600 + 5)
    assert client.get("/self-check/answers/").status_code == 302


@pytest.mark.parametrize(
    ("question", "option", "words"),
    [
        ("urgent_breath", "sudden_face_arm_speech", "Call 999 now"),
        ("urgent_spine", "saddle_numbness", "emergency department now"),
        ("urgent_limb", "severe_limb_pain_tense", "Call 999 now"),
    ],
)
def test_a_red_flag_stops_it_with_what_to_do_now(question: str, option: str, words: str) -> None:
    """The next page is the advice with the number of the house; no question and no result follows until the answer is changed."""
    client = _begun()
    response = _answer(client, question, option)
    assert response.headers["Location"] == "/self-check/stop/"
    text = client.get("/self-check/stop/").content.decode()
    assert words in _seen(text)
    assert 'href="tel:999"' in text
    for page in ("next/", "result/"):
        assert client.get(f"/self-check/{page}").headers["Location"] == "/self-check/stop/"
    _answer(client, question, none="yes")
    assert client.get("/self-check/next/").headers["Location"].startswith("/self-check/questions/")


def test_a_flag_with_time_is_told_and_lets_the_questions_go_on() -> None:
    """Wasting and twitching that spread: within two weeks, and the way on is offered."""
    client = _begun()
    for question, answer in (("how_fast", "slower"), ("course", "worse"), ("thin_parts", "hand"), ("walk", "stiff")):
        _answer(client, question, answer)
    _answer(client, "muscle_twitching_noticed", "yes")
    _answer(client, "twitching_widespread", "yes")
    _answer(client, "slurred_speech", "yes")
    assert client.get("/self-check/stop/").status_code == 200
    text = client.get("/self-check/stop/").content.decode()
    assert "within two weeks" in _seen(text)
    assert "/self-check/next/" in text
    result = _seen(client.get("/self-check/result/").content.decode())
    assert "See a doctor within two weeks" in result


@pytest.mark.parametrize(
    ("question", "data"),
    [
        ("since_when", {"answer": "never"}),
        ("since_when", {"answer": ["days", "weeks"]}),
        ("since_when", {}),
        ("weak_parts", {"answer": "left_arm", "none": "yes"}),
        ("one_limb_smaller", {"answer": "yes", "side": "upwards"}),
        ("prescriptions", {"answer": "", "go": "next"}),
        ("own_words", {"answer": "überlang " * 2000}),
    ],
)
def test_an_answer_that_cannot_be_is_told_on_the_same_page(question: str, data: dict[str, Any]) -> None:
    """422, the question again, and the cookie as it was."""
    client = _begun()
    before = client.cookies[COOKIE].value
    response = client.post(f"/self-check/questions/{question}/", {"go": "next", **data})
    if question == "own_words":
        assert response.status_code in {302, 422}
    else:
        assert response.status_code == 422
        assert "Please look again" in response.content.decode()
        assert client.cookies[COOKIE].value == before


def test_answers_that_no_cookie_can_hold_are_refused_and_the_others_kept() -> None:
    """Text that cannot be packed: the page says to use fewer words, and what was answered before is still there."""
    import secrets

    client = _begun()
    _answer(client, "since_when", "weeks")
    response = _answer(client, "prescriptions", "\n".join(secrets.token_hex(200) for _ in range(30)))
    assert response.status_code == 422
    assert "Use fewer words" in response.content.decode()
    assert "Some weeks ago" in client.get("/self-check/answers/").content.decode()


def test_a_script_in_every_field_stays_text() -> None:
    """Own words, medicines and injuries are shown as they were typed, on every page that shows them."""
    client = _begun()
    for question in ("own_words", "prescriptions", "supplements", "injuries"):
        assert _answer(client, question, EVIL).status_code == 302
        text = client.get(f"/self-check/questions/{question}/").content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    for page in ("answers", "result"):
        text = client.get(f"/self-check/{page}/").content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_i_dont_know_is_an_answer_and_nothing_follows_from_it() -> None:
    """It is listed as such and the next question comes."""
    client = _begun()
    response = client.post("/self-check/questions/since_when/", {"go": "unknown"})
    assert response.headers["Location"] == "/self-check/next/"
    assert "I don't know" in _seen(client.get("/self-check/answers/").content.decode())


def test_it_ends_after_a_bounded_number_of_questions() -> None:
    """Somebody who says no to everything reaches the result with at most the number that the first page promises."""
    from myotome.clinic.intake.flow import interview
    from myotome.clinic.self_check.asking import MOST_QUESTIONS

    client, count = _begun(), 0
    while (place := client.get("/self-check/next/").headers["Location"]).startswith("/self-check/questions/"):
        question = interview().question(place.rstrip("/").rpartition("/")[2])
        kind, first = question.kind.value, next(iter(question.options), "")
        data = {"yes_no": {"answer": "no"}, "choice": {"answer": first}}.get(kind, {"none": "yes", "answer": ""})
        assert client.post(place, {"go": "next", **data}).status_code == 302, question.id
        count += 1
        assert count <= MOST_QUESTIONS
    assert place == "/self-check/result/"
    assert client.get(place).status_code == 200


def test_forgetting_leaves_nothing() -> None:
    """The cookie is gone, and the first page knows of nothing."""
    client = _begun()
    assert client.get("/self-check/forget/").status_code == 405
    response = client.post("/self-check/forget/")
    assert response.cookies[COOKIE]["max-age"] == 0
    assert client.get("/self-check/answers/").status_code == 302


def test_many_results_from_one_address_are_slowed_down() -> None:
    """A flood of results meets 429; the answers stay."""
    client = _begun()
    statuses = [client.get("/self-check/result/").status_code for _ in range(32)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_in_hindi_questions_and_advice_are_hindi_and_say_who_has_read_them() -> None:
    """The same path under /hi/: question, advice and number; drafted by a machine is said."""
    client = _begun(prefix="/hi")
    text = client.get("/hi/self-check/questions/since_when/").content.decode()
    assert re.search(r"<h1>[^<]*[\u0900-\u097f]{3}", text)
    response = _answer(client, "urgent_breath", "sudden_face_arm_speech", prefix="/hi")
    assert response.headers["Location"] == "/hi/self-check/stop/"
    stop = client.get("/hi/self-check/stop/").content.decode()
    assert re.search(r"[\u0900-\u097f]{3}", stop.partition('class="urgent"')[2][:600])
    assert "999" in stop


def test_no_plain_name_of_a_specialist_gives_a_disease_away() -> None:
    """Names of specialists hold no name of a cause; who would give one away is left out."""
    from myotome.clinic.disease_names import names_a_disease
    from myotome.clinic.self_check.outcome import WHO

    assert not [slug for slug, words in WHO.items() if names_a_disease(str(words))]
    assert not {"oncology", "palliative_care", "psychiatry", "infectious_diseases"} & set(WHO)


def test_the_result_as_a_pdf_is_kept_nowhere() -> None:
    """A PDF where the machine can make one, else the way back to the page that can be printed; no row and no name of a disease either way."""
    from importlib.util import find_spec

    client = _begun()
    _answer(client, "own_words", "My left hand got thin")
    before = _rows()
    response = client.get("/self-check/result.pdf")
    assert _rows() == before
    if find_spec("weasyprint") is None:
        assert response.status_code == 404
    elif response.status_code == 302:
        assert response.headers["Location"] == "/self-check/result/"
    else:
        assert response.content.startswith(b"%PDF")
        assert response.headers["Content-Disposition"] == 'attachment; filename="self-check.pdf"'
        assert response.headers["Cache-Control"] == "no-store, private"


def test_the_booking_gets_how_soon_and_only_on_request_the_answers() -> None:
    """Both ways carry the urgency and not one answer; only the form says that the answers go along, from the browser where they lie."""
    from myotome.clinic.self_check.handover import read_handover

    client = _begun()
    _answer(client, "own_words", "My left hand got thin")
    text = unescape(client.get("/self-check/result/").content.decode())
    sent = re.search(r'name="self_check" value="([^"]+)"', text)
    link = re.search(r"\?self_check=([^\"]+)\"", text)
    assert sent
    assert link
    assert (read_handover(link[1]).along, read_handover(sent[1]).along) == (False, True)
    assert read_handover(sent[1]).timeframe == read_handover(link[1]).timeframe
