"""The outbox: what was written to people, whether it went out, and why not. In the demo it is where messages end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from myotome.clinic.doors import open_to, user_of
from myotome.record.diary.outbox import outbox
from myotome.record.roles import Role

FILTERS = (
    ("", "All"),
    ("queued", "Waiting"),
    ("sending", "Being sent"),
    ("failed", "Not sent"),
    ("sent", "Sent"),
    ("dropped", "Not wanted any more"),
)


@open_to(Role.FRONT_DESK, Role.ADMINISTRATOR)
def outbox_page(request: HttpRequest) -> HttpResponse:
    """The newest messages, all or of one state."""
    only = request.GET.get("only", "")
    only = only if only in dict(FILTERS) else ""
    found = outbox(user_of(request), only=only)
    return render(request, "appointments/outbox.html", {"found": found, "only": only, "filters": FILTERS})


urlpatterns = [path("outbox/", outbox_page, name="outbox")]
