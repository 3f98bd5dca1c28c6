"""What of uploaded files waits for a clinician, as the worklist counts it, and whether a report is to be signed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

pytest.importorskip("django_tasks_db")

from clinic_site import browser, patient, user

LAB = "Name;Value;Unit;High;Date\nCK;2346;U/L;190;2025-11-04\nPotassium;3,8;mmol/L;5,1;2025-11-04\n"
FAMILY = "Frost"


def _open(deed: str = "write the record") -> Any:
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    return Gateway(user("clinician")).open(patient(FAMILY).ref, Deed(deed), "test")


def _kept(content: bytes = LAB.encode(), name: str = "blood.csv") -> Any:
    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.incoming import Incoming

    incoming = Incoming(name)
    incoming.take(content)
    with _open() as file:
        return Cabinet(file).keep(incoming.finish(), lambda _: uuid4())[0]


def _read(content: bytes = LAB.encode(), name: str = "blood.csv") -> Any:
    from myotome.clinic.investigations.reading import read_now

    sheet = _kept(content, name)
    read_now(sheet.ref)
    return sheet


def _proposals(ref: Any) -> Any:
    from myotome.record.files.cabinet import Cabinet

    with _open("read the record") as file:
        return Cabinet(file).reading(ref).proposals


def _line() -> Any:
    from myotome.record.models import WorklistRow

    return WorklistRow.objects.get(patient=patient(FAMILY))


def _sign_newest() -> None:
    """Bring the assessment up to date and sign it."""
    client, ref = browser("clinician"), patient(FAMILY).ref
    assert client.get(f"/patients/{ref}/").status_code == 200
    with _open() as file:
        if not file.latest().signed_by:
            file.sign(file.latest().number)
    assert _line().signed


def _listed(only: str) -> set[str]:
    from myotome.record.lists import worklist

    found, key = set(), ""
    while True:
        page = worklist(user("clinician"), only=only, key=key)
        found |= {one.family_name for one in page.patients}
        key = page.next_key
        if not key:
            return found


def test_a_file_that_was_only_read_calls_for_no_new_signature() -> None:
    """Nothing entered the record: what was signed is still the newest there is, and there would be nothing to sign."""
    _sign_newest()
    _read()
    line = _line()
    assert line.signed and line.to_answer == 2 and line.results_wait
    assert FAMILY in _listed("results") and FAMILY not in _listed("unsigned")


def test_rejecting_leaves_the_signature_and_accepting_calls_for_a_new_one() -> None:
    """A value that stays out changes nothing that was signed; one that comes in does."""
    from myotome.record.files.cabinet import Cabinet

    _sign_newest()
    ck, potassium = _proposals(_read().ref)
    with _open() as file:
        Cabinet(file).reject(potassium.ref, "haemolysed")
    assert (_line().signed, _line().to_answer) == (True, 1)
    with _open() as file:
        Cabinet(file).accept(ck.ref)
    assert (_line().signed, _line().to_answer, _line().results_wait) == (False, 0, False)
    assert FAMILY in _listed("unsigned") and FAMILY not in _listed("results")


def test_an_answer_taken_back_leaves_the_record_as_it_was_before_it() -> None:
    """The value is withdrawn, the proposal open again, and the old signature stands, as the record is again what was signed."""
    from myotome.record.files.answering import take_back
    from myotome.record.files.cabinet import Cabinet

    _sign_newest()
    with _open("read the record") as file:
        before = file.case()
    sheet = _read()
    ck = _proposals(sheet.ref)[0]
    with _open() as file:
        Cabinet(file).accept(ck.ref)
    with _open() as file:
        take_back(Cabinet(file), ck.ref)
    with _open("read the record") as file:
        assert file.case() == before
        assert file.history()[0].withdrawn
    old, potassium, again = _proposals(sheet.ref)
    assert old.accepted and old.taken_back_by and potassium.accepted is None
    assert again.accepted is None and (again.said, again.place) == (ck.said, ck.place)
    assert (_line().signed, _line().to_answer) == (True, 2)
    with _open() as file:
        Cabinet(file).accept(again.ref)
    assert (_line().signed, _line().to_answer) == (False, 1)


def test_what_cannot_be_taken_back_is_refused() -> None:
    """An open proposal, one taken back already, and one whose value was corrected by hand since."""
    from myotome.record.files.answering import take_back
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import OutOfRange

    ck, potassium = _proposals(_read().ref)
    with _open() as file, pytest.raises(OutOfRange, match="no answer"):
        take_back(Cabinet(file), ck.ref)
    with _open() as file:
        Cabinet(file).reject(potassium.ref, "haemolysed")
        take_back(Cabinet(file), potassium.ref)
    with _open() as file, pytest.raises(OutOfRange, match="no answer"):
        take_back(Cabinet(file), potassium.ref)


def test_a_value_withdrawn_by_hand_is_not_withdrawn_twice() -> None:
    """Taking the answer back afterwards only opens the proposal again."""
    from myotome.record.files.answering import take_back
    from myotome.record.files.cabinet import Cabinet

    ck = _proposals(_read().ref)[0]
    with _open() as file:
        Cabinet(file).accept(ck.ref)
    with _open() as file:
        entry = file.entries("measurement")[-1]
        file.withdraw("measurement", entry.ref, "of another person", file.begin("note"))
        rows = len(file.history())
    with _open() as file:
        take_back(Cabinet(file), ck.ref)
        assert len(file.history()) == rows


def test_a_file_that_could_not_be_used_waits_until_somebody_dealt_with_it() -> None:
    """Counted on the worklist, and no longer after one press of a button or a withdrawal."""
    from myotome.record.files.answering import settle
    from myotome.record.files.cabinet import Cabinet
    from myotome.words.errors import OutOfRange

    sheet = _read(b"id: x\nfindings:\n  - present: no_such\n", "case.yaml")
    assert _line().files_failed == 1 and FAMILY in _listed("results")
    with _open() as file:
        settle(Cabinet(file), sheet.ref)
    assert _line().files_failed == 0 and FAMILY not in _listed("results")
    with _open() as file, pytest.raises(OutOfRange, match="could not be read"):
        settle(Cabinet(file), sheet.ref)
    other = _read(b"id: y\nfindings:\n  - present: nor_such\n", "case.yaml")
    assert _line().files_failed == 1
    with _open() as file:
        Cabinet(file).withdraw(other.ref, "of another person")
    assert _line().files_failed == 0


def test_a_job_that_failed_for_good_shows_and_reading_again_takes_it_off() -> None:
    """The queue tells who listens; a new attempt waits for its own end."""
    from django.utils import timezone

    from myotome.clinic.investigations.reading import enqueue
    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.incoming import Incoming
    from myotome.record.jobs.queue import MOST_FAILURES, give_back, take

    incoming = Incoming("blood.csv")
    incoming.take(LAB.encode())
    with _open() as file:
        sheet, _ = Cabinet(file).keep(incoming.finish(), enqueue)
    now = timezone.now()
    for _ in range(MOST_FAILURES):
        now += timedelta(minutes=10)
        from django_tasks_db.models import DBTaskResult

        DBTaskResult.objects.update(run_after=now.replace(year=now.year - 1))
        claim = take("w", now)
        assert claim is not None and _line().files_failed == 0
        give_back(claim, "the reader died", now)
    assert (_line().files_failed, _line().changed) == (1, "A file could not be read")
    with _open() as file:
        assert Cabinet(file).sheet(sheet.ref).waits
        Cabinet(file).try_again(sheet.ref, enqueue)
    assert _line().files_failed == 0


def test_the_pages_take_back_and_put_aside() -> None:
    """By the buttons of a file's page, without scripts."""
    client, ref = browser("clinician"), patient(FAMILY).ref
    sheet = _read()
    place = f"/patients/{ref}/files/{sheet.ref}/"
    client.post(f"{place}answers/", {"answer-1": "accept"})
    assert "Take back" in client.get(place).content.decode()
    assert client.post(f"{place}answers/back/", {"number": "1"}).status_code == 302
    page = client.get(place).content.decode()
    assert "Taken back" in page and "To answer (2)" in page
    assert client.post(f"{place}answers/back/", {"number": "99"}).status_code == 400
    bad = _read(b"id: x\nfindings:\n  - present: no_such\n", "case.yaml")
    assert "Dealt with" in client.get(f"/patients/{ref}/files/{bad.ref}/").content.decode()
    assert client.post(f"/patients/{ref}/files/{bad.ref}/settle/").status_code == 302
    assert "2 to answer" in client.get("/worklist/?only=results").content.decode().replace("</strong>", "").replace(
        "<strong>", ""
    )
