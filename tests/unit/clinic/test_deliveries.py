from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from clinic_site import browser, patient, user

PIECE = 1 << 20
TABLE = b"Name;Value;Unit;High;Date\nCK;2345;U/L;190;2025-11-03\n" + b"Potassium;3,9;mmol/L;5,1;2025-11-03\n" * 70_000
"""Two and a half megabytes, so three pieces."""


def _begin(
    client: Any, family: str = "Frost", size: int = len(TABLE), name: str = "blood.csv", mark: str = "ab"
) -> Any:
    from django.urls import reverse

    given = {"name": name, "size": size, "mark": mark}
    return client.post(reverse("begin_delivery", args=[patient(family).ref]), given)


def _send(client: Any, address: str, offset: int, data: bytes, sha256: str = "") -> Any:
    sha256 = sha256 or hashlib.sha256(data).hexdigest()
    headers = {"X-Offset": str(offset), "X-Sha256": sha256}
    return client.post(address, data, content_type="application/octet-stream", headers=headers)


def _digest(content: bytes) -> str:
    pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in pieces)).hexdigest()


def _send_all(client: Any, content: bytes = TABLE, **given: Any) -> Any:
    """Begin, send every piece, and say that it is whole."""
    begun = _begin(client, size=len(content), **given).json()
    for at in range(begun["offset"], len(content), PIECE):
        assert _send(client, begun["address"], at, content[at : at + PIECE]).status_code == 200
    return client.post(f"{begun['address']}whole/", {"digest": _digest(content)})


def _files(family: str = "Frost") -> list[Any]:
    from myotome.record.files.models import StoredFile

    return list(StoredFile.objects.filter(patient=patient(family)).order_by("pk"))


def _objects() -> set[str]:
    from myotome.record.files.stores import site_store

    return {name for name, _ in site_store().names()}


def test_another_clinician_patient_or_reference_finds_no_delivery() -> None:
    """A reference that is forged, of another patient, or of a colleague's delivery leads nowhere, and nothing is kept."""
    client = browser("clinician")
    address = _begin(client).json()["address"]
    colleague = browser()
    from clinic_site import PASSWORD_BACKEND
    from myotome.record.models import User

    other = User.objects.create_user(
        "second", "a-long-password", full_name="Second Clinician", role="clinician", clinic=user("clinician").clinic
    )
    colleague.force_login(other, backend=PASSWORD_BACKEND)
    elsewhere = address.replace(str(patient("Frost").ref), str(patient("Noor").ref))
    forged = address.rstrip("/").rpartition("/")[0] + "/00000000-0000-4000-8000-000000000000/"
    before = _objects()
    for who, where in ((colleague, address), (client, elsewhere), (client, forged)):
        assert who.get(where).status_code == 404
        assert _send(who, where, 0, TABLE[:PIECE]).status_code == 404
        assert who.post(f"{where}whole/", {"digest": _digest(TABLE)}).status_code == 404
    assert client.get(address).json()["offset"] == 0 and _objects() == before


def test_who_may_not_write_here_keeps_no_byte() -> None:
    """Desk, patient, visitor and administrator are refused before anything reaches the store; so is a clinician without the form's token."""
    from django.test import Client

    from clinic_site import PASSWORD_BACKEND

    address = _begin(browser("clinician")).json()["address"]
    before = _objects()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user("clinician"), backend=PASSWORD_BACKEND)
    for client in (*map(browser, ("desk", "patient", "visitor", "admin")), strict):
        assert _send(client, address, 0, TABLE[:PIECE]).status_code in {403, 404}
    assert _objects() == before


@pytest.mark.parametrize(("offset", "size"), [(0, PIECE), (PIECE - 1, PIECE), (PIECE + 1, PIECE), (2 * PIECE, 10)])
def test_a_piece_that_overlaps_or_leaves_a_gap_is_refused_with_the_way_on(offset: int, size: int) -> None:
    """After the first megabyte only the byte behind it comes next; twice the same, as from a second tab, is not taken twice."""
    client = browser("clinician")
    address = _begin(client).json()["address"]
    assert _send(client, address, 0, TABLE[:PIECE]).json()["offset"] == PIECE
    before = _objects()
    answer = _send(client, address, offset, TABLE[offset : offset + size])
    assert (answer.status_code, answer.json()) == (409, {"offset": PIECE}) and _objects() == before


@pytest.mark.parametrize(
    ("size", "offset", "data", "says"),
    [
        (600_000_000, None, b"", "no file of this size"),
        (0, None, b"", "no file of this size"),
        (30_000_000, 0, TABLE[:PIECE], "too large"),
        (3_000_000, 0, b"PK\x03\x04" + bytes(PIECE - 4), "ZIP archive"),
        (3_000_000, 0, TABLE[: PIECE + 1], "too large, or beyond the end"),
        (3_000_000, 0, b"", "a piece is empty"),
        (3_000_000, 0, TABLE[:100], "too small to tell"),
        (10_000, 0, TABLE[:10_001], "beyond the end"),
    ],
)
def test_size_and_kind_are_judged_with_the_first_piece_over_the_whole_sum(
    size: int, offset: int | None, data: bytes, says: str
) -> None:
    """What a plain upload refuses at the end is refused at the beginning, and nothing of it is stored."""
    client, before = browser("clinician"), _objects()
    answer = _begin(client, size=size)
    if offset is not None:
        answer = _send(client, answer.json()["address"], offset, data)
    assert answer.status_code == 422 and says in answer.json()["refused"]
    assert _objects() == before


