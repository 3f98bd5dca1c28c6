"""Script stored in every free-text field stays text on every page that shows it."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user

sys.path.insert(0, str(Path(__file__).parent))
from free_text import CLOSED, EVIL, FREE, MARK, PACKED, columns, fill, holds_script


class _Elements(HTMLParser):
    """Collects what a browser would act on: scripts without a source, event attributes, inline styles, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.inline_scripts = 0
        self.events: list[str] = []
        self.styles: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        runs = found.get("type") != "application/ld+json"
        self.inline_scripts += tag == "script" and "src" not in found and runs
        self.events += [name for name in found if name.startswith("on")]
        if "style" in found:
            self.styles.append(f"{tag}: {found['style']}")
        if tag in {"script", "img", "iframe", "source", "object", "embed", "audio", "video", "use", "image"}:
            self.loads += [v for k, v in found.items() if k in {"src", "href", "xlink:href", "data"} and v]
        if tag == "link":
            self.loads.append(found.get("href") or "")
        if tag in {"a", "form"}:
            self.links.append(found.get("href") or found.get("action") or "")


def read_page(response: Any) -> tuple[str, _Elements]:
    text = response.content.decode()
    elements = _Elements()
    elements.feed(text)
    return text, elements


@pytest.fixture
def stored(demo_clinic: None) -> None:
    """Put the text into every field that takes one, through the pages where there is one."""
    from django.urls import reverse

    from myotome.record.gateway import Gateway
    from myotome.record.models import Patient, User
    from myotome.record.roles import Deed
    from myotome.words.case import Medication
    from myotome.words.finding import Evidence, Finding, Origin

    target = patient("Bell")
    Patient.objects.filter(pk=target.pk).update(given_name=EVIL[:80], family_name=EVIL[:80], phone=EVIL[:40])
    User.objects.filter(username="clinician").update(full_name=EVIL)
    User.objects.filter(username="reviewer").update(full_name=EVIL)
    clinician, desk = browser("clinician"), browser("desk")

    def to(name: str, **more: Any) -> str:
        return reverse(name, kwargs={"ref": target.ref, **more})

    sent = [
        clinician.post(
            to("add_finding"),
            {"concept": "progressive", "state": "present", "origin": "reported", "grade": EVIL[:40], "text": EVIL},
        ),
        clinician.post(
            to("add_finding"),
            {"concept": "hand_wasting", "state": "present", "origin": "examined", "site": "", "grade": EVIL[:40]},
        ),
        clinician.post(to("add_medication"), {"name": EVIL, "dose": EVIL}),
        clinician.post(to("add_note"), {"text": EVIL}),
        clinician.post(to("intake_question", question="own_words"), {"answer": EVIL, "go": "next"}),
        desk.post(reverse("desk_book"), {**_free_review(), "patient": str(target.ref), "for_what": EVIL[:120]}),
    ]
    assert {response.status_code for response in sent} == {302}
    with Gateway(user("clinician")).open(target.ref, Deed.WRITE_RECORD, EVIL) as file:
        on = file.begin("note")
        file.add_finding(
            Finding("muscle_wasting", site="deltoid", grade=EVIL[:40], evidence=Evidence(Origin.READ, EVIL, EVIL)), on
        )
        file.add_medication(Medication(EVIL), on)
        row = file.entries("finding")[0]
        file.correct_finding(row.ref, row.content, EVIL, on)
    assert clinician.post(to("intake_send")).status_code == 302
    assert clinician.get(to("patient")).status_code == 200
    for name, data in (
        ("diagnose", {"number": "1", "stance": "disagree", "diagnosis": EVIL, "reason": EVIL}),
        ("release", {"number": "1", "words": EVIL, "cause": ""}),
    ):
        assert clinician.post(to(name), data).status_code == 302
    browser("visitor").post(to("break_glass"), {"reason": EVIL})


def _free_review() -> dict[str, str]:
    """The first free time for a review, as the desk's form sends it."""
    page = browser("desk").get("/desk/book/?service=review").content.decode()
    found = re.search(r'name="offer" value="([^"]+)"', page)
    assert found
    return {"service": "review", "offer": found[1]}


