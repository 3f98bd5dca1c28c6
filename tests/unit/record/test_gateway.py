from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("django")

from clinic_site import patient, user


def _lines() -> list[Any]:
    from myotome.record.models import AccessLog

    return list(AccessLog.objects.order_by("-number")[:5])


def test_another_clinics_record_is_refused_and_the_attempt_is_logged() -> None:
    """A clinician of another clinic is told to give a reason; nothing is handed out; the attempt stands in the log."""
    from myotome.record.gateway import Gateway, NeedsReason
    from myotome.record.roles import Deed

    target = patient("Brandt")
    with pytest.raises(NeedsReason), Gateway(user("clinician")).open(target.ref, Deed.READ_RECORD, "looking"):
        pytest.fail("the file was handed out")
    last = _lines()[0]
    assert (last.user_name, last.patient, last.outcome, last.purpose) == ("clinician", target.pk, "refused", "looking")


def test_a_patient_finds_nobody_elses_record() -> None:
    """To a patient, another record does not exist, in any deed."""
    from myotome.record.gateway import Gateway, NotFound
    from myotome.record.roles import Deed

    for deed in Deed:
        with pytest.raises(NotFound), Gateway(user("patient")).open(patient("Noor").ref, deed, "test"):
            pytest.fail("the file was handed out")


def test_roles_open_what_the_table_says_and_nothing_else() -> None:
    """Every role and deed with a patient of the own clinic, stated one by one: what is not granted here is refused."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed
    from myotome.words.errors import MyotomeError

    granted = {
        "clinician": {Deed.LIST_PATIENTS, Deed.READ_IDENTITY, Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE},
        "desk": {Deed.LIST_PATIENTS, Deed.READ_IDENTITY, Deed.WRITE_IDENTITY},
        "reviewer": set(),
        "admin": set(),
        "patient": set(),
        "visitor": set(),
    }
    for name, deeds in granted.items():
        for deed in Deed:
            try:
                with Gateway(user(name)).open(patient("Noor").ref, deed, "test"):
                    opened = True
            except MyotomeError:
                opened = False
            assert opened is (deed in deeds), (name, deed)


def test_a_file_does_only_what_it_was_opened_for() -> None:
    """A file opened by the desk for names cannot read a finding; one opened to read cannot write."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed
    from myotome.words.errors import UsageError

    ref = patient("Noor").ref
    with Gateway(user("desk")).open(ref, Deed.READ_IDENTITY, "test") as file:
        assert file.identity.family_name == "Noor"
        for clinical in (file.case, file.history, file.assessments, file.latest, file.releases):
            with pytest.raises(UsageError):
                clinical()
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file, pytest.raises(UsageError):
        file.begin("note")


def test_the_log_line_and_the_deed_stand_or_fall_together() -> None:
    """When a deed fails half way, neither its rows nor its line remain."""
    from myotome.record.gateway import Gateway
    from myotome.record.models import AccessLog, FindingEntry
    from myotome.record.roles import Deed
    from myotome.words.finding import Finding

    lines, rows = AccessLog.objects.count(), FindingEntry.objects.count()
    with (
        pytest.raises(ZeroDivisionError),
        Gateway(user("clinician")).open(patient("Noor").ref, Deed.WRITE_RECORD, "x") as file,
    ):
        file.add_finding(Finding("progressive"), file.begin("note"))
        raise ZeroDivisionError
    assert (AccessLog.objects.count(), FindingEntry.objects.count()) == (lines, rows)


def test_emergency_access_needs_a_reason_ends_and_is_listed_for_review() -> None:
    """A short reason is refused; a good one opens the record for an hour, marked in the log, and an administrator sees it."""
    from django.utils import timezone

    from myotome.record.gateway import Gateway, NeedsReason
    from myotome.record.people import list_emergencies, review_emergency
    from myotome.record.roles import Deed
    from myotome.words.errors import OutOfRange

    ref, gateway = patient("Brandt").ref, Gateway(user("clinician"))
    with pytest.raises(OutOfRange):
        gateway.break_glass(ref, "  because   ")
    gateway.break_glass(ref, "Brought in breathless, cannot speak")
    with gateway.open(ref, Deed.READ_RECORD, "emergency reading") as file:
        assert file.case().findings
    assert _lines()[0].reason == "emergency"
    later = Gateway(user("clinician"), lambda: timezone.now() + timedelta(minutes=61))
    with pytest.raises(NeedsReason), later.open(ref, Deed.READ_RECORD, "too late"):
        pytest.fail("still open")
    (seen,) = list_emergencies(user("admin"))
    assert seen.who == "Dr Ines Okafor" and seen.reason.startswith("Brought in")
    review_emergency(user("admin"), seen.pk, justified=True, note="")
    assert list_emergencies(user("admin"))[0].justified is True


@pytest.mark.parametrize("name", ["patient", "desk", "reviewer", "admin"])
def test_only_clinicians_break_glass(name: str) -> None:
    """Nobody else can open another clinic's record, whatever the reason."""
    from myotome.record.gateway import Gateway, NotFound
    from myotome.record.models import EmergencyAccess

    with pytest.raises(NotFound):
        Gateway(user(name)).break_glass(patient("Brandt").ref, "I would very much like to see this record")
    assert not EmergencyAccess.objects.exists()


