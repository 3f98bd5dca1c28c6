"""Walks every route x every role x own and other patient x signed out; see expectations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, open_site, patient, user

sys.path.insert(0, str(Path(__file__).parent))
from expectations import ROUTES

from collected_log import every_line

LOGINS = {
    "patient": "patient",
    "clinician": "clinician",
    "front_desk": "desk",
    "reviewer": "reviewer",
    "administrator": "admin",
}
OWN, OTHER = "Noor", "Brandt"


@pytest.fixture(scope="module", autouse=True)
def log() -> Iterator[list[str]]:
    """Every line that the whole walk writes into the log, as it would be written when everything is logged."""
    lines: list[str] = []
    with every_line(lines):
        yield lines


def _routes() -> dict[str, Any]:
    open_site()
    from myotome.clinic.urls import urlpatterns

    return {route.name: route for route in _flat(urlpatterns)}


def _flat(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern


def _address(name: str, family: str, role: str) -> str:
    from django.urls import reverse

    from myotome.record.calls.models import CallRequest
    from myotome.record.checks.models import HealthCheck
    from myotome.record.diary.models import BookingRow
    from myotome.record.files.models import StoredFile, TestOrder
    from myotome.record.models import FindingEntry

    whose = patient("Bell" if role == "patient" and family == OWN else family)
    # What a route does not name is not looked up: there are thousands of walks.
    given = {
        "ref": whose.ref,
        "check": lambda: (HealthCheck.objects.filter(patient=whose).first() or check_of(whose)).ref,
        "part": "grip",
        "asked": "where",
        "reference": lambda: BookingRow.objects.filter(status="booked").order_by("-start_cell")[0].reference,
        "entry": lambda: FindingEntry.objects.filter(patient=patient(family)).order_by("pk")[0].ref,
        "kind": "finding",
        "number": 1,
        "question": "own_words",
        "shelf": "causes",
        "slug": "als",
        "area": "hand",
        "muscle": "deltoid",
        "side": "right",
        "pk": lambda: user("reviewer").pk,
        "file": lambda: StoredFile.objects.get().ref,
        "order": lambda: TestOrder.objects.get().ref,
        "delivery": lambda: delivery_of(whose).ref,
        "provider_id": "clinic",
        "token": "forged",
        "call": lambda: CallRequest.objects.order_by("pk").values_list("ref", flat=True).first(),
    }
    found = ((key, given[key]) for key in _routes()[name].pattern.converters)
    return reverse(name, kwargs={key: one() if callable(one) else one for key, one in found})


def check_of(whose: Any) -> Any:
    """A health check that has just begun."""
    from django.utils import timezone

    from myotome.record.checks.models import HealthCheck
    from myotome.record.models import Encounter

    by, now = user("clinician"), timezone.now()
    on = Encounter.objects.create(patient=whose, kind="examination", at=now, by=by)
    return HealthCheck.objects.create(patient=whose, encounter=on, started_at=now, by=by)


def delivery_of(whose: Any) -> Any:
    """A file on its way, of which nothing is here yet."""
    from django.utils import timezone

    from myotome.record.files.models import Delivery

    which = {"patient": whose, "by": user("clinician"), "name": "scan.dcm", "size_bytes": 2_000_000, "mark": "ab"}
    times = {"begun_at": timezone.now(), "last_at": timezone.now()}
    return Delivery.objects.get_or_create(**which, defaults=times)[0]


def test_every_route_is_in_the_table_and_the_table_names_no_other() -> None:
    """A new address needs an entry that says who may open it."""
    assert set(_routes()) == set(ROUTES)


def test_every_view_says_who_it_is_open_to() -> None:
    """Each view carries its roles; only signing in and out, home and the style sheet are for everyone."""
    for name, route in _routes().items():
        if name not in {"home", "sign_in", "account_login", "sign_out", "body_map_style"}:
            assert getattr(route.callback, "open_to", None), name


def _cases() -> Iterator[Any]:
    for name, expected in ROUTES.items():
        for method in ("get", "post"):
            if method == "post" and expected.post is None:
                continue
            for role in LOGINS:
                for family in (OWN, OTHER):
                    yield pytest.param(name, method, role, family, id=f"{name}-{method}-{role}-{family.lower()}")


@pytest.mark.parametrize(("name", "method", "role", "family"), list(_cases()))
def test_a_route_answers_as_the_table_says(name: str, method: str, role: str, family: str) -> None:
    """Status as stated; a refusal shows nothing of the patient and writes nothing but the log."""
    from myotome.record.models import AccessLog

    expected = ROUTES[name]
    answers = (expected.post or {}) if method == "post" else expected.get
    if method == "get" and expected.get_is_refused:
        answers = dict.fromkeys(expected.post or {}, (405, 405))
    status = answers.get(role, (403, 403))[family == OTHER]
    address = _address(name, family, role)
    before = _rows()
    lines = AccessLog.objects.count()
    response = getattr(_visitor(LOGINS[role]), method)(address, expected.data if method == "post" else None)
    assert response.status_code == status
    if status in {403, 404, 405}:
        shown = b"".join(response) if response.streaming else response.content
        for word in (family, patient(family).number, patient(family).given_name):
            assert word.encode() not in shown
        assert _rows() == before
    elif method == "get" and "ref" in _routes()[name].pattern.converters and status == 200:
        assert AccessLog.objects.count() > lines, "a page about a patient was shown without a line in the log"


@pytest.mark.parametrize("name", ROUTES)
def test_who_is_not_signed_in_is_sent_to_sign_in(name: str) -> None:
    """No page about anything opens without signing in, by any method, and none says whether a patient exists."""
    expected = ROUTES[name]
    for method in ("get", "post"):
        for family in (OWN, OTHER):
            response = getattr(_visitor(), method)(_address(name, family, ""))
            if expected.open:
                wanted = (method == "post" and expected.open_post) or expected.open
                assert response.status_code == wanted
            else:
                assert response.status_code == 302
                assert response.headers["Location"].startswith("/sign-in/")


def test_a_patient_who_knows_another_reference_finds_nothing() -> None:
    """With somebody else's reference in any address, the patient's login meets refusals that tell nothing."""
    client = browser("patient")
    for name, route in _routes().items():
        if "ref" in route.pattern.converters:
            for family in (OWN, OTHER):
                from django.urls import reverse

                given = {
                    "ref": patient(family).ref,
                    "entry": patient(family).ref,
                    "kind": "finding",
                    "number": 1,
                    "question": "own_words",
                    "check": patient(family).ref,
                    "part": "grip",
                    "asked": "where",
                    "reference": "0000-0000-0000-0000",
                    "file": patient(family).ref,
                    "order": patient(family).ref,
                    "delivery": patient(family).ref,
                    "muscle": "deltoid",
                    "side": "right",
                }
                address = reverse(name, kwargs={key: given[key] for key in route.pattern.converters})
                assert client.get(address).status_code in {403, 404, 405}, name


def test_the_log_of_the_whole_walk_names_nobody(log: list[str]) -> None:
    """After every route by every role: no name, number, reference or telephone of anybody, no address, nothing that a form held."""
    import re

    from myotome.record.models import Patient, User

    browser("clinician").get(_address("patient", OWN, "clinician"))
    assert any('"route": "patient"' in line for line in log)
    told = {str(value) for expected in ROUTES.values() for value in expected.data.values() if " " in str(value)}
    for columns, rows in (
        (("given_name", "family_name", "number", "phone", "ref"), Patient.objects.all()),
        (("username", "full_name"), User.objects.exclude(username__in=("clinician", "patient", "desk", "reviewer"))),
    ):
        told |= {str(value) for row in rows.values_list(*columns) for value in row if value}
    whole = "\n".join(log)
    near = sorted(word for word in told if word in whole)  # as letters; whether as a word, the pattern says
    spoken = re.compile("|".join([*(rf"\b{re.escape(word)}\b" for word in near), r"/patients/|127\.0\.0\.1"]))
    for line in log:
        assert not spoken.search(line), line


def _rows() -> dict[str, int]:
    """How many rows each table has, in one question."""
    from django.apps import apps
    from django.db import connection

    models = [m for app in apps.get_app_configs() if app.name.startswith("myotome.record") for m in app.get_models()]
    counted = [model for model in models if model.__name__ not in {"AccessLog", "ChainHead"}]
    counts = ", ".join(f'(SELECT count(*) FROM "{model._meta.db_table}")' for model in counted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip((model.__name__ for model in counted), cursor.fetchone(), strict=True))


@lru_cache(maxsize=1)
def _handler() -> Any:
    """The site's middleware, set up once for the whole walk and not anew for each client."""
    from django.test.client import ClientHandler

    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


def _visitor(name: str = "") -> Any:
    client = browser(name)
    client.handler = _handler()
    return client
