"""Watches every request: counts it, times it, and writes one line about it without address, name or value."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from time import monotonic, perf_counter
from typing import Any, Final
from uuid import uuid4

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from myotome.clinic.running.meters import Meters

log = logging.getLogger("myotome.requests")
failures = logging.getLogger("myotome.failures")
KEPT_PAGE, STATIC, NOWHERE = "kept_page", "static", "nowhere"
"""Routes of answers that no view gave: a page kept in memory, a file of the site, an address that leads nowhere."""
ASSESS: Final = "assess"
DEEDS: Final = (ASSESS,)
"""What the program does that is worth a clock of its own."""


_opened: list[Meters] = []
_queue: list[Sized] = [()]
_last: list[float] = [0.0]


def meters() -> Meters:
    """The meters of this site, made when they are first asked for."""
    return _opened[0] if _opened else open_meters(1)


def open_meters(processes: int) -> Meters:
    """Make the meters for so many processes, before they part."""
    _opened[:] = [Meters((*_routes(get_resolver().url_patterns), KEPT_PAGE, STATIC, NOWHERE, *DEEDS), processes)]
    return _opened[0]


def watch_queue(queue: Sized) -> None:
    """From now on the meters tell how many requests of this process wait in ``queue``."""
    _queue[0] = queue


def quiet_for(seconds: float) -> bool:
    """Whether no request of this process began or ended in the last ``seconds``, and none waits."""
    return not len(_queue[0]) and monotonic() - _last[0] >= seconds


@contextmanager
def timed(deed: str) -> Iterator[None]:
    """Time one of ``DEEDS``; one that fails is not counted."""
    began = perf_counter()
    yield
    meters().note(deed, perf_counter() - began)


class Watch:
    """The outermost middleware. Gives each request an id, which the answer carries as ``X-Request-ID`` and each of its lines too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        _last[0] = monotonic()
        # Never the client's own: it could carry anything into the log.
        request.id = uuid4().hex
        meters().note_waiting(len(_queue[0]))
        response = self._get_response(request)
        seconds = perf_counter() - began
        _last[0] = monotonic()
        route = _route(request, response)
        meters().note(route, seconds, response.status_code)
        meters().note_waiting(len(_queue[0]))
        log.info(
            "request",
            extra={
                "request": request.id,
                "route": route,
                "method": request.method if request.method in _METHODS else OTHER_METHOD,
                "status": response.status_code,
                "ms": round(1000 * seconds, 1),
            },
        )
        response.headers["X-Request-ID"] = request.id
        return response


def note_failure(sender: Any, request: HttpRequest | None = None, **_: Any) -> None:
    """Write what broke: kind and place of the error, and the request it broke in; its text may hold what somebody typed."""
    match = getattr(request, "resolver_match", None)
    failures.error(
        "a request broke",
        exc_info=True,
        extra={"request": getattr(request, "id", ""), "route": match.view_name if match else NOWHERE},
    )


got_request_exception.connect(note_failure, dispatch_uid="myotome.running")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
OTHER_METHOD = "other"


def _route(request: HttpRequest, response: HttpResponse) -> str:
    match = request.resolver_match
    if match is not None:
        return str(match.view_name)
    if getattr(response, "same_for_everyone", False):
        return KEPT_PAGE
    # A file of the site is the one answer without a view that succeeds.
    return STATIC if response.status_code in {200, 206, 304} else NOWHERE


def _routes(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name
