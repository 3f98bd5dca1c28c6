"""Which pages are read, which helped, and what readers wrote; there is nothing about who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import open_to
from myotome.record.readers.answers import opinions, remarks
from myotome.record.readers.reads import most_read
from myotome.record.roles import Role

MOST_PAGES = 30


@open_to(Role.REVIEWER, Role.CLINICIAN)
def readers(request: HttpRequest) -> HttpResponse:
    """Opinions by page, the latest remarks, and the pages that are read most."""
    context = {"opinions": opinions(), "remarks": remarks(), "read": most_read(MOST_PAGES)}
    return render(request, "readers/readers.html", context)
