from typing import Any

import pytest

pytest.importorskip("django")

from clinic_site import browser

PAGES = ("/-/live", "/-/ready", "/-/metrics")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer wrong"},
    ],
)
def test_another_machine_finds_nothing_there(page: str, asked: dict[str, str]) -> None:
    """From elsewhere, directly or through a proxy on this machine, the addresses lead nowhere, and a token that was never set opens nothing."""
    answer = browser("admin").get(page, **asked)
    assert answer.status_code == 404 and answer.content == b""


def test_behind_a_proxy_only_the_token_counts(settings_of: Any) -> None:
    """A proxy that says nothing of whom it asks for makes everybody look like this machine."""
    settings_of(BEHIND_PROXY=True, WATCH_TOKEN="a-token-of-the-site")
    assert browser().get("/-/metrics").status_code == 404
    elsewhere = {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer a-token-of-the-site"}
    assert browser().get("/-/metrics", **elsewhere).status_code == 200


def test_ready_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With everything in place it says so; a database that does not answer, or lacks a migration, is named and the status is 503."""
    from myotome.clinic.running import views

    assert browser().get("/-/ready").json() == {
        "ready": True,
        "checks": {"database": True, "migrations": True, "knowledge": True},
    }
    monkeypatch.setattr(views, "_migrated", lambda: False)
    lacking = browser().get("/-/ready")
    assert lacking.status_code == 503 and lacking.json()["checks"]["migrations"] is False
    monkeypatch.setattr(views, "database_answers", lambda: False)
    silent = browser().get("/-/ready")
    assert silent.status_code == 503 and silent.json()["checks"]["database"] is False
    assert browser().get("/-/live").status_code == 200


def test_a_database_that_refuses_is_not_an_error_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself catches what the database says."""
    from django.db import DatabaseError, connection

    from myotome.record.health import database_answers, waiting_migrations

    assert database_answers() and waiting_migrations() == 0

    def refuse(*_: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert not database_answers()


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    from django.conf import settings

    return lambda **given: [monkeypatch.setattr(settings, name, value) for name, value in given.items()]
