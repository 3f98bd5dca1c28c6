"""Pages that are the same for everyone: rendered once, kept in memory, and open to browsers and proxies to keep for a while.

Such a page knows nobody: it sees an anonymous user, touches no session, sets no cookie. One that sets a cookie after all is sent as any
other page and kept nowhere. Pages with a form that posts cannot be of this kind, because their token needs a cookie.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from myotome.clinic.doors import View, open_to_anyone
from myotome.record.readers.reads import counter

KEPT_SECONDS: Final = 300
"""By this process, give or take a third, so that the pages do not all become stale at one moment; then one reader has it rendered anew."""
RENEWING_SECONDS: Final = 10
"""So long do the others get the stale page meanwhile."""
TOLD_SECONDS: Final = 300
"""What browsers and proxies are told."""
MOST_PAGES: Final = 2000
WORTH_PACKING: Final = 1000
"""Bytes; below this, packing costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One rendered page: plain and packed bytes, its tag, its headers, and when it is stale (seconds of the monotonic clock)."""

    plain: bytes
    packed: bytes
    tag: str
    headers: tuple[tuple[str, str], ...]
    stale_at: float
    read_as: str
    """Under which name a read is counted; empty for pages that are not."""


def same_for_everyone(view: View) -> View:
    """Mark a view whose page depends on its address alone. Pages with a query are rendered each time, and still know nobody."""
    marked: View = open_to_anyone(view)
    marked.same_for_everyone = True  # type: ignore[attr-defined]
    return marked


class SamePages:
    """Answers what is kept before anything else happens, and keeps what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._pages: OrderedDict[tuple[str, str, str], Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The host is part of the key, because pages hold whole addresses; Django has refused unknown hosts before one is kept.
        key = (request.scheme or "", request.META.get("HTTP_HOST", request.META.get("SERVER_NAME", "")), request.path)
        keeping = request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING")
        if keeping and (kept := self._found(key)):
            return _answer(request, kept)
        response = self._get_response(request)
        if not getattr(request, "same_for_everyone", False) or response.cookies or response.status_code != 200:
            return response
        kept = _kept(response)
        if keeping:
            self._keep(key, kept)
        return _answer(request, kept)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """A page for everyone is shown to nobody in particular, so that no session is read."""
        if getattr(view, "same_for_everyone", False):
            request.same_for_everyone = True
            request.user = AnonymousUser()

    def _found(self, key: tuple[str, str, str]) -> Kept | None:
        kept = self._pages.get(key)
        if kept is None or kept.stale_at > monotonic():
            return kept
        with self._lock:
            if self._pages.get(key) is kept:
                self._pages[key] = replace(kept, stale_at=monotonic() + RENEWING_SECONDS)
                return None
        return kept

    def _keep(self, key: tuple[str, str, str], kept: Kept) -> None:
        with self._lock:
            self._pages[key] = kept
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)


def _kept(response: HttpResponse) -> Kept:
    plain = bytes(response.content)
    headers = tuple(
        (name, value) for name, value in response.items() if name not in {"Vary", "Content-Length", "Cache-Control"}
    )
    packed = gzip.compress(plain, 6, mtime=0) if len(plain) >= WORTH_PACKING else b""
    digest = sha256(plain)
    # Chance by content: no two pages of a busy minute become stale together, and no test depends on a die.
    seconds = KEPT_SECONDS * (2 / 3 + 2 / 3 * digest.digest()[0] / 255)
    tag = f'"{digest.hexdigest()[:24]}"'
    return Kept(plain, packed, tag, headers, monotonic() + seconds, getattr(response, "read_as", ""))


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    if kept.read_as and request.method == "GET":
        counter.add(kept.read_as)
    # The tag is weak, because plain and packed bytes share it.
    tag = f"W/{kept.tag}"
    if kept.tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304)
    else:
        packed = bool(kept.packed) and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(kept.packed if packed else kept.plain)
        for name, value in kept.headers:
            response[name] = value
        if packed:
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    response["ETag"] = tag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = f"public, max-age={TOLD_SECONDS}"
    response.same_for_everyone = True
    return response
