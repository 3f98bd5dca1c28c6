"""The front page: what this clinic does, and the ways in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.public.same_for_everyone import same_for_everyone


@same_for_everyone
def front(request: HttpRequest) -> HttpResponse:
    """The first page that anybody sees."""
    return render(request, "public/front.html")