def test_bytes_that_changed_on_the_way_are_not_taken() -> None:
    """The piece is held against its hash, and the whole against the sender's."""
    client = browser("clinician")
    address = _begin(client).json()["address"]
    assert _send(client, address, 0, TABLE[:PIECE], sha256="00" * 32).status_code == 422
    for at in range(0, len(TABLE), PIECE):
        _send(client, address, at, TABLE[at : at + PIECE])
    answer = client.post(f"{address}whole/", {"digest": _digest(TABLE[:-1] + b"x")})
    assert answer.status_code == 422 and "not what was sent" in answer.json()["refused"] and _files() == []


def test_a_file_that_is_not_whole_is_not_kept() -> None:
    """Told too early that it is whole, the answer is where to go on."""
    client = browser("clinician")
    address = _begin(client).json()["address"]
    _send(client, address, 0, TABLE[:PIECE])
    answer = client.post(f"{address}whole/", {"digest": _digest(TABLE[:PIECE])})
    assert (answer.status_code, answer.json()) == (409, {"offset": PIECE}) and _files() == []


def test_what_was_cut_goes_on_where_it_stopped_and_is_kept_whole() -> None:
    """The first piece arrives, the page is closed; begun again from the same file it goes on behind it, and what is kept is the file."""
    from myotome.record.files.bench import content_of

    before = _objects()
    client = browser("clinician")
    address = _begin(client).json()["address"]
    _send(client, address, 0, TABLE[:PIECE])
    page = browser("clinician").get(f"/patients/{patient('Frost').ref}/tests/").content.decode()
    assert "blood.csv" in page and f"{100 * PIECE // len(TABLE)} %" in page
    again = _begin(browser("clinician"))
    assert (again.status_code, again.json()) == (201, {"address": address, "offset": PIECE})
    answer = _send_all(browser("clinician"))
    assert (answer.status_code, answer.json()) == (200, {"new": True})
    (row,) = _files()
    assert content_of(row.ref) == TABLE and row.jobs.count() == 1
    assert len(_objects() - before) == 1, "pieces stay behind"


def test_a_file_with_another_mark_size_or_name_begins_anew() -> None:
    """Nothing of another file is mixed in."""
    client = browser("clinician")
    first = _begin(client).json()["address"]
    _send(client, first, 0, TABLE[:PIECE])
    for other in ({"mark": "cd"}, {"size": len(TABLE) + 1}, {"name": "blood2.csv"}, {"family": "Noor"}):
        begun = _begin(client, **other).json()  # type: ignore[arg-type]
        assert begun["offset"] == 0 and begun["address"] != first


def test_asked_twice_whether_it_is_whole_it_answers_the_same_and_keeps_one() -> None:
    """Who did not hear the answer asks again; sent once more from the beginning, it is here already."""
    client = browser("clinician")
    address = _begin(client).json()["address"]
    first = _send_all(client)
    assert first.json() == client.post(f"{address}whole/", {"digest": _digest(TABLE)}).json() == {"new": True}
    assert _send_all(client).json() == {"new": False}
    assert len(_files()) == 1


def test_a_delivery_whose_piece_is_gone_is_dropped_with_the_cure() -> None:
    """As after a restore of a backup: send it again from the beginning."""
    from myotome.record.files.models import Delivery, Piece
    from myotome.record.files.stores import site_store

    client = browser("clinician")
    begun = _begin(client).json()
    for at in range(0, len(TABLE), PIECE):
        _send(client, begun["address"], at, TABLE[at : at + PIECE])
    piece = Piece.objects.order_by("offset")[1]
    site_store().remove(piece.name)
    answer = client.post(f"{begun['address']}whole/", {"digest": _digest(TABLE)})
    assert answer.status_code == 422 and "from the beginning" in answer.json()["refused"]
    assert not Delivery.objects.exists() and _files() == []


def test_too_many_open_deliveries_of_one_person_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be left lying is bounded; the one that is open already goes on."""
    from myotome.record.files import delivering

    monkeypatch.setattr(delivering, "MOST_OPEN", 2)
    client = browser("clinician")
    assert [_begin(client, mark=mark).status_code for mark in "aabc"] == [201, 201, 201, 422]


def test_what_was_left_for_a_day_is_swept_and_what_is_on_its_way_is_not() -> None:
    """The worker's tick removes row and objects; a young delivery stays, and its pieces are no orphans however old they look."""
    import os

    from django.utils import timezone

    from myotome.record.files.models import Delivery
    from myotome.record.files.stores import site_store
    from myotome.record.files.sweep import sweep_each_hour

    client = browser("clinician")
    before = _objects()
    for mark in ("left", "young"):
        address = _begin(client, mark=mark).json()["address"]
        _send(client, address, 0, TABLE[:PIECE])
    now = timezone.now()
    for name in _objects() - before:
        os.utime(site_store()._path(name), (0, 0))  # type: ignore[attr-defined]
    Delivery.objects.filter(mark="left").update(last_at=now - timedelta(hours=25))
    sweep_each_hour(now.replace(minute=16))
    assert len(_objects() - before) == 2
    sweep_each_hour(now.replace(minute=17))
    assert len(_objects() - before) == 1
    assert [row.mark for row in Delivery.objects.all()] == ["young"]


def test_every_piece_is_in_the_access_log_and_none_in_the_clear() -> None:
    """Who sent what for whom; and no store holds a name that stands in the file."""
    from myotome.record.files.stores import site_store
    from myotome.record.models import AccessLog

    lines = AccessLog.objects.count()
    before = _objects()
    client = browser("clinician")
    address = _begin(client).json()["address"]
    _send(client, address, 0, TABLE[:PIECE])
    said = list(AccessLog.objects.order_by("-pk")[:2].values_list("user_name", "patient", "purpose"))
    assert AccessLog.objects.count() == lines + 2
    assert said[0] == ("clinician", patient("Frost").pk, "send a piece of a file")
    (name,) = _objects() - before
    assert b"Potassium" not in b"".join(site_store().read(name))
