from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from clinic_site import browser, patient
from filled_demo import copy_of_demo

LAB = b"Name;Value;Unit;High;Date\nCK;2345;U/L;190;2025-11-03\n"
SCRIPT = "<script>alert(1)</script>"


def _upload(client: Any, family: str = "Frost", **files: bytes) -> Any:
    from django.urls import reverse

    sent = []
    for name, content in files.items():
        file = io.BytesIO(content)
        file.name = name
        sent.append(file)
    return client.post(reverse("upload", args=[patient(family).ref]), {"files": sent})


def _work() -> None:
    """What a worker would do, here and now."""
    from myotome.record.jobs.worker import Worker

    worker = Worker()
    while worker.work_once():
        pass


def _files(family: str = "Frost") -> list[Any]:
    from myotome.record.files.models import StoredFile

    return list(StoredFile.objects.filter(patient=patient(family)).order_by("pk"))


def _address(name: str, row: Any) -> str:
    from django.urls import reverse

    return reverse(name, args=[row.patient.ref, row.ref])


def test_a_file_sent_to_a_page_that_takes_none_is_written_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by nobody to the sign-in page nor by a clinician to another form: no temporary file, no object."""
    from django.urls import reverse

    from myotome.record.files.stores import site_store

    def never(*args: Any, **kwargs: Any) -> None:
        pytest.fail("a temporary file was made")

    before = len(list(site_store().names()))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", never)
    for client, address in (
        (browser(), reverse("sign_in")),
        (browser("clinician"), reverse("add_note", args=[patient("Frost").ref])),
    ):
        client.post(address, {"text": "x", "files": io.BytesIO(bytes(3_000_000))})
    assert len(list(site_store().names())) == before


def test_who_may_not_write_here_sends_nothing_into_the_store() -> None:
    """The refusal comes before a byte is kept."""
    from myotome.record.files.stores import site_store

    before = len(list(site_store().names()))
    for who in ("desk", "patient", "visitor", "admin"):
        assert _upload(browser(who), blood=LAB).status_code in {403, 404}
    assert len(list(site_store().names())) == before and _files() == []


def test_without_the_forms_token_no_file_is_taken() -> None:
    """The way in is checked for forged requests like every other form."""
    from django.test import Client
    from django.urls import reverse

    from clinic_site import PASSWORD_BACKEND, user

    client = Client(enforce_csrf_checks=True)
    client.force_login(user("clinician"), backend=PASSWORD_BACKEND)
    answer = client.post(reverse("upload", args=[patient("Frost").ref]), {"files": io.BytesIO(LAB)})
    assert answer.status_code == 403 and _files() == []


def test_good_files_are_kept_beside_bad_ones_and_each_bad_one_is_named() -> None:
    """Three at once: one is read, two are refused with what they are."""
    answer = _upload(browser("clinician"), blood=LAB, archive=b"PK\x03\x04 and so on", nothing=b"")
    text = answer.content.decode()
    assert answer.status_code == 422 and "ZIP archive" in text and "empty" in text and "Kept: blood" in text
    assert [row.name for row in _files()] == ["blood"]


def test_a_picture_called_csv_is_a_picture() -> None:
    """Kept, shown as kept, and read by nobody."""
    client = browser("clinician")
    _upload(client, **{"results.csv": b"\x89PNG\r\n\x1a\n" + bytes(100)})
    _work()
    (row,) = _files()
    text = client.get(_address("file", row)).content.decode()
    assert row.kind == "png" and "No room reads this yet." in text


def test_a_file_too_large_for_its_kind_is_refused_while_it_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its beginning does not stay."""
    from myotome.journey.uploads.kinds import Kind
    from myotome.record.files import incoming
    from myotome.record.files.stores import site_store

    before = len(list(site_store().names()))
    monkeypatch.setattr(incoming, "LARGEST_BYTES", dict.fromkeys(Kind, 2_000_000))
    answer = _upload(browser("clinician"), big=b"Name;Value\n" + b"x" * 3_000_000)
    assert "too large" in answer.content.decode()
    assert len(list(site_store().names())) == before and not list(site_store().root.glob("incoming/*"))  # type: ignore[attr-defined]


def test_a_download_is_always_a_download() -> None:
    """No type that a browser shows, no sniffing, no script even if it did; the name is a header's text and nothing else."""
    client = browser("clinician")
    _upload(client, **{f'{SCRIPT}"\r\nX-Evil: 1.csv': LAB})
    answer = client.get(_address("download", _files()[0]))
    assert b"".join(answer.streaming_content) == LAB
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "X-Evil" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_script_in_names_cells_and_reasons_stays_text() -> None:
    """Whatever a file says, the pages show it as letters."""
    client = browser("clinician")
    table = f"Name;Value;Unit\nCK;2345;U/L\n{SCRIPT};1;{SCRIPT}\n".encode()
    _upload(client, **{"x.csv": table})
    _work()
    (row,) = _files()
    client.post(_address("answer_file", row), {"answer-1": "reject", "why-1": SCRIPT})
    for name in ("file", "withdraw_file"):
        assert SCRIPT not in client.get(_address(name, row)).content.decode()
    assert "&lt;script&gt;" in client.get(_address("file", row)).content.decode()


