import pytest

pytest.importorskip("django")

from django.db import DatabaseError, connection, transaction

from clinic_site import patient
from myotome.words.errors import UsageError


def test_no_row_of_the_record_can_be_changed_or_deleted_through_django() -> None:
    """save, update, delete and bulk_update of a written row are refused, for every table that is written once."""
    from django.apps import apps

    from myotome.record.append_only import AppendOnly

    models = [model for model in apps.get_app_config("record").get_models() if issubclass(model, AppendOnly)]
    assert len(models) >= 14
    for model in models:
        with pytest.raises(UsageError):
            model._default_manager.all().update(pk=0)
        with pytest.raises(UsageError):
            model._default_manager.all().delete()
        row = model._default_manager.first()
        if row is not None:
            with pytest.raises(UsageError):
                row.save()
            with pytest.raises(UsageError):
                row.delete()


def test_the_database_itself_refuses() -> None:
    """Every written-once table has triggers: SQL that goes past Django is refused too, and the list of tables is complete."""
    from django.apps import apps

    from myotome.record.append_only import AppendOnly
    from myotome.record.triggers import GONE, LATER, TABLES

    tables = {m._meta.db_table for m in apps.get_app_config("record").get_models() if issubclass(m, AppendOnly)}
    assert tables == {*TABLES, *LATER} - {*GONE}
    for table in ("record_findingentry", "record_accesslog", "record_assessmentrecord"):
        deeds = [f"UPDATE {table} SET id = id", f"DELETE FROM {table}"]
        if connection.vendor == "postgresql":
            deeds.append(f"TRUNCATE {table} CASCADE")
        for sql in deeds:
            with (
                pytest.raises(DatabaseError, match="written once"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


def test_a_correction_and_a_withdrawal_leave_the_first_row_as_it_was() -> None:
    """What holds changes, what was written stays, and the history names who and why."""
    from clinic_site import user
    from myotome.record.gateway import Gateway
    from myotome.record.models import FindingEntry
    from myotome.record.roles import Deed
    from myotome.words.finding import Finding
    from myotome.words.side import State

    ref = patient("Noor").ref
    before = list(FindingEntry.objects.order_by("pk").values())
    with Gateway(user("clinician")).open(ref, Deed.WRITE_RECORD, "test") as file:
        first, second = file.entries("finding")[:2]
        file.correct_finding(first.ref, Finding(first.content.concept, State.ABSENT), "wrong arm", file.begin("note"))
        file.withdraw("finding", second.ref, "other patient's", file.begin("note"))
        held = {row.ref for row in file.entries("finding")}
        assert first.ref not in held and second.ref not in held
        history = {row.why: row for row in file.history()}
    assert history["wrong arm"].content.state is State.ABSENT
    assert history["other patient's"].withdrawn and history["other patient's"].by == "Dr Ines Okafor"
    assert list(FindingEntry.objects.order_by("pk").values())[: len(before)] == before


def test_one_row_is_corrected_once_only() -> None:
    """Two people who correct the same row: the second is told that it was corrected meanwhile."""
    from clinic_site import user
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed
    from myotome.words.errors import UnknownName

    with Gateway(user("clinician")).open(patient("Noor").ref, Deed.WRITE_RECORD, "test") as file:
        row = file.entries("finding")[0]
        file.withdraw("finding", row.ref, "first", file.begin("note"))
        with pytest.raises(UnknownName, match="corrected meanwhile"):
            file.withdraw("finding", row.ref, "second", file.begin("note"))
