"""Makes the database itself refuse to change or delete what is written once; used by the migrations, for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any, Final

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

_POSTGRES_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION record_written_once() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


def create_triggers(apps: Any, editor: Any) -> None:
    """Add one trigger per table and deed."""
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(_POSTGRES_FUNCTION)
    for table in TABLES:
        for deed in ("UPDATE", "DELETE"):
            name = f"{table}_no_{deed.lower()}"
            if vendor == "sqlite":
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END"
                )
            elif vendor == "postgresql":
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION record_written_once()"
                )


def drop_triggers(apps: Any, editor: Any) -> None:
    """Take the triggers away."""
    for table in TABLES:
        for deed in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}{on}")
