"""The end of the self-check: shown, printed, saved as PDF where the server can make one, and handed to a booking."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language

from myotome.clinic.caller import address_of
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.health.views import help_now
from myotome.clinic.house import house
from myotome.clinic.language.texts import text_of
from myotome.clinic.printing.pdf import NoPdf, make_pdf
from myotome.clinic.self_check.asking import stopped
from myotome.clinic.self_check.handover import FIELD, Handover, write_handover
from myotome.clinic.self_check.keeping import answers_in
from myotome.clinic.self_check.outcome import outcome_of
from myotome.record.calls.limits import knock_at
from myotome.symptoms.interview import InterviewState
from myotome.visits.answer import No
from myotome.words.timeframe import Timeframe

PDF: Final = find_spec("weasyprint") is not None


@open_to_anyone
def self_check_result(request: HttpRequest) -> HttpResponse:
    """How soon to see whom, what to bring, which tests may follow, what to do meanwhile, and what may happen with the answers."""
    state = answers_in(request)
    if state is None:
        return redirect("self_check")
    if stopped(state):
        return redirect("self_check_stop")
    if _too_many(request):
        return render(request, "self_check/later.html", status=429)
    context = _context(state)
    return render(request, "self_check/result.html", context | _ways(context["outcome"].timeframe))


@open_to_anyone
def self_check_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a PDF, made in a process of its own and kept nowhere; without WeasyPrint the page offers to print instead."""
    state = answers_in(request)
    if state is None or stopped(state):
        return redirect("self_check_go_on")
    if not PDF:
        raise Http404
    if _too_many(request):
        return render(request, "self_check/later.html", status=429)
    html = render_to_string(
        "self_check/paper.html", _context(state) | {"house": house(), "today": timezone.localdate()}
    )
    try:
        pdf = make_pdf(html)
    except NoPdf:
        return redirect("self_check_result")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="self-check.pdf"'
    return response


def _context(state: InterviewState) -> dict[str, Any]:
    return {
        "outcome": outcome_of(state),
        "meanwhile": text_of("article", "yourself"),
        "now": help_now(),
        "pdf": PDF,
    }


def _ways(frame: Timeframe) -> dict[str, Any]:
    """The ways to a booking, once there is one: with the answers, which stay in the browser until it books, or without them."""
    try:
        address = reverse("appointments")
    except NoReverseMatch:
        return {}
    language = get_language() or "en"
    return {
        "field": FIELD,
        "book": address,
        "with_answers": write_handover(Handover(frame, language, along=True)),
        "book_without": f"{address}?{FIELD}={write_handover(Handover(frame, language))}",
    }


def _too_many(request: HttpRequest) -> bool:
    return isinstance(knock_at("self_check_per_address", address_of(request), timezone.now()), No)
