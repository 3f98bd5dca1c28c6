from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

pytest.importorskip("django_tasks_db")

from clinic_site import patient, user

LAB = "Name;Value;Unit;High;Date\nCK;2345;U/L;190;2025-11-03\nPotassium;3,9;mmol/L;5,1;2025-11-03\n"


def _arrived(text: str = LAB, name: str = "blood.csv") -> Any:
    from myotome.record.files.incoming import Incoming

    incoming = Incoming(name)
    incoming.take(text.encode())
    return incoming.finish()


def _open(family: str, deed: str = "write the record", who: str = "clinician") -> Any:
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    return Gateway(user(who)).open(patient(family).ref, Deed(deed), "test")


def _keep(family: str, who: str = "clinician", **given: Any) -> tuple[Any, bool]:
    from myotome.clinic.investigations.reading import enqueue
    from myotome.record.files.cabinet import Cabinet

    with _open(family, who=who) as file:
        return Cabinet(file).keep(_arrived(**given), enqueue)


def _read(family: str, **given: Any) -> Any:
    from myotome.clinic.investigations.reading import read_now
    from myotome.record.files.cabinet import Cabinet

    sheet, _ = _keep(family, **given)
    read_now(sheet.ref)
    with _open(family) as file:
        return Cabinet(file).reading(sheet.ref)


def _values(family: str) -> list[tuple[str, float, str]]:
    with _open(family, "read the record") as file:
        rows = file.entries("measurement")
    return [(row.content.measure, row.content.quantity.value, row.content.method) for row in rows]


def test_nothing_of_a_file_is_in_the_record_before_it_is_accepted() -> None:
    """Read and proposed, and the record is as it was: no value, no finding, the same case."""
    with _open("Frost", "read the record") as file:
        before = file.case()
    reading = _read("Frost")
    assert len(reading.proposals) == 2 and all(one.accepted is None for one in reading.proposals)
    with _open("Frost", "read the record") as file:
        assert file.case() == before


def test_what_is_rejected_stays_out_with_its_reason_and_what_is_accepted_names_its_file() -> None:
    """Two answers, two fates; the value enters in the laboratory's unit with the laboratory's limits."""
    from myotome.record.files.cabinet import Cabinet

    before = _values("Frost")
    reading = _read("Frost")
    ck, potassium = reading.proposals
    with _open("Frost") as file:
        Cabinet(file).accept(ck.ref)
    with _open("Frost") as file:
        Cabinet(file).reject(potassium.ref, "haemolysed")
    new = [value for value in _values("Frost") if value not in before]
    assert new == [("ck", 2345.0, f"file {reading.file.sha256[:8]}, row 2")]
    with _open("Frost") as file:
        answered = Cabinet(file).reading(reading.file.ref).proposals
        (entry,) = [row for row in file.entries("measurement") if row.content.method.startswith("file")]
    assert [(one.accepted, one.why) for one in answered] == [(True, ""), (False, "haemolysed")]
    assert (entry.content.norm.low, entry.content.norm.high) == (None, 190.0)


def test_a_proposal_is_answered_once() -> None:
    """A second answer, the same or another, is refused: one row of the record per proposal."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import OutOfRange

    ck = _read("Frost").proposals[0]
    with _open("Frost") as file:
        Cabinet(file).accept(ck.ref)
    count = len(_values("Frost"))
    for answer in (lambda c: c.accept(ck.ref), lambda c: c.reject(ck.ref, "no longer")):
        with pytest.raises(OutOfRange, match="answered already"), _open("Frost") as file:
            answer(Cabinet(file))
    assert len(_values("Frost")) == count


def test_a_rejection_needs_a_reason() -> None:
    """Two letters say nothing."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import OutOfRange

    ck = _read("Frost").proposals[0]
    with pytest.raises(OutOfRange, match="reason is needed"), _open("Frost") as file:
        Cabinet(file).reject(ck.ref, " x ")


