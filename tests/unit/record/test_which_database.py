import os

import pytest

pytest.importorskip("django")

import postgres


def test_the_suite_runs_on_the_database_it_was_told_to() -> None:
    """A run on PostgreSQL never falls back to SQLite unseen, nor the other way round."""
    from django.db import connection

    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ.get("MYOTOME_TEST_DATABASE", "sqlite")]
    assert connection.vendor == wanted


def test_a_missing_postgresql_is_a_failure_where_it_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """In continuous integration the tests of PostgreSQL cannot be skipped; elsewhere they are, and say what to install."""
    monkeypatch.setattr(postgres, "_server", lambda durable: "needs PostgreSQL")
    monkeypatch.setenv("MYOTOME_POSTGRES", "must")
    with pytest.raises(pytest.fail.Exception, match="needs PostgreSQL"):
        postgres.postgres_address()
    monkeypatch.setenv("MYOTOME_POSTGRES", "")
    with pytest.raises(pytest.skip.Exception, match="needs PostgreSQL"):
        postgres.postgres_address()