def test_a_reader_that_dies_three_times_is_shown_as_failed_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never stuck: the reason stands on the page, with a button that starts it anew."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from myotome.clinic.investigations import reading
    from myotome.sources.apart import ReaderDied

    def dies(*args: Any) -> None:
        raise ReaderDied("reading took longer than 60 s")

    client = browser("clinician")
    _upload(client, blood=LAB)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_apart", dies)
        for _ in range(3):
            _work()
            DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    (row,) = _files()
    text = client.get(_address("file", row)).content.decode()
    assert "Reading took longer than 60 s, after 3 attempts" in text and "Read it again" in text
    client.post(_address("read_again", row))
    _work()
    assert "Creatine kinase" in client.get(_address("file", row)).content.decode()


def test_a_result_settles_its_order() -> None:
    """Sent as the result of an order, a file ends it; the order's test may be ordered anew."""
    from django.urls import reverse

    from myotome.record.files.models import TestOrder

    client, ref = browser("clinician"), patient("Frost").ref
    client.post(reverse("order_test", args=[ref]), {"test": "ck"})
    order = TestOrder.objects.get(patient__ref=ref)
    file = io.BytesIO(LAB)
    file.name = "blood.csv"
    client.post(reverse("upload", args=[ref]), {"files": [file], "order": str(order.ref)})
    assert "Result is here" in client.get(reverse("investigations", args=[ref])).content.decode()
    assert _files()[0].order == order


def test_a_test_whose_value_was_accepted_is_not_proposed_again() -> None:
    """CK from a file counts as CK that was measured."""
    from django.urls import reverse

    client, ref = browser("clinician"), patient("Frost").ref
    client.get(reverse("patient", args=[ref]))
    _upload(client, blood=LAB)
    _work()
    client.post(_address("answer_file", _files()[0]), {"answer-1": "accept"})
    client.get(reverse("patient", args=[ref]))
    from myotome.record.models import AssessmentRecord

    last = AssessmentRecord.objects.filter(patient__ref=ref).order_by("-number").first()
    assert last is not None
    assert "ck" not in [test["slug"] for test in last.content["next_tests"]]
    assert any(finding["concept"] == "ck_gt10x" and finding["present"] for finding in last.content["findings"])


def test_the_desk_knows_what_to_book_for_every_test_and_not_what_is_suspected() -> None:
    """Each test of the catalogue has words for the desk; a search for a cancer and a genetic test have neutral ones."""
    from myotome.clinic.investigations.page import GROUPS, desk_group
    from myotome.wiring import knowledge

    words = {slug: GROUPS.get(desk_group(test), "Other test") for slug, test in knowledge().orders.items()}
    assert [slug for slug, said in words.items() if said == "Other test"] == ["cancer_screen"]
    assert words["nerve_ultrasound"] == "Ultrasound" and words["genetic_ar"] == "Sample to be taken"


def test_two_clicks_at_once_keep_one_file(tmp_path: Path) -> None:
    """Two threads send the same file at the same moment: one file, one job, one row of content."""
    code = """
import io, json, os, sys, threading
import django
django.setup()
from myotome.clinic.start import prepare
prepare(demo=True)
from django.db import connections
from django.test import Client
from django.urls import reverse
from myotome.record.files.models import Content, FileJob, StoredFile
from myotome.record.models import Patient, User
ref = Patient.objects.get(family_name="Frost").ref
before = FileJob.objects.count(), Content.objects.count()
start, said = threading.Barrier(4), []
def click():
    client = Client()
    client.force_login(User.objects.get(username="clinician"), backend="django.contrib.auth.backends.ModelBackend")
    file = io.BytesIO(b"Name;Value;Unit\\nCK;96;U/L\\n"); file.name = "x.csv"
    start.wait()
    answer = client.post(reverse("upload", args=[ref]), {"files": [file]}, headers={"X-Requested-With": "XMLHttpRequest"})
    said.append(answer.json()); connections.close_all()
threads = [threading.Thread(target=click) for _ in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
print(json.dumps({"said": said, "files": StoredFile.objects.filter(patient__ref=ref).count(),
    "jobs": FileJob.objects.count() - before[0], "contents": Content.objects.count() - before[1]}))
"""
    copy_of_demo(tmp_path)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))} | {
        "MYOTOME_DATA": str(tmp_path),
        "MYOTOME_DEMO": "1",
        "MYOTOME_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings",
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["files"], found["jobs"], found["contents"]) == (1, 1, 1)
    assert sorted(len(one["kept"]) for one in found["said"]) == [0, 0, 0, 1]
    assert all(not one["refused"] for one in found["said"])
