"""Makes the database itself refuse to change or delete what is written once; used by the migrations, for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from django.db import migrations

TABLES: Final = (
    "record_accesslog",
    "record_assessmentrecord",
    "record_emergencyaccess",
    "record_emergencyreview",
    "record_encounter",
    "record_findingentry",
    "record_intakestep",
    "record_measuremententry",
    "record_medicationentry",
    "record_noteentry",
    "record_release",
    "record_signature",
    "record_visit",
    "record_workingdiagnosis",
)

LATER: Final = ("record_injuryentry",)
"""Tables that a later migration made, each with its triggers."""

GONE: Final = ("record_visit",)
"""Tables that a later migration took away, with their triggers."""

DEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sqlite": ("UPDATE", "DELETE"),
    "postgresql": ("UPDATE", "DELETE", "TRUNCATE"),
}

ALL: Final = DEEDS["postgresql"]

_POSTGRES_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION record_written_once() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


def create_triggers(apps: Any, editor: Any, tables: Sequence[str] = TABLES, deeds: Sequence[str] = ALL) -> None:
    """Add one trigger per table and deed; ``tables`` are those of ``TABLES``, or of a part of the record that brings its own."""
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        # Without parameters (None, not an empty tuple) the driver leaves the % of the message alone.
        editor.execute(_POSTGRES_FUNCTION, None)
    for table in tables:
        for deed in (deed for deed in DEEDS[vendor] if deed in deeds):
            name = f"{table}_no_{deed.lower()}"
            if vendor == "sqlite":
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END"
                )
            else:
                # A TRUNCATE touches no single row, so that its trigger is one of the statement.
                each = "STATEMENT" if deed == "TRUNCATE" else "ROW"
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
                    f"FOR EACH {each} EXECUTE FUNCTION record_written_once()"
                )


def drop_triggers(apps: Any, editor: Any, tables: Sequence[str] = TABLES) -> None:
    """Take the triggers away."""
    vendor = editor.connection.vendor
    for table in tables:
        for deed in DEEDS[vendor]:
            on = f" ON {table}" if vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed.lower()}{on}")


def written_once(*tables: str) -> migrations.RunPython:
    """The operation with which a migration of a part of the record guards its own tables."""
    return migrations.RunPython(partial(create_triggers, tables=tables), partial(drop_triggers, tables=tables))


def never_changed(*tables: str) -> migrations.RunPython:
    """The same for rows that are written once and may end as a whole: a change is refused, a deletion is not."""
    return migrations.RunPython(
        partial(create_triggers, tables=tables, deeds=("UPDATE",)), partial(drop_triggers, tables=tables)
    )
