"""Workers are killed with -9 at random moments while files are uploaded: is anything lost, stuck, or done twice?

    python validation/killed_workers.py --kills 100 [--seed 1] [--database postgresql://...]

Uploads go through the same gateway as those of a page; a file counts as acknowledged when its transaction has ended. At the end one worker
finishes what is left, and everything is counted. Ends with 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from killing import Killer  # noqa: E402 - lies beside the tests, which use it too

LEASE_SECONDS = "2"
PATIENCE_SECONDS = 120
"""A job is stuck when nothing was settled for so long and it is still not."""
MOST_WAITING = 12
"""Uploads wait while so many jobs do: the workers are to be killed at work, not to be buried."""
WHY = "upload under fire"
WRONG = (
    "lost files",
    "neither read nor failed",
    "failed for another reason",
    "done without a reading",
    "readings too many",
    "proposals wrong",
    "uploads not in the log",
)


def main() -> int:
    """Kill, finish, count; print what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--copy", type=Path, help="a filled demo to begin with, which is copied; else one is filled")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="myotome-kill-") as folder:
        if asked.copy:
            shutil.copytree(asked.copy, folder, dirs_exist_ok=True)
        os.environ.update(
            MYOTOME_DATA=folder,
            MYOTOME_DEMO="1",
            MYOTOME_DATABASE_URL=asked.database,
            MYOTOME_JOB_LEASE_SECONDS=LEASE_SECONDS,
            DJANGO_SETTINGS_MODULE="myotome.clinic.settings",
        )
        import django

        django.setup()
        from myotome.clinic.start import prepare

        prepare(demo=True)
        begun = time.monotonic()
        killer = Killer(_worker, Random(asked.seed), _at_work)
        sent = _upload_while_killing(killer, asked.kills)
        killer.stop()
        _finish()
        found = _counted(sent) | {
            "kills": killer.kills,
            "ended by themselves": killer.ended,
            "seconds": round(time.monotonic() - begun, 1),
            "database": "postgresql" if asked.database else "sqlite",
        }
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    wrong = (*WRONG, "stuck jobs", "faults of the log")
    return int(any(found[name] for name in wrong) or not sent or killer.kills < asked.kills)


def _worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "myotome", "worker", "--demo", "--data", os.environ["MYOTOME_DATA"]]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def _at_work(pid: int) -> bool:
    from myotome.record.jobs.models import JobLease

    return JobLease.objects.filter(worker__startswith=f"{pid}-").exists()


def _upload_while_killing(killer: Killer, kills: int) -> list[tuple[Any, bytes]]:
    """Upload a file every now and then until enough was killed; (reference, content) of what was acknowledged."""
    sent: list[tuple[Any, bytes]] = []
    last = 0.0
    while killer.kills < kills:
        killer.tend()
        if time.monotonic() - last > 0.2 and _unsettled() < MOST_WAITING:
            content = f"Name;Value;Unit\nCK;{100 + len(sent)};U/L\nPotassium;3,9;mmol/L\n".encode()
            sent.append((_upload(content, len(sent)), content))
            last = time.monotonic()
        _rests_are_over()
        time.sleep(0.02)
    return sent


def _upload(content: bytes, number: int) -> Any:
    from myotome.clinic.investigations.reading import enqueue
    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.incoming import Incoming
    from myotome.record.gateway import Gateway
    from myotome.record.models import Patient, User
    from myotome.record.roles import Deed

    clinician = User.objects.get(username="clinician")
    patients = list(Patient.objects.filter(clinic=clinician.clinic).order_by("pk").values_list("ref", flat=True))
    incoming = Incoming(f"result {number}.csv")
    incoming.take(content)
    arrived = incoming.finish()
    with Gateway(clinician).open(patients[number % len(patients)], Deed.WRITE_RECORD, WHY) as file:
        sheet, _ = Cabinet(file).keep(arrived, enqueue)
    return sheet.ref


def _rests_are_over() -> None:
    """A job that failed would rest for seconds to minutes; here it is tried again at once."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.filter(status="READY", run_after__lt=timezone.now() + timezone.timedelta(days=1)).update(
        run_after=timezone.now()
    )


def _finish() -> None:
    """One worker that nobody kills does what is left."""
    worker = _worker()
    left, last = _unsettled(), time.monotonic()
    while left and time.monotonic() - last < PATIENCE_SECONDS:
        _rests_are_over()
        time.sleep(0.2)
        if (now := _unsettled()) != left:
            left, last = now, time.monotonic()
    worker.terminate()
    worker.wait()


def _unsettled() -> int:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count()


def _counted(sent: list[tuple[Any, bytes]]) -> dict[str, Any]:
    from myotome.record.audit import verify_chain
    from myotome.record.files.bench import content_of
    from myotome.record.files.models import FileReading, StoredFile
    from myotome.record.jobs.queue import WORKER_GONE
    from myotome.record.jobs.standing import standings
    from myotome.record.models import AccessLog

    found = {"acknowledged": len(sent), "read": 0, "failed with the reason": 0, "attempts that died": 0}
    wrong = dict.fromkeys(WRONG, 0)
    for ref, content in sent:
        row = StoredFile.objects.filter(ref=ref).first()
        if row is None or content_of(ref) != content:
            wrong["lost files"] += 1
            continue
        standing = next(iter(standings([row.jobs.get().job]).values()))
        readings = FileReading.objects.filter(file=row)
        found["attempts that died"] += standing.attempts
        failed, gone = standing.state == "failed", standing.reason == WORKER_GONE
        found["failed with the reason"] += failed and gone
        found["read"] += standing.state == "done"
        wrong["failed for another reason"] += failed and not gone
        wrong["neither read nor failed"] += not standing.settled
        wrong["done without a reading"] += standing.state == "done" and readings.count() == 0
        wrong["readings too many"] += readings.count() > 1
        wrong["proposals wrong"] += any(one.proposals.count() != 2 for one in readings)
    wrong["uploads not in the log"] = max(0, len(sent) - AccessLog.objects.filter(purpose=WHY).count())
    lines, faults = verify_chain()
    return found | wrong | {"stuck jobs": _unsettled(), "lines of the log": lines, "faults of the log": len(faults)}


if __name__ == "__main__":
    sys.exit(main())
