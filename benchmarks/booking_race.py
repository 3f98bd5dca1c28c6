"""Many clients race for the same appointments: how many attempts a second, and is any quarter of an hour ever given twice.

    python benchmarks/booking_race.py [--seconds 60] [--clients 32] [--processes 8] [--database sqlite|postgres|URL] [--json]

Every client calls the functions that the pages call. It takes a time at random from a small set that all of them want; what it got it books,
gives back, or leaves to lapse after two seconds; what it has booked it moves or cancels. Each attempt has to come back as a yes or as a no with
its reason: an exception, and above all "database is locked", is counted apart and fails the run. At the end the rows are read anew: the
claims of all bookings that stand must not share a cell, and the unique rows must be exactly those claims.

Without PostgreSQL on the machine, that half is skipped and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LAPSES_AFTER_S = 2
SERVICES = ("review", "physiotherapy", "nutrition", "ultrasound")
TIMES = 40
"""Of each service: the earliest ones, which everybody wants."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--clients", type=int, default=32)
    asked.add_argument("--processes", type=int, default=4)
    asked.add_argument("--database", default="both")
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--worker", default="", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.worker:
        return _worker(options)
    if options.database == "both":
        # Each in a process of its own, because a process of Django knows one database.
        same = [sys.executable, __file__, *sys.argv[1:], "--database"]
        return max(subprocess.run([*same, name]).returncode for name in ("sqlite", "postgres"))
    result = _race(options.database, options)
    sys.stdout.write(json.dumps(result) + "\n" if options.json else _told(result))
    return 0 if result.get("skipped") or _sound(result) else 1


