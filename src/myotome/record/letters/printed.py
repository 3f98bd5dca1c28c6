"""PDFs by the hash of the page that they were made from: made once, kept beside the record that they show."""

from __future__ import annotations

from datetime import datetime

from myotome.record.letters.models import PrintedPage


def printed(sha256: str) -> bytes | None:
    """The PDF of a page, or None where it was not made yet."""
    found = PrintedPage.objects.filter(sha256=sha256).values_list("pdf", flat=True).first()
    return None if found is None else bytes(found)


def keep_printed(sha256: str, pdf: bytes, at: datetime) -> None:
    """Keep a PDF; two that were made at once are the same page, and the second one is left out."""
    PrintedPage.objects.bulk_create([PrintedPage(sha256=sha256, pdf=pdf, at=at)], ignore_conflicts=True)
