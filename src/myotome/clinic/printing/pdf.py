"""Answers with the PDF of a page: at once where it is kept or quickly made, else with a page that looks again by itself."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from myotome.clinic.printing.make import MISSING, MOST_SECONDS
from myotome.record.letters.printed import keep_apart, keep_printed, making_may_keep, printed
from myotome.words.errors import NothingMeasurable

PATIENCE_SECONDS: Final = 4.0
"""How long a request waits; a letter takes one to two seconds, a long report ten."""
LOOK_AGAIN_SECONDS: Final = 3
MOST_UNCOLLECTED: Final = 16
"""PDFs that nobody came back for; the oldest is forgotten, and made again when it is asked for."""


class NoPdf(NothingMeasurable):
    """This site cannot make a PDF of the page."""


def pdf_response(request: HttpRequest, html: str, name: str, back: str) -> HttpResponse:
    """The PDF of ``html`` as ``name.pdf``; ``back`` is the address of the page that it was made from."""
    key = page_key(html)
    try:
        pdf = printed(key) or _made(key, html)
    except NoPdf as error:
        return render(request, "printing/no_pdf.html", {"problem": error.sentence(), "back": back})
    if pdf is None:
        response = render(request, "printing/waiting.html", {"back": back})
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return response
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def page_key(html: str) -> str:
    """Under what the PDF of a page is kept: another page or another maker gives another key."""
    return hashlib.sha256(f"{_maker()}\0{html}".encode()).hexdigest()


def _made(key: str, html: str) -> bytes | None:
    """The PDF, or None while it is being made. Raises NoPdf."""
    apart = making_may_keep()
    with _LOCK:
        future = _RUNNING.get(key)
        if future is None:
            while len(_RUNNING) >= MOST_UNCOLLECTED:
                _RUNNING.pop(next(iter(_RUNNING)))
            future = _RUNNING[key] = _POOL.submit(_make_and_keep, key, html, apart=apart)
    try:
        pdf = future.result(timeout=PATIENCE_SECONDS)
    except NotYet:
        return None
    except BaseException:
        _forget(key)
        raise
    if not apart:
        keep_printed(key, pdf, timezone.now())
    _forget(key)
    return pdf


def _make_and_keep(key: str, html: str, *, apart: bool) -> bytes:
    """Kept by the thread that made it, so that it is found by whichever process the next request reaches."""
    pdf = make_pdf(html)
    if apart:
        keep_apart(key, pdf, timezone.now())
    return pdf


def make_pdf(html: str) -> bytes:
    """Make a PDF in a process of its own. Raises NoPdf with the reason."""
    if find_spec("weasyprint") is None:
        raise NoPdf("a PDF needs WeasyPrint, which is not installed here", cure="Print the page from the browser.")
    command = [sys.executable, "-m", "myotome.clinic.printing.make"]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=2 * MOST_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise NoPdf("the page is too long for a PDF", cure="Print it from the browser.") from None
    if done.returncode == MISSING:
        raise NoPdf("a PDF needs the Pango library, which this machine lacks", cure="Print the page from the browser.")
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise NoPdf("the PDF could not be made", value=done.returncode, cure="Print the page from the browser.")
    return done.stdout


def _forget(key: str) -> None:
    with _LOCK:
        _RUNNING.pop(key, None)


@lru_cache(maxsize=1)
def _maker() -> str:
    try:
        return version("weasyprint")
    except PackageNotFoundError:
        return "none"


_RUNNING: dict[str, Future[bytes]] = {}
_LOCK = threading.Lock()
_POOL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")
"""One at a time: a PDF takes a whole core, and the pages come first."""
