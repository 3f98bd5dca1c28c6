"""What happens before the first page: the database is made or brought up to date, the demo is filled, the knowledge is loaded."""

from __future__ import annotations

import gc
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic, sleep
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from myotome.clinic.demo.logins import DEMO_LOGINS
from myotome.clinic.patient.drawing import compile_templates
from myotome.clinic.public.warming import page_parts
from myotome.clinic.running.watch import quiet_for
from myotome.journey.assess import assess
from myotome.journey.export import to_json
from myotome.journey.report import render_report
from myotome.record.backup.leftovers import refuse_half_restored
from myotome.record.models import Clinic
from myotome.record.roles import Role
from myotome.record.shelf.snapshots import take_snapshots
from myotome.wiring import knowledge
from myotome.words.case import Case
from myotome.words.errors import UsageError
from myotome.words.finding import Finding

BETWEEN_PAGES_SECONDS: Final = 0.015
"""A gap between two answers in which a small step has room."""
QUIET_SECONDS: Final = 0.5
"""Nobody is reading: time for what takes long."""
STEP_ASIDE_SECONDS: Final = 20.0
COLLECTED_AFTER: Final = 20_000, 20, 20
"""Objects made between two rounds of Python's collector, and rounds between two of the older generations."""


def prepare(*, demo: bool) -> None:
    """Migrate, fill the demo once, load the knowledge and keep its texts; refuses to serve a demo's database as a real one and the reverse."""
    refuse_half_restored()
    call_command("migrate", interactive=False, verbosity=0)
    users: Any = get_user_model().objects
    has_demo = users.filter(username=DEMO_LOGINS[0].username, full_name=DEMO_LOGINS[0].full_name).exists()
    if has_demo and not demo:
        raise UsageError(
            "this database holds the demo with its public passwords", cure="Choose another folder with --data."
        )
    if demo and not has_demo:
        if users.exists():
            raise UsageError(
                "this database is not a demo", cure="Choose another folder with --data, or leave out --demo."
            )
        from myotome.clinic.demo.seed import seed

        take_snapshots(knowledge().versions, timezone.now())
        seed()
    if not demo and not users.exists():
        _first_administrator(users)
    take_snapshots(knowledge().versions, timezone.now())


def warm_up() -> None:
    """Read what the public pages are made of, then assess one made-up case, so that the first reader and the first patient do not wait.

    Runs beside the first pages, and steps aside while somebody is being answered, for ``STEP_ASIDE_SECONDS`` at most. What was read is kept out
    of the search for garbage, which would stop every answer for a tenth of a second.
    """
    _stepwise(page_parts(), BETWEEN_PAGES_SECONDS)
    gc.freeze()
    _stepwise(_assessing(), QUIET_SECONDS)


def _stepwise(steps: Iterable[Callable[[], object]], quiet_seconds: float) -> None:
    over = monotonic() + STEP_ASIDE_SECONDS
    for step in steps:
        while not quiet_for(quiet_seconds) and monotonic() < over:
            sleep(quiet_seconds / 2)
        step()


def _assessing() -> Iterator[Callable[[], object]]:
    known = knowledge()
    case = Case("warm-up", findings=(Finding("progressive"), Finding("hand_wasting")))
    made: list[Any] = []
    yield lambda: made.append(assess(case, known))
    yield lambda: to_json(made[0], known)
    yield lambda: render_report(made[0], known)
    if known.genetic is not None:
        yield known.genetic
    yield compile_templates
    yield _settle


def _settle() -> None:
    """What is here now stays: the collector need not walk through the knowledge again for the hundred thousand objects of every page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def _first_administrator(users: Any) -> None:
    """A clinic and one login to begin with; its password is shown once and stored as a hash only."""
    password = secrets.token_urlsafe(12)
    users.create_user(
        "admin",
        password,
        full_name="First administrator",
        role=Role.ADMINISTRATOR.value,
        clinic=Clinic.objects.create(name="Clinic"),
    )
    sys.stdout.write(f"First login: admin  {password}  (shown once; make your own logins with it)\n")