def _race(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """One race on one database; the numbers and what the rows say afterwards."""
    with tempfile.TemporaryDirectory(prefix="myotome-race-") as folder:
        address = name if "://" in name else f"sqlite:///{folder}/race.sqlite3"
        if name == "postgres":
            sys.path.insert(0, str(ROOT / "tests"))
            import pytest

            from postgres import postgres_address

            try:
                address = postgres_address()
            except pytest.skip.Exception as error:
                return {"database": name, "skipped": str(error)}
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))},
            "MYOTOME_DATABASE_URL": address,
            "MYOTOME_DATA": folder,
            "MYOTOME_DEMO": "1",
            "MYOTOME_SECRET_KEY": "only-for-the-race-0123456789-0123456789-0123456789",
            "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        os.environ.update(environment)
        _open()
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        from myotome.record.models import Clinic

        Clinic.objects.create(name="Race")
        offers = _offers()
        each = options.clients // options.processes
        command = [sys.executable, __file__, "--seconds", str(options.seconds), "--clients", str(each)]
        running = [
            subprocess.Popen(
                [*command, "--worker", json.dumps([number, offers])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=environment,
            )
            for number in range(options.processes)
        ]
        for process in running:
            assert process.stdout is not None
            if process.stdout.readline() != "ready\n":
                raise SystemExit("a client could not start")
        begins = time.time() + 0.5
        for process in running:
            assert process.stdin is not None
            process.stdin.write(f"{begins}\n")
            process.stdin.flush()
        counts: Counter[str] = Counter()
        slowest = 0.0
        for process in running:
            said, _ = process.communicate()
            one = json.loads(said.splitlines()[-1])
            counts.update(one["counts"])
            slowest = max(slowest, one["slowest_s"])
        result = _judged(name if "://" not in name else "given", counts, options, slowest)
        from django.db import connections

        connections.close_all()
    return result


def _judged(name: str, counts: Counter[str], options: argparse.Namespace, slowest: float) -> dict[str, Any]:
    from django.db import connection

    overlaps, strays = _overlaps()
    attempts = sum(counts.values())
    return {
        "database": name,
        "version": ".".join(map(str, connection.Database.sqlite_version_info))
        if connection.vendor == "sqlite"
        else str(connection.pg_version),
        "clients": options.clients,
        "processes": options.processes,
        "seconds": options.seconds,
        "attempts": attempts,
        "per_second": round(attempts / options.seconds, 1),
        "yes": sum(n for what, n in counts.items() if what.endswith(" yes")),
        "no": sum(n for what, n in counts.items() if " no " in what),
        "errors": {what: n for what, n in counts.items() if " error " in what},
        "overlaps": overlaps,
        "stray_cells": strays,
        "slowest_s": round(slowest, 3),
        "by_kind": dict(sorted(counts.items())),
    }


def _overlaps() -> tuple[int, int]:
    """Cells that two standing bookings claim, and cells whose row does not belong to the booking that claims it."""
    from django.utils import timezone

    from myotome.record.diary.models import BookingRow, Cell
    from myotome.record.diary.rows import booking_of

    now, owner, twice = timezone.now(), {}, 0
    for row in BookingRow.objects.all():
        booking = booking_of(row)
        if booking.live(now):
            for claim in booking.claims:
                for cell in claim.cells():
                    twice += cell in owner
                    owner[cell] = row.pk
    rows = {(c.resource, c.cell): c.booking_id for c in Cell.objects.all() if c.until is None or c.until > now}
    return twice, sum(rows.get(cell) != pk for cell, pk in owner.items()) + sum(cell not in owner for cell in rows)


def _worker(options: argparse.Namespace) -> int:
    number, offers = json.loads(options.worker)
    _open()
    from myotome.clinic.house import house

    house()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    begins = float(sys.stdin.readline())
    counts: Counter[str] = Counter()
    slowest = [0.0]
    lock = threading.Lock()

    def client(seed: int) -> None:
        mine: Counter[str] = Counter()
        worst = _knock(random.Random(seed), offers, begins, options.seconds, mine)
        with lock:
            counts.update(mine)
            slowest[0] = max(slowest[0], worst)

    threads = [threading.Thread(target=client, args=(number * 1000 + n,)) for n in range(options.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps({"counts": counts, "slowest_s": slowest[0]}) + "\n")
    return 0


def _knock(chance: random.Random, offers: list[Any], begins: float, seconds: float, counts: Counter[str]) -> float:
    """One client until time is up; gives the longest that an attempt took."""
    from datetime import date, timedelta

    from django.db import connection
    from django.utils import timezone

    from myotome.clinic.house import house
    from myotome.record.diary.changing import cancel, move
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.holding import confirm, hold, release
    from myotome.visits.answer import No
    from myotome.visits.offer import Offer

    house_, guest = house(), GuestDetails("Race", date(1970, 1, 1))
    wanted = [Offer(service, cell, tuple(who)) for service, cell, who in offers]
    booked: list[tuple[str, str]] = []
    slowest = 0.0
    keep_for = timedelta(seconds=LAPSES_AFTER_S)

    def attempt(what: str, deed: Any) -> Any:
        nonlocal slowest
        begun = time.perf_counter()
        try:
            answer = deed()
        except Exception as error:
            counts[f"{what} error {type(error).__name__}: {str(error)[:60]}"] += 1
            answer = None
        else:
            counts[f"{what} no {answer.reason}" if isinstance(answer, No) else f"{what} yes"] += 1
        slowest = max(slowest, time.perf_counter() - begun)
        return None if answer is None or isinstance(answer, No) else answer.value

    while time.time() < begins:
        time.sleep(0.01)
    while time.time() < begins + seconds:
        offer, now, dice = chance.choice(wanted), timezone.now(), chance.random()
        if booked and dice < 0.08:
            reference, _ = booked.pop(chance.randrange(len(booked)))
            attempt("cancel", partial(cancel, house_, reference, now=now))
            continue
        if booked and dice < 0.16:
            reference, service = chance.choice(booked)
            other = chance.choice([one for one in wanted if one.service == service])
            attempt("move", partial(move, house_, reference, other, now=now))
            continue
        held = attempt("hold", partial(hold, house_, [offer], now=now, keep_for=keep_for))
        if held and chance.random() < 0.6:
            if attempt("confirm", partial(confirm, house_, held[0].reference, guest, now=timezone.now())):
                booked.append((held[0].reference, offer.service))
        elif held and chance.random() < 0.5:
            attempt("release", partial(release, held[0].reference, now=timezone.now()))
    connection.close()
    return slowest


def _offers() -> list[Any]:
    """The earliest times of a few services, with every team that could serve."""
    from django.utils import timezone

    from myotome.clinic.house import house
    from myotome.record.diary.looking import offers
    from myotome.visits.slots import Ask

    found = []
    for service in SERVICES:
        ask = Ask(timezone.now(), per_start=4, limit=TIMES)
        found += [[one.service, one.start_cell, one.resources] for one in offers(house(), service, (), ask).value]
    return found


def _open() -> None:
    import django

    django.setup()


def _sound(result: dict[str, Any]) -> bool:
    return not (result["overlaps"] or result["stray_cells"] or result["errors"])


def _told(result: dict[str, Any]) -> str:
    if result.get("skipped"):
        return f"{result['database']}: skipped, {result['skipped']}\n"
    lines = [
        f"{result['database']} {result['version']}: {result['clients']} clients in {result['processes']} processes, {result['seconds']} s",
        f"  {result['attempts']} attempts, {result['per_second']} a second: {result['yes']} yes, {result['no']} no, {sum(result['errors'].values())} errors",
        f"  {result['overlaps']} overlaps, {result['stray_cells']} stray cells; slowest attempt {result['slowest_s']} s; {os.cpu_count()} cores",
        *(f"    {n:8} {what}" for what, n in result["by_kind"].items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
