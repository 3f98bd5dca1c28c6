"""Alive, ready, and the meters: for the machine itself, or for who brings the site's token."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from myotome.clinic.doors import View, open_to_anyone
from myotome.clinic.running.exposition import CONTENT_TYPE, exposition
from myotome.clinic.running.watch import meters
from myotome.record.health import a_worker_ticks, database_answers, jobs_by_state, waiting_migrations
from myotome.wiring import knowledge

LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
"""Any of these says that a proxy passed the request on: it comes from this machine and was asked by another."""


def for_the_machine(view: View) -> View:
    """Open to who asks from this machine or brings ``settings.WATCH_TOKEN``; to everybody else the address leads nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        return view(request) if _may(request) else HttpResponse(status=404)

    return open_to_anyone(guarded)


@for_the_machine
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@for_the_machine
def ready(request: HttpRequest) -> HttpResponse:
    """200 when a page can be served as it should be, 503 otherwise; says which check failed."""
    answers = database_answers()
    checks: dict[str, bool] = {
        "database": answers,
        "migrations": answers and _migrated(),
        "knowledge": knowledge.cache_info().currsize > 0,
    }
    if settings.WORKER:
        checks["worker"] = answers and a_worker_ticks(timezone.now())
    return JsonResponse({"ready": all(checks.values()), "checks": checks}, status=200 if all(checks.values()) else 503)


@for_the_machine
def metrics(request: HttpRequest) -> HttpResponse:
    """The meters as Prometheus reads them."""
    return HttpResponse(exposition(meters(), jobs_by_state()), content_type=CONTENT_TYPE)


def _may(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    token = settings.WATCH_TOKEN
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    # Behind a proxy on this machine everybody seems to come from here: there, only the token counts.
    passed_on = settings.BEHIND_PROXY or any(header in request.META for header in FORWARDED)
    return not passed_on and request.META.get("REMOTE_ADDR") in LOOPBACK


def _once_true(check: Callable[[], bool]) -> Callable[[], bool]:
    """A check that holds for the life of the process once it held, because it costs too much for every few seconds."""
    held = False

    def checked() -> bool:
        nonlocal held
        held = held or check()
        return held

    return checked


_migrated = _once_true(lambda: waiting_migrations() == 0)
