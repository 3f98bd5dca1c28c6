"""Add, correct and withdraw: each post appends rows and leads back to the patient page, which assesses anew and shows what moved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to, plain, user_of
from myotome.clinic.findings.forms import (
    CorrectionForm,
    FindingForm,
    MeasurementForm,
    MedicationForm,
    WithdrawalForm,
    concept_labels,
    concept_named,
)
from myotome.clinic.findings.injury_form import InjuryForm
from myotome.clinic.in_place import UNUSABLE, asked_in_place, refused_in_place, show_patient
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed, Role
from myotome.wiring import knowledge
from myotome.words.errors import UnknownName
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.side import State


@open_to(Role.CLINICIAN)
def add_finding(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Add one finding; the form stands on the patient page and, for one muscle, on a page of its own."""
    if request.method == "POST":
        form = FindingForm(request.POST)
        if form.is_valid():
            with gateway_of(request).open(ref, Deed.WRITE_RECORD, "add a finding") as file:
                file.add_finding(form.finding(user_of(request).full_name), file.begin("note"))
            return show_patient(request, ref)
        return show_patient(request, ref, finding_form=form)
    with gateway_of(request).open(ref, Deed.READ_RECORD, "form for a finding") as file:
        who = file.identity
    wanted = {name: request.GET.get(name, "") for name in ("concept", "site", "side")}
    form = FindingForm(initial={name: value for name, value in wanted.items() if value})
    return render(request, "findings/finding.html", {"form": form, "who": who, "ref": ref, **_lists()})


@open_to(Role.CLINICIAN)
@require_POST
def answer_question(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Yes or no to one of the questions that the assessment proposes."""
    concept = concept_named(plain(request.POST.get("concept")))
    state = State.PRESENT if request.POST.get("answer") == "yes" else State.ABSENT
    asked = "asked" in knowledge().vocabulary.concepts[concept].learned_by
    origin = Origin.REPORTED if asked else Origin.EXAMINED
    finding = Finding(concept, state, evidence=Evidence(origin, user_of(request).full_name))
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "answer a proposed question") as file:
        file.add_finding(finding, file.begin("note"))
    return show_patient(request, ref)


@open_to(Role.CLINICIAN)
def correct_finding(request: HttpRequest, ref: UUID, entry: UUID) -> HttpResponse:
    """Put a finding in the place of another."""
    who, old = _entry(gateway_of(request), ref, "finding", entry)
    assert isinstance(old.content, Finding)
    initial = {
        "concept": knowledge().vocabulary.concepts[old.content.concept].label,
        "state": old.content.state.value,
        "side": old.content.side.value,
        "site": old.content.site.replace("_", " "),
        "grade": old.content.grade,
        "origin": old.content.evidence.origin.value,
        "text": old.content.evidence.text,
    }
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, "correct a finding") as file:
            finding = form.finding(user_of(request).full_name)
            file.correct_finding(entry, finding, form.cleaned_data["why"], file.begin("note"))
        return show_patient(request, ref)
    return _form(request, "findings/correct.html", {"form": form, "who": who, "ref": ref, "old": old, **_lists()})


@open_to(Role.CLINICIAN)
def withdraw(request: HttpRequest, ref: UUID, kind: str, entry: UUID) -> HttpResponse:
    """Hide an entry, with the reason."""
    who, old = _entry(gateway_of(request), ref, kind, entry)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, f"withdraw a {kind}") as file:
            file.withdraw(kind, entry, form.cleaned_data["why"], file.begin("note"))
        return show_patient(request, ref)
    return _form(request, "findings/withdraw.html", {"form": form, "who": who, "ref": ref, "old": old})


@open_to(Role.CLINICIAN)
@require_POST
def add_measurement(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Add one measured value."""
    form = MeasurementForm(request.POST)
    if not form.is_valid():
        return show_patient(request, ref, measurement_form=form)
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "add a result") as file:
        file.add_measurement(form.measurement(), file.begin("result"))
    return show_patient(request, ref)


@open_to(Role.CLINICIAN)
@require_POST
def add_medication(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Add one medicine."""
    form = MedicationForm(request.POST)
    if not form.is_valid():
        return show_patient(request, ref, medication_form=form)
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "add a medicine") as file:
        file.add_medication(form.medication(), file.begin("note"))
    return show_patient(request, ref)


@open_to(Role.CLINICIAN)
@require_POST
def add_injury(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Add one injury, old or new."""
    form = InjuryForm(request.POST)
    if not form.is_valid():
        return show_patient(request, ref, injury_form=form)
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "add an injury") as file:
        file.add_injury(form.injury(), file.begin("note"))
    return show_patient(request, ref)


@open_to(Role.CLINICIAN)
@require_POST
def add_note(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Add a note in free text."""
    text = plain(request.POST.get("text")).strip()[:20_000]
    if text:
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, "add a note") as file:
            file.add_note("note", text, file.begin("note"))
    else:
        messages.error(request, "The note was empty, so nothing was added.")
    return show_patient(request, ref)


def _form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form on a page of its own, or in the place of the entry that it is about."""
    in_place, wrong = asked_in_place(request), bool(context["form"].errors)
    response = render(request, template, {**context, "in_place": in_place}, status=UNUSABLE if wrong else 200)
    return refused_in_place(response, f"#entry-{context['old'].ref}", "form.card") if in_place and wrong else response


def _entry(gateway: Gateway, ref: UUID, kind: str, entry: UUID) -> tuple[Any, Any]:
    if kind not in {"finding", "measurement", "medication", "note", "injury"}:
        raise UnknownName("no such kind of entry", value=kind)
    with gateway.open(ref, Deed.READ_RECORD, f"look at one {kind}") as file:
        return file.identity, file.entry(kind, entry)


def _lists() -> dict[str, Any]:
    return {"concepts": concept_labels()}
