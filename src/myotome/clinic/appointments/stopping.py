"""No more e-mails: the link that stands in every message. Opening it changes nothing; the button does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.record.diary.links import read_stop
from myotome.record.diary.outbox import stop
from myotome.visits.answer import No


@open_to_anyone
def stop_messages(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then stop. A link that was not made here is told so."""
    guest = read_stop(token)
    if isinstance(guest, No):
        return render(request, "appointments/stop.html", {"house": house(), "problem": guest}, status=404)
    stopped = request.method == "POST" and not isinstance(stop(guest.value), No)
    return render(request, "appointments/stop.html", {"house": house(), "stopped": stopped})
