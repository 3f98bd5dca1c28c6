"""The patient's own pages: what the clinic gave them to read, plan and exercises, letters, their visits, and the interview. Never a probability."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from myotome.clinic.appointments.visitor import give_proof
from myotome.clinic.disease_names import names_a_disease
from myotome.clinic.doors import gateway_of, open_to
from myotome.clinic.printing.pdf import pdf_response
from myotome.clinic.stored_page import stored_page
from myotome.record.gateway import NotFound
from myotome.record.given.keeping import given_parts
from myotome.record.letters.keeping import given_letters
from myotome.record.letters.sheets import LetterSheet
from myotome.record.roles import Deed, Role
from myotome.wiring import knowledge


@open_to(Role.PATIENT)
def my_home(request: HttpRequest) -> HttpResponse:
    """What was released, newest first."""
    gateway = gateway_of(request)
    with gateway.open(gateway.own_ref(), Deed.READ_RELEASED, "own record") as file:
        who, releases, letters = file.identity, file.releases(), given_letters(file)
        visits = [one if not names_a_disease(one.for_what) else replace(one, for_what="") for one in file.visits()]
        parts = given_parts(file)
    causes = knowledge().causes
    told = [(one, causes[one.cause].patient if one.cause in causes else "") for one in releases]
    newest = {kind: next((one[kind] for one in parts.values() if kind in one), None) for kind in ("plan", "programme")}
    context = {"who": who, "told": told, "visits": visits, "letters": letters, **newest}
    return render(request, "mine/home.html", context)


@open_to(Role.PATIENT)
def my_letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter that was given to the patient, as it was signed."""
    strip = render_to_string("mine/letter_strip.html", {"number": number}, request)
    return stored_page(_given(request, number).page, strip)


@open_to(Role.PATIENT)
def my_letter_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The same as PDF."""
    sheet = _given(request, number)
    return pdf_response(request, sheet.page, f"letter-{number}", reverse("my_letter", kwargs={"number": number}))


def _given(request: HttpRequest, number: int) -> LetterSheet:
    gateway = gateway_of(request)
    with gateway.open(gateway.own_ref(), Deed.READ_RELEASED, f"own letter {number}") as file:
        found = next((one for one in given_letters(file) if one.number == number), None)
    if found is None:
        raise NotFound("there is no such letter for you here")
    return found


@open_to(Role.PATIENT)
def my_visit(request: HttpRequest, reference: str) -> HttpResponse:
    """To the page of one of one's own visits, where it can be moved and cancelled; the login stands for the birth date."""
    gateway = gateway_of(request)
    with gateway.open(gateway.own_ref(), Deed.READ_IDENTITY, "own visit") as file:
        mine = any(visit.reference == reference for visit in file.visits() if visit.reference)
    if not mine:
        raise NotFound("there is no such visit of yours")
    give_proof(request, reference)
    return redirect("appointment", reference=reference)
