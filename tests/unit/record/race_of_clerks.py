"""Eight clerks race for thirty calls, with threads and connections of their own; run by test_calls in a process of its own."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import django

CLERKS, CALLS = 8, 30
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def race() -> dict[str, list[object]]:
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from myotome.clinic.house import house
    from myotome.record.calls import desk_queue
    from myotome.record.calls.asking import CallWish, ask
    from myotome.record.models import Clinic, User
    from myotome.visits.answer import Yes
    from myotome.visits.call_back import Outcome
    from myotome.visits.phone_number import read_number

    clinic = Clinic.objects.create(name="Race")
    clerks = [
        User.objects.create(username=f"c{n}", full_name=f"Clerk {n}", role="front_desk", clinic=clinic)
        for n in range(CLERKS)
    ]
    refs = []
    for n in range(CALLS):
        phone = read_number(f"020 7946 0{n:03d}", "GB").value
        wish = CallWish("Ada", phone, "other", "", (), "en", f"form {n}")
        refs.append(ask(wish, address=f"a{n}", calendar=house().clinic.calendar, now=NOW).value.ref)
    start, errors = Barrier(CLERKS), []

    def clerk(user: object) -> list[tuple[bool, bool]]:
        found = []
        for ref in refs:
            start.wait()
            try:
                got = isinstance(desk_queue.claim(user, ref, NOW), Yes)
                start.wait()
                # Everybody tries to end it, the clerk who has it twice.
                ends = [
                    isinstance(desk_queue.close(user, ref, Outcome.ANSWERED, "x", NOW), Yes) for _ in range(1 + got)
                ]
                found.append((got, sum(ends)))
            except Exception as error:
                errors.append(repr(error))
                start.abort()
                raise
        connections.close_all()
        return found

    with ThreadPoolExecutor(CLERKS) as pool:
        rows = list(pool.map(clerk, clerks))
    return {
        "claimed": [sum(row[n][0] for row in rows) for n in range(CALLS)],
        "ended": [sum(row[n][1] for row in rows) for n in range(CALLS)],
        "errors": errors,
    }


sys.stdout.write(json.dumps(race()))
