from collections.abc import Callable

import pytest

pytest.importorskip("django")

from django.db import connection

from clinic_site import patient, user


def _log_some() -> None:
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    for purpose in ("first", "second", "third", "fourth"):
        with Gateway(user("clinician")).open(patient("Noor").ref, Deed.READ_RECORD, purpose):
            pass


def _force(sql: str, *values: object) -> None:
    """Write past the application and past the triggers, as someone with the database file could."""
    on = " ON record_accesslog" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS record_accesslog_no_update{on}")
        cursor.execute(f"DROP TRIGGER IF EXISTS record_accesslog_no_delete{on}")
        cursor.execute(sql, values)


def test_an_untouched_log_is_found_intact() -> None:
    """The log that the demo and four accesses wrote has no fault, and its length is the number of the last line."""
    from myotome.record.audit import chain_head, verify_chain

    _log_some()
    count, faults = verify_chain()
    assert faults == []
    assert count == chain_head()[0] > 4


def _number(back: int) -> int:
    from myotome.record.audit import chain_head

    return chain_head()[0] - back


@pytest.mark.parametrize(
    "column", ["user_name", "role", "clinic", "patient", "deed", "purpose", "outcome", "reason", "at", "user"]
)
def test_a_changed_word_is_found_in_every_column(column: str) -> None:
    """Whatever is changed in a line, the line is named."""
    from myotome.record.audit import verify_chain

    _log_some()
    target = _number(2)
    value: object = (
        "2001-01-01 00:00:00" if column == "at" else 99999 if column in {"clinic", "patient", "user"} else "x"
    )
    _force(f'UPDATE record_accesslog SET "{column}" = %s WHERE number = %s', value, target)
    _, faults = verify_chain()
    assert [fault.number for fault in faults] == [target]


TAMPERINGS: dict[str, Callable[[], None]] = {
    "a line from the middle removed": lambda: _force("DELETE FROM record_accesslog WHERE number = %s", _number(2)),
    "the last line removed": lambda: _force("DELETE FROM record_accesslog WHERE number = %s", _number(0)),
    "the first line removed": lambda: _force("DELETE FROM record_accesslog WHERE number = 1"),
    "everything removed": lambda: _force("DELETE FROM record_accesslog"),
    "the head removed": lambda: _force("DELETE FROM record_chainhead"),
    "the head set back": lambda: _force("UPDATE record_chainhead SET number = number - 1"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_removed_lines_are_found(name: str) -> None:
    """A missing line is found wherever it stood, at the end too."""
    from myotome.record.audit import verify_chain

    _log_some()
    TAMPERINGS[name]()
    assert verify_chain()[1]


def test_swapped_lines_are_found() -> None:
    """Two lines that changed places are found although each is as it was written."""
    from myotome.record.audit import verify_chain

    _log_some()
    first, second = _number(3), _number(1)
    columns = 'at, "user", user_name, role, clinic, patient, deed, purpose, outcome, reason, before, digest'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM record_accesslog WHERE number IN (%s, %s) ORDER BY number", [first, second]
        )
        one, two = cursor.fetchall()
    sets = ", ".join(f"{c.strip()} = %s" for c in columns.split(","))
    _force("UPDATE record_accesslog SET digest = 'held' WHERE number = %s", second)
    _force(f"UPDATE record_accesslog SET {sets} WHERE number = %s", *two, first)
    _force(f"UPDATE record_accesslog SET {sets} WHERE number = %s", *one, second)
    assert {fault.number for fault in verify_chain()[1]} >= {first, second}


def test_a_line_slipped_in_at_the_end_is_found() -> None:
    """A line written past the application has no digest of this site's key."""
    from myotome.record.audit import verify_chain

    _log_some()
    last = _number(0)
    _force(
        "INSERT INTO record_accesslog (number, at, user_name, role, deed, purpose, outcome, reason, before, digest)"
        " SELECT number + 1, at, user_name, role, deed, purpose, outcome, reason, digest, 'made up'"
        " FROM record_accesslog WHERE number = %s",
        last,
    )
    assert verify_chain()[1]


def test_a_log_forged_without_the_key_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone who rewrites the whole chain with another key is found out."""
    from django.conf import settings

    from myotome.record.audit import verify_chain

    _log_some()
    monkeypatch.setattr(settings, "AUDIT_KEY", "another key")
    assert len(verify_chain()[1]) >= 4


def test_a_database_put_back_to_an_earlier_day_is_found_with_a_noted_head() -> None:
    """A shorter log that is sound in itself lacks the digest that was noted later."""
    from myotome.record.audit import verify_chain

    assert verify_chain()[1] == []
    assert verify_chain("f" * 64)[1]
