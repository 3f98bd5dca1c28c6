"""The front desk: who the patients are and when they come. No clinical page, and no clinical row is read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from myotome.clinic.desk.forms import PatientForm, VisitForm
from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.record.lists import desk_list, register
from myotome.record.roles import Deed, Role


@open_to(Role.FRONT_DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """Names, numbers and telephone, by family name."""
    search = request.GET.get("search", "").strip()[:100]
    page = desk_list(user_of(request), search=search, key=request.GET.get("after", ""))
    return render(request, "desk/desk.html", {"page": page, "search": search, "first": "after" not in request.GET})


@open_to(Role.FRONT_DESK)
def register_page(request: HttpRequest) -> HttpResponse:
    """Register a new patient."""
    form = PatientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ref = register(user_of(request), **form.cleaned_data)
        messages.success(request, "The patient is registered.")
        return redirect("desk_patient", ref=ref)
    return render(request, "desk/register.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Role.FRONT_DESK)
def desk_patient(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One patient's name and diary; books a visit or a call-back."""
    form = VisitForm(request.POST or None, initial={"kind": "visit"})
    if request.method == "POST" and form.is_valid():
        with gateway_of(request).open(ref, Deed.WRITE_IDENTITY, "book") as file:
            file.book(form.cleaned_data["kind"], form.at(), form.cleaned_data["for_what"])
        messages.success(request, "It is in the diary.")
        return redirect("desk_patient", ref=ref)
    with gateway_of(request).open(ref, Deed.READ_IDENTITY, "diary") as file:
        who, visits = file.identity, file.visits()
    context = {"form": form, "who": who, "visits": visits, "ref": ref}
    return render(request, "desk/patient.html", context, status=422 if form.errors else 200)