def test_a_proposal_or_file_of_another_patient_is_not_found() -> None:
    """References of one record open nothing in another, though the same clinician may read both."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import UnknownName

    reading = _read("Frost")
    for deed in (
        lambda c: c.sheet(reading.file.ref),
        lambda c: c.reading(reading.file.ref),
        lambda c: c.content(reading.file.ref),
        lambda c: c.accept(reading.proposals[0].ref),
        lambda c: c.reject(reading.proposals[0].ref, "not mine"),
        lambda c: c.withdraw(reading.file.ref, "not mine"),
    ):
        with pytest.raises(UnknownName), _open("Lindgren") as file:
            deed(Cabinet(file))


def test_a_file_that_is_only_open_to_read_takes_nothing() -> None:
    """Each method names its deeds."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import UsageError

    arrived = _arrived()
    with pytest.raises(UsageError), _open("Frost", "read the record") as file:
        Cabinet(file).keep(arrived, lambda _: uuid4())
    with pytest.raises(UsageError), _open("Frost", "read name and visits", "desk") as file:
        Cabinet(file).files()


def test_the_same_content_is_kept_once_for_a_patient_and_once_for_a_clinic() -> None:
    """Another name changes nothing; another patient has a file of their own with the same content; another clinic shares nothing."""
    from myotome.record.files.models import Content, StoredFile

    first, new = _keep("Frost")
    again, not_new = _keep("Frost", name="blood (1).csv")
    assert new and not not_new and again.ref == first.ref and again.name == "blood.csv"
    other, _ = _keep("Lindgren")
    elsewhere, _ = _keep("Brandt", who="visitor")
    contents = {sheet.ref: StoredFile.objects.get(ref=sheet.ref).content_id for sheet in (first, other, elsewhere)}
    assert contents[first.ref] == contents[other.ref] != contents[elsewhere.ref]
    assert len(set(Content.objects.filter(sha256=first.sha256).values_list("name", flat=True))) == 2


def test_a_file_comes_back_as_it_was_sent_and_lies_sealed() -> None:
    """Byte for byte through the gateway; nothing readable in the store; a changed store shows."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.models import StoredFile
    from myotome.record.files.seal import BrokenSeal
    from myotome.record.files.stores import site_store

    sheet, _ = _keep("Frost")
    with _open("Frost", "read the record") as file:
        content = Cabinet(file).content(sheet.ref)
    assert b"".join(content) == LAB.encode()
    name = StoredFile.objects.get(ref=sheet.ref).content.name
    stored: Any = site_store()
    assert b"CK" not in b"".join(stored.read(name))
    path = stored.root / name[:2] / name
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BrokenSeal), _open("Frost", "read the record") as file:
        list(Cabinet(file).content(sheet.ref))


def test_every_access_to_a_file_is_a_line_of_the_log_the_workers_too() -> None:
    """Who, whom and what for; the worker has no login and stands there by its name."""
    from myotome.record.models import AccessLog

    last = AccessLog.objects.order_by("-number").values_list("number", flat=True).first() or 0
    _read("Frost")
    lines = AccessLog.objects.filter(number__gt=last).order_by("number")
    assert {line.patient for line in lines} == {patient("Frost").pk}
    assert [(line.user_name, line.purpose) for line in lines if line.user_name == "worker"] == [
        ("worker", "read an uploaded file"),
        ("worker", "keep what was read"),
    ]


def test_reading_twice_changes_nothing() -> None:
    """A job that is done again, because its first worker died after its work, leaves one reading and the same proposals."""
    from myotome.clinic.investigations.reading import read_now
    from myotome.record.files.models import FileReading, Proposal

    reading = _read("Frost")
    read_now(reading.file.ref)
    assert FileReading.objects.filter(file__ref=reading.file.ref).count() == 1
    assert Proposal.objects.filter(reading__file__ref=reading.file.ref).count() == 2


def test_a_file_that_cannot_be_used_is_kept_and_says_why() -> None:
    """Not a failed job: the reader's sentence stands on the page, the file stays."""
    reading = _read("Frost", text="id: x\nfindings:\n  - present: no_such_finding\n", name="case.yaml")
    assert "no_such_finding" in reading.file.problem and reading.proposals == ()