def _pages() -> list[tuple[str, str]]:
    """Login and address of every page that can show it."""
    from django.urls import reverse

    ref = patient_ref()
    entry = finding_ref()
    here = {"ref": ref}
    clinical = ["patient", "examination", "add_finding", "intake", "intake_check", "intake_urgent"]
    pages = [("clinician", reverse(name, kwargs=here)) for name in clinical]
    pages += [
        ("clinician", reverse("worklist")),
        (
            "clinician",
            reverse("worklist") + "?search=" + "%3Cscript%3Ealert(1)%3C/script%3E&only=%3Cscript%3E&after=%3Cscript%3E",
        ),
        ("clinician", reverse("report", kwargs={**here, "number": 1})),
        ("clinician", reverse("correct_finding", kwargs={**here, "entry": entry})),
        ("clinician", reverse("withdraw", kwargs={**here, "kind": "finding", "entry": entry})),
        ("clinician", reverse("intake_question", kwargs={**here, "question": "own_words"})),
        ("clinician", reverse("shelf", kwargs={"shelf": "causes"}) + "?search=%3Cscript%3Ealert(1)%3C/script%3E"),
        ("desk", reverse("desk")),
        ("desk", reverse("desk_patient", kwargs=here)),
        *(("desk", address) for address in _desk_pages()),
        ("patient", reverse("my_home")),
        ("patient", reverse("my_intake")),
        ("patient", reverse("my_intake_check")),
        ("patient", reverse("my_intake_question", kwargs={"question": "own_words"})),
        ("admin", reverse("people")),
        ("admin", reverse("emergencies")),
        ("visitor", reverse("patient", kwargs=here)),
    ]
    return pages


def _desk_pages() -> list[str]:
    """The diary, its print and the booking of the patient whose name is the script."""
    from django.urls import reverse

    from myotome.record.diary.models import BookingRow

    row = BookingRow.objects.filter(guest__patient__number="M000015").order_by("-pk")[0]
    from myotome.visits.cells import start_of

    day = f"?day={start_of(row.start_cell):%Y-%m-%d}"
    return [
        reverse("desk_diary") + day,
        reverse("desk_diary") + day + "&view=week&by=all",
        reverse("desk_print") + day,
        reverse("desk_booking", kwargs={"reference": row.reference}),
        reverse("desk_book") + f"?patient={patient_ref()}&service=%3Cscript%3Ealert(1)%3C/script%3E",
        reverse("desk_diary") + "?day=%3Cscript%3Ealert(1)%3C/script%3E&of=%3Cscript%3E&by=%3Cscript%3E",
    ]


def patient_ref() -> Any:
    from myotome.record.models import Patient

    return Patient.objects.get(number="M000015").ref


def finding_ref() -> Any:
    from myotome.record.models import FindingEntry

    rows = FindingEntry.objects.filter(patient__number="M000015", superseded_by=None, withdrawn=False)
    return rows.first().ref


def test_stored_script_stays_text_everywhere(stored: None) -> None:
    """No page turns what somebody typed into a script, an event, a style or an address to load from."""
    shown = 0
    for login, address in _pages():
        response = browser(login).get(address)
        assert response.status_code == 200, (login, address)
        text, elements = read_page(response)
        assert "<script>alert" not in text and "<img src=x" not in text and "<svg onload" not in text, address
        assert elements.inline_scripts == 0 and elements.events == [], address
        assert "49" not in re.findall(r"alert\(3\)&gt;(\S{0,6})", text), address
        shown += MARK in text
    assert shown >= 15, "the pages were meant to show the text, so that its escaping is tried"


def test_pages_load_nothing_from_outside_and_carry_no_inline_style(stored: None) -> None:
    """Every source is our own address; outside links are plain links that send no referrer."""
    for login, address in _pages():
        _, elements = read_page(browser(login).get(address))
        assert [a for a in elements.loads if not a.startswith(("/", "#"))] == [], address
        assert elements.styles == [], address


def test_every_answer_carries_the_headers(stored: None) -> None:
    """Policy without unsafe-inline, no framing, no sniffing, nothing stored by browsers: pages, refusals and redirects alike."""
    for login, address in [
        *_pages(),
        ("clinician", "/no/such/page/"),
        ("desk", "/worklist/"),
        ("", "/worklist/"),
        ("", "/sign-in/"),
    ]:
        headers = browser(login).get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy and "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy and headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in headers["Cache-Control"]


