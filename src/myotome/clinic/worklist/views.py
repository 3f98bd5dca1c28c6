"""The worklist: red flags first, then the longest wait; search, filters, page by page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import open_to, user_of
from myotome.record.lists import FILTERS, worklist
from myotome.record.roles import Role

LONGEST_SEARCH = 100


@open_to(Role.CLINICIAN)
def worklist_page(request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    search = request.GET.get("search", "").strip()[:LONGEST_SEARCH]
    only = request.GET.get("only", "")
    only = only if only in FILTERS else ""
    page = worklist(user_of(request), search=search, only=only, key=request.GET.get("after", ""))
    context = {"page": page, "search": search, "only": only, "filters": FILTERS, "first": "after" not in request.GET}
    return render(request, "worklist/worklist.html", context)
