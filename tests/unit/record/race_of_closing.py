"""Seven people book, confirm and move into a day while the desk closes it; run by test_diary_closing in a process of its own."""

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from random import Random
from threading import Barrier
from time import sleep

import django

PEOPLE, ROUNDS = 7, 12
NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)


def race() -> dict[str, object]:
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from myotome.clinic.house import house
    from myotome.record.diary import changing, desk_closing, holding
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.looking import offers
    from myotome.record.diary.models import BookingRow
    from myotome.record.models import Clinic, User
    from myotome.visits.answer import No
    from myotome.visits.slots import Ask

    if "broken" in sys.argv:
        from myotome.visits.answer import Yes

        holding.still_open = changing.still_open = lambda *_: Yes(None)
    clinic = Clinic.objects.create(name="Race")
    desk = User.objects.create(username="d", full_name="Desk", role="front_desk", clinic=clinic)
    guest = GuestDetails("Ada", date(1970, 1, 1))
    by_day: dict[date, list] = {}
    for nth in range(4):
        since = datetime(2027, 2 + nth, 3, tzinfo=UTC)
        for one in offers(house(), "review", (), Ask(NOW, earliest=since)).value:
            by_day.setdefault(one.starts.date(), []).append(one)
    days = [day for day in sorted(by_day) if len(by_day[day]) >= 2 * PEOPLE][: 2 * ROUNDS]
    said: Counter[str] = Counter()
    errors: list[str] = []
    named: set[str] = set()

    def person(number: int, day: date, other: date, begin: Barrier) -> None:
        chance = Random(f"{number}{day}")
        wanted = by_day[day][number * 2 % len(by_day[day])]
        try:
            if number % 3 == 0:
                there = holding.hold(house(), [by_day[other][2 * number]], now=NOW)
                holding.confirm(house(), there.value[0].reference, guest, now=NOW)
            elif number % 3 == 1:
                there = holding.hold(house(), [wanted], now=NOW)
            begin.wait()
            sleep(chance.random() * 0.03)
            if number % 3 == 0:
                answer = changing.move(house(), there.value[0].reference, wanted, now=NOW)
            elif number % 3 == 1:
                answer = holding.confirm(house(), there.value[0].reference, guest, now=NOW)
            else:
                answer = holding.hold(house(), [wanted], now=NOW)
                if not isinstance(answer, No):
                    answer = holding.confirm(house(), answer.value[0].reference, guest, now=NOW)
            said[str(answer.reason) if isinstance(answer, No) else "yes"] += 1
        except Exception as error:
            errors.append(repr(error))
            begin.abort()
        finally:
            connections.close_all()

    def close(day: date, begin: Barrier) -> None:
        begin.wait()
        sleep(0.015)
        answer = desk_closing.close_time(desk, house(), resource="", first=day, last=day, now=NOW)
        named.update(one.reference for one in answer.value)
        connections.close_all()

    for day, other in zip(days[::2], days[1::2], strict=True):
        begin = Barrier(PEOPLE + 1)
        with ThreadPoolExecutor(PEOPLE + 1) as pool:
            running = [pool.submit(person, number, day, other, begin) for number in range(PEOPLE)]
            running.append(pool.submit(close, day, begin))
            for one in running:
                one.result()
    closed = set(days[::2])
    from myotome.visits.cells import start_of

    inside = [row for row in BookingRow.objects.filter(status="booked") if start_of(row.start_cell).date() in closed]
    unnamed = [row.reference for row in inside if row.reference not in named]
    return {"rounds": len(closed), "said": dict(said), "inside": len(inside), "unnamed": len(unnamed), "errors": errors}


sys.stdout.write(json.dumps(race()))
sys.stdout.flush()
os._exit(0)
