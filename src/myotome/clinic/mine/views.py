"""The patient's own page: what the clinic gave them to read, their visits, and the interview. Never a probability."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import gateway_of, open_to
from myotome.record.roles import Deed, Role
from myotome.wiring import knowledge


@open_to(Role.PATIENT)
def my_home(request: HttpRequest) -> HttpResponse:
    """What was released, newest first."""
    gateway = gateway_of(request)
    with gateway.open(gateway.own_ref(), Deed.READ_RELEASED, "own record") as file:
        who, releases, visits = file.identity, file.releases(), file.visits()
    causes = knowledge().causes
    told = [(one, causes[one.cause].patient if one.cause in causes else "") for one in releases]
    return render(request, "mine/home.html", {"who": who, "told": told, "visits": visits})