def test_a_withdrawn_file_is_hidden_and_what_was_accepted_stays() -> None:
    """Deleted means hidden, with who and why; the same file does not come back by being sent again."""
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import OutOfRange, UnknownName

    reading = _read("Frost")
    with _open("Frost") as file:
        Cabinet(file).accept(reading.proposals[0].ref)
    with _open("Frost") as file:
        Cabinet(file).withdraw(reading.file.ref, "of another person")
    with _open("Frost", "read the record") as file:
        assert Cabinet(file).files() == ()
    with pytest.raises(UnknownName), _open("Frost") as file:
        Cabinet(file).accept(reading.proposals[1].ref)
    with pytest.raises(OutOfRange, match="withdrawn"):
        _keep("Frost")
    assert "ck" in [measure for measure, *_ in _values("Frost")]


def test_the_sweep_takes_what_no_row_names_and_nothing_else() -> None:
    """An upload that broke off goes after a day; a young one and a kept one stay."""
    from django.utils import timezone

    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.stores import site_store
    from myotome.record.files.sweep import sweep

    sheet, _ = _keep("Frost")
    orphan = _arrived("Name;Value;Unit\nCK;1;U/L\n")
    now = timezone.now()
    sweep(now)
    assert orphan.object in {name for name, _ in site_store().names()}
    assert sweep(now + timedelta(days=2)) >= 1
    assert orphan.object not in {name for name, _ in site_store().names()}
    with _open("Frost", "read the record") as file:
        assert b"".join(Cabinet(file).content(sheet.ref)) == LAB.encode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\blood.csv", "blood.csv"),
        ("\u202efdp.exe", "\ufffdfdp.exe"),
        ("a\nb\x00c.csv", "a b\ufffdc.csv"),
        ("", "without a name"),
        ("x" * 300 + ".csv", "x" * 195 + "….csv"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
    ],
)
def test_a_name_is_a_text_and_never_a_path(given: str, kept: str) -> None:
    """No folders, nothing that steers, no line ends, a bounded length with its ending."""
    from myotome.record.files.incoming import plain_name

    assert plain_name(given) == kept


@pytest.fixture
def order() -> Iterator[UUID]:
    from myotome.record.files.ordering import Orders

    with _open("Frost") as file:
        yield Orders(file).order("ck", "blood", ["Creatine kinase", "for the demo"])


def test_a_settled_order_stays_settled_and_a_test_is_ordered_once(order: UUID) -> None:
    """No step follows a cancelled order; the same test is not open twice; a booking needs a day."""
    from myotome.record.files.ordering import Orders
    from myotome.words.errors import OutOfRange

    with pytest.raises(OutOfRange, match="ordered already"), _open("Frost") as file:
        Orders(file).order("ck", "blood", ["again"])
    with pytest.raises(OutOfRange, match="a day is needed"), _open("Frost") as file:
        Orders(file).move(order, "scheduled")
    with _open("Frost") as file:
        Orders(file).move(order, "cancelled", note="not needed")
    for state in ("scheduled", "resulted", "cancelled", "ordered", "blorb"):
        with pytest.raises((OutOfRange, ValueError)), _open("Frost") as file:
            Orders(file).move(order, state, on=date(2031, 5, 6))
    with _open("Frost") as file:
        (sheet,) = Orders(file).all()
    assert (sheet.state, sheet.note, sheet.open) == ("cancelled", "not needed", False)


def test_the_desk_books_and_sees_a_kind_and_a_day_only(order: UUID) -> None:
    """No test, no line of the request, no reason: what it is given has no field for them."""
    from dataclasses import asdict

    from myotome.record.files.ordering import Orders
    from myotome.words.errors import UsageError

    with _open("Frost", "write name and visits", "desk") as file:
        Orders(file).schedule(order, date(2031, 5, 6))
    with _open("Frost", "read name and visits", "desk") as file:
        (row,) = Orders(file).to_book()
        assert set(asdict(row)) == {"ref", "group", "since", "on"} and row.on == date(2031, 5, 6)
        with pytest.raises(UsageError):
            Orders(file).all()
        with pytest.raises(UsageError):
            Orders(file).move(order, "cancelled")
