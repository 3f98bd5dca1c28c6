"""What happens before the first page: the database is made or brought up to date, the demo is filled, the knowledge is loaded."""

from __future__ import annotations

import secrets
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from myotome.clinic.demo.logins import DEMO_LOGINS
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
    """Assess one made-up case, and see that genetic diseases can be ranked, so that the first patient does not wait while tables are read.

    Runs beside the first pages.
    """
    known = knowledge()
    case = Case("warm-up", findings=(Finding("progressive"), Finding("hand_wasting")))
    assessment = assess(case, known)
    to_json(assessment, known)
    render_report(assessment, known)
    if known.genetic is not None:
        known.genetic()


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
