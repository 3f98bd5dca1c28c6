"""PDFs by the hash of the page that they were made from: made once, kept beside the record that they show."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, connections

from myotome.record.letters.models import PrintedPage


def printed(sha256: str) -> bytes | None:
    """The PDF of a page, or None where it was not made yet."""
    found = PrintedPage.objects.filter(sha256=sha256).values_list("pdf", flat=True).first()
    return None if found is None else bytes(found)


def making_may_keep() -> bool:
    """True where another thread may write while this request goes on: no transaction is open that it would have to wait for."""
    return not connection.in_atomic_block


def keep_apart(sha256: str, pdf: bytes, at: datetime) -> None:
    """Keep a PDF from a thread of its own, and leave no connection behind."""
    try:
        keep_printed(sha256, pdf, at)
    finally:
        connections.close_all()


def keep_printed(sha256: str, pdf: bytes, at: datetime) -> None:
    """Keep a PDF; two that were made at once are the same page, and the second one is left out."""
    PrintedPage.objects.bulk_create([PrintedPage(sha256=sha256, pdf=pdf, at=at)], ignore_conflicts=True)