def test_a_case_survives_the_way_through_the_rows() -> None:
    """Findings, measurements, medicines, complaint and weight come back from the database as they went in."""
    from datetime import date

    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed
    from myotome.words.case import Medication
    from myotome.words.finding import Evidence, Finding, Origin
    from myotome.words.measurement import Measurement, Norm
    from myotome.words.side import Side, State
    from myotome.words.units import Quantity

    finding = Finding(
        "muscle_weakness",
        State.PRESENT,
        Side.LEFT,
        "deltoid",
        "4-/5",
        date(2026, 1, 2),
        Evidence(Origin.EXAMINED, "A", "b <c>"),
    )
    limits = Norm(30.0, 200.0, "the laboratory's own limits", "typed in with the result")
    ck = Measurement("ck", Quantity(900.0, "U/L"), taken_on=date(2026, 2, 3), norm=limits)
    statin = Medication("Atorvastatin", "40 mg", date(2020, 1, 1), date(2026, 1, 1), False)
    with Gateway(user("clinician")).open(patient("Bell").ref, Deed.WRITE_RECORD, "test") as file:
        on = file.begin("examination")
        file.add_finding(finding, on)
        file.add_measurement(ck, on)
        file.add_measurement(Measurement("weight", Quantity(82.0, "kg")), on)
        file.add_medication(statin, on)
        file.add_note("complaint", "weak arm", on)
        case = file.case()
    assert case.findings == (finding,)
    assert case.measurements == (ck,) and case.weight_kg == 82.0
    assert case.medications == (statin,) and case.complaint == "weak arm"
    assert case.id == patient("Bell").number and "Bell" not in case.id


def test_the_worklist_shows_everyone_once_page_by_page() -> None:
    """Ninety more patients: walking the pages by their keys meets each once, most urgent first, whatever the page size."""
    from datetime import date

    from django.utils import timezone

    from myotome.record.lists import PAGE, worklist
    from myotome.record.models import Patient
    from myotome.record.worklist_rows import refresh_row

    clinic, now = user("clinician").clinic, timezone.now()
    before = Patient.objects.filter(clinic=clinic).count()
    for number in range(90):
        made = Patient.objects.create(
            clinic=clinic, number=f"T{number:05d}", given_name="Same", family_name="Name", born_on=date(1990, 1, 1)
        )
        refresh_row(made, now - timedelta(minutes=number % 7))
    seen, key = [], ""
    for _ in range(20):
        page = worklist(user("clinician"), key=key)
        seen += page.patients
        assert len(page.patients) <= PAGE
        key = page.next_key
        if not key:
            break
    assert len(seen) == len({one.ref for one in seen}) == before + 90
    flagged = [bool(one.flag) for one in seen]
    assert flagged == sorted(flagged, reverse=True)
    assert {one.family_name for one in seen}.isdisjoint({"Brandt"})


def test_search_finds_by_start_of_either_name_and_by_number() -> None:
    """Part of a first or family name in any case finds, a number finds, and a pattern of SQL finds nothing."""
    from myotome.record.lists import worklist

    def names(search: str) -> set[str]:
        return {one.family_name for one in worklist(user("clinician"), search=search).patients}

    assert names("%") == names("_") == names("' OR 1=1 --") == set()
    assert names("HALI") == names("noor") == names("halima noor") == names("m000003") == {"Noor"}


def test_a_broken_page_key_opens_the_first_page() -> None:
    """A key that was tampered with is no error and shows nothing that the first page does not."""
    from myotome.record.lists import worklist

    first = [one.ref for one in worklist(user("clinician")).patients]
    for key in ("x", "[1,2]", '[1,"no date",3]', "{}", "[" * 500, '["a","b","c"]'):
        assert [one.ref for one in worklist(user("clinician"), key=key).patients] == first


def test_a_look_is_refused_and_logged_as_an_opening_is() -> None:
    """Another clinic's record is not handed out to look at either, and the attempt stands in the log."""
    from myotome.record.gateway import Gateway, NeedsReason
    from myotome.record.roles import Deed

    target = patient("Brandt")
    with pytest.raises(NeedsReason), Gateway(user("clinician")).look(target.ref, Deed.READ_RECORD, "looking"):
        pytest.fail("the file was handed out")
    last = _lines()[0]
    assert (last.user_name, last.patient, last.outcome, last.purpose) == ("clinician", target.pk, "refused", "looking")


def test_nobody_looks_without_a_line_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the line cannot be written, the block ends with the error, so that no page is made of what was read."""
    from myotome.record import gateway
    from myotome.record.roles import Deed

    def full(*_: Any) -> None:
        raise OSError("disk full")

    shown = []
    for way in ("look", "open"):
        monkeypatch.setattr(gateway, "write_access", full)
        with pytest.raises(OSError):
            opened = getattr(gateway.Gateway(user("clinician")), way)
            with opened(patient("Noor").ref, Deed.READ_RECORD, "reading") as file:
                case = file.case()
            shown.append(case)
    assert shown == []


def test_a_look_writes_one_line_marks_as_seen_and_can_write_nothing_else() -> None:
    """One line per look; the worklist knows that the record was seen; the file has no way to add or correct anything."""
    from django.utils import timezone

    from myotome.record.gateway import Gateway
    from myotome.record.models import AccessLog, WorklistRow
    from myotome.record.roles import Deed

    noor, before, now = patient("Noor"), AccessLog.objects.count(), timezone.now()
    with Gateway(user("clinician"), lambda: now).look(noor.ref, Deed.READ_RECORD, "looking") as file:
        assert file.case().findings
        file.mark_seen()
        for deed in ("begin", "add_finding", "withdraw", "sign", "keep_assessment"):
            assert not hasattr(file, deed)
    assert AccessLog.objects.count() == before + 1 and _lines()[0].purpose == "looking"
    assert WorklistRow.objects.get(patient=noor).seen_at == now
