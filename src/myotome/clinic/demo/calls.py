"""Fills the demo's queue of call-backs, through the same door as everybody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from myotome.clinic.house import house
from myotome.record.calls import desk_queue
from myotome.record.calls.asking import CallWish, ask
from myotome.visits.answer import No, Yes
from myotome.visits.call_back import Result
from myotome.visits.phone_number import read_number
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book


def seed_calls(desk: Any, now: datetime | None = None) -> None:
    """Everybody in ``calls.toml``; ``desk`` is the clerk who tried one of them already."""
    now = now or timezone.now()
    calendar = house().clinic.calendar
    for number, row in enumerate(read_book("myotome.clinic.demo", "calls.toml").content["call"]):
        phone = read_number(row["number"], house().country)
        if isinstance(phone, No):
            raise KnowledgeError("a number of the demo cannot be called", place="demo/calls.toml", value=row["number"])
        asked = now - timedelta(minutes=row["minutes_ago"])
        wish = CallWish(
            row["name"], phone.value, row["topic"], row["text"], tuple(row["best"]), "en", f"demo call {number}"
        )
        kept = ask(wish, address=f"demo {number}", calendar=calendar, now=asked)
        if "tried" in row and isinstance(kept, Yes):
            at = asked + timedelta(minutes=12)
            desk_queue.claim(desk, kept.value.ref, at)
            desk_queue.tried(desk, kept.value.ref, Result(row["tried"]), "Rang out twice", calendar, at)
