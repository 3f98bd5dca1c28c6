"""Answers that change a part of the page that is open: to a browser with scripts the new part, to one without the way back to the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from myotome.clinic.patient.context import page_context

UNUSABLE = 422


def asked_in_place(request: HttpRequest) -> bool:
    """True when a script on an open page asks, and will put the answer into that page."""
    return request.headers.get("HX-Request") == "true"


def refused_in_place(response: HttpResponse, target: str, part: str) -> HttpResponse:
    """Have the form with its errors put back where it stood: ``part`` of this answer into ``target``, both selectors."""
    response.headers["HX-Retarget"], response.headers["HX-Reselect"] = target, part
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def show_patient(request: HttpRequest, ref: UUID, **forms: Any) -> HttpResponse:
    """The patient page with a form that was refused, else after something was recorded.

    A script gets the page at once: a redirect would cost the reader a second round through the door.
    """
    address = reverse("patient", kwargs={"ref": ref})
    if forms:
        return render(request, "patient/patient.html", page_context(request, ref, **forms), status=UNUSABLE)
    if not asked_in_place(request):
        return redirect(f"{address}?moved=1#moved")
    response = render(request, "patient/patient.html", page_context(request, ref, changed=True))
    response.headers["HX-Push-Url"] = address
    return response