def test_the_reports_own_styles_are_allowed_by_hash_and_no_other() -> None:
    """Each style element of a stored report is named in the policy by its hash; there is no other way in."""
    from base64 import b64encode
    from hashlib import sha256

    from django.urls import reverse

    response = browser("clinician").get(reverse("report", kwargs={"ref": patient("Noor").ref, "number": 1}))
    text = response.content.decode()
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert styles and len(re.findall(r"<style", text)) == len(styles)
    for style in styles:
        digest = b64encode(sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
    assert "http-equiv" not in text


@pytest.fixture
def filled(stored: None) -> None:
    """The script in every column that takes free text, and in a letter of each kind: one signed, one dropped."""
    from django.urls import reverse

    target = patient_row()
    fill(target, user("clinician"))
    client, letters = browser("clinician"), reverse("letters", kwargs={"ref": target.ref})
    for kind, begin in (("referral", {"to": "neurology"}), ("patient", {"referred": "on"}), ("patient", {})):
        assert client.post(letters, {"kind": kind, **begin}).status_code == 302
    for number in (1, 2):
        form = client.get(f"{letters}{number}/edit/").context["form"]
        typed = {f.html_name: str(f.value() or "") for f in form}
        texts = [name for name, field in form.fields.items() if getattr(field, "max_length", None)]
        evil = {name: EVIL[: form.fields[name].max_length] for name in texts}
        saved = client.post(f"{letters}{number}/edit/", typed | evil)
        assert saved.status_code == 302, saved.context["form"].errors
    assert client.post(f"{letters}2/sign/", {"seen": "2"}).status_code == 302
    assert client.post(f"{letters}3/drop/", {"why": EVIL}).status_code == 302


def patient_row() -> Any:
    from myotome.record.models import Patient

    return Patient.objects.select_related("clinic").get(number="M000015")


def test_every_column_that_could_hold_a_text_is_named() -> None:
    """A new column, or one that is gone, has to be entered in ``free_text``: free, or closed to what people type."""
    found = {name for name, _, _ in columns()}
    assert FREE & CLOSED == FREE & PACKED == CLOSED & PACKED == frozenset()
    assert found == FREE | CLOSED | PACKED


def test_the_script_is_in_every_free_column(filled: None) -> None:
    """What the walk looks for on the pages really lies in the record."""
    assert [name for name, model, field in columns() if name in FREE and not holds_script(model, field)] == []


def test_no_page_that_a_link_leads_to_lets_the_script_out(filled: None) -> None:
    """Everybody follows every link from where they begin: nothing typed becomes a script, an event, a style or an address to load."""
    shown: set[str] = set()
    walked: set[str] = set()
    for login in ("clinician", "desk", "patient", "admin", "reviewer"):
        for route, address, response in _walk(login):
            walked.add(route)
            text, elements = read_page(response)
            where = (login, address)
            assert "<script>alert" not in text and "<img src=x" not in text and "<svg onload" not in text, where
            assert elements.inline_scripts == 0 and elements.events == [], where
            assert [a for a in elements.loads if not a.startswith(("/", "#", "http://testserver/"))] == [], where
            assert not any(link.strip().casefold().startswith("javascript:") for link in elements.links), where
            assert "49" not in re.findall(r"alert\(3\)&gt;(\S{0,6})", text), where
            if MARK in text:
                shown.add(route)
    assert len(walked) >= 60, sorted(walked)
    needed = {
        "patient", "worklist", "investigations", "file", "letter", "letter_edit", "intake_check", "desk_calls", "desk_call",
        "desk_closed", "desk_booking", "outbox", "people", "emergencies", "readers", "my_home", "read_text",
    }  # fmt: skip
    assert needed <= shown, sorted(needed - shown)


MOST_OF_A_ROUTE = 3


def _walk(login: str) -> Any:
    """Route, address and answer of up to three addresses of each route, those of the patient who was filled in first."""
    from django.urls import Resolver404, resolve, reverse

    client, target = browser(login), str(patient_ref())
    first = [reverse("patient", kwargs={"ref": target})] if login == "clinician" else []
    ahead, seen, of_route = [*first, reverse("home")], set[str](), dict[str, int]()
    while ahead:
        ahead.sort(key=lambda address: target not in address)
        address = ahead.pop(0).partition("#")[0]
        if address in seen or not address.startswith("/") or address.startswith("/static/"):
            continue
        seen.add(address)
        try:
            route = resolve(address.partition("?")[0]).url_name or ""
        except Resolver404:
            continue
        if of_route.get(route, 0) >= MOST_OF_A_ROUTE or route in {"report_pdf", "letter_pdf", "download", "sign_out"}:
            continue
        of_route[route] = of_route.get(route, 0) + 1
        response = client.get(address, follow=True)
        if response.status_code != 200 or "text/html" not in response.headers.get("Content-Type", ""):
            continue
        yield route, address, response
        ahead += read_page(response)[1].links


def test_a_refused_form_gives_the_script_back_as_text() -> None:
    """Each text field of each form of the clinic, by introspection: what was typed stands in it again, and is no markup."""
    from django import forms

    tried = 0
    for form in _forms():
        for name, field in form.base_fields.items():
            if isinstance(field, forms.CharField):
                drawn = str(field.widget.render(name, EVIL, {"id": name}))
                assert (
                    "<script>" not in drawn and "<img" not in drawn and "&lt;script&gt;" in drawn
                ) or not drawn.count(MARK)
                tried += MARK in drawn
    assert tried >= 35


def _forms() -> list[Any]:
    """Every form class that any module of the clinic defines."""
    import importlib
    import pkgutil

    from django import forms

    import myotome.clinic

    for module in pkgutil.walk_packages(myotome.clinic.__path__, "myotome.clinic."):
        if not module.name.endswith(("wsgi", "settings", "printing.make")):
            importlib.import_module(module.name)
    found, ahead = [], [forms.Form]
    while ahead:
        one = ahead.pop()
        ahead += one.__subclasses__()
        if one.__module__.startswith("myotome.clinic"):
            found.append(one)
    return found
