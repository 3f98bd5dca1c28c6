"""The letters of one record: the list, a new draft, one letter as a page, and its PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from myotome.clinic.doors import gateway_of, open_to, plain
from myotome.clinic.letters.drafting import draft_page, ground_for
from myotome.clinic.letters.forms import PatientLetterStart, ReferralStart
from myotome.clinic.printing.pdf import pdf_response
from myotome.clinic.stored_page import stored_page
from myotome.journey.letters import content_of, draft_patient_letter, draft_referral, letter_from
from myotome.journey.letters.ground import Ground
from myotome.journey.wording import reviewed
from myotome.record.letters.keeping import letter, letters, start_letter
from myotome.record.letters.sheets import LetterSheet
from myotome.record.roles import Deed, Role
from myotome.record.sheets import IdentitySheet
from myotome.record.shelf.reviews import knowledge_as_reviewed
from myotome.wiring import knowledge
from myotome.words.errors import NothingMeasurable


@open_to(Role.CLINICIAN)
def letter_list(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Every letter, newest first; a POST drafts a new one from the record as it stands."""
    gateway = gateway_of(request)
    with gateway.open(ref, Deed.READ_RECORD, "letters") as file:
        who, written = file.identity, letters(file)
    try:
        ground, assessment = ground_for(gateway, ref)
    except NothingMeasurable as error:
        context: dict[str, Any] = {"who": who, "ref": ref, "letters": written, "problem": error.sentence()}
        return render(request, "letters/list.html", context, status=422 if request.method == "POST" else 200)
    kind = plain(request.POST.get("kind")) if request.method == "POST" else ""
    forms = _start_forms(ground, request.POST if kind else None, kind)
    chosen = forms.get(kind)
    if chosen is not None and chosen.is_valid():
        content = content_of(_drafted(ground, kind, chosen.cleaned_data))
        with gateway.open(ref, Deed.WRITE_RECORD, f"draft a {kind} letter") as file:
            number = start_letter(file, kind, content, assessment)
        return redirect("letter_edit", ref=ref, number=number)
    context = {"who": who, "ref": ref, "letters": written, "forms": forms, "assessment": assessment}
    return render(request, "letters/list.html", context, status=422 if kind else 200)


@open_to(Role.CLINICIAN)
def letter_page(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """One letter as it prints: the draft as it stands now, or the page that was signed."""
    who, sheet = _read(request, ref, number, f"letter {number}")
    strip = render_to_string("letters/strip.html", {"who": who, "sheet": sheet, "ref": ref}, request)
    return stored_page(_page(who, sheet), strip)


@open_to(Role.CLINICIAN)
def letter_pdf(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """The same as PDF."""
    who, sheet = _read(request, ref, number, f"letter {number} as PDF")
    back = reverse("letter", kwargs={"ref": ref, "number": number})
    return pdf_response(request, _page(who, sheet), f"letter-{who.number}-{number}", back)


def review_today() -> str:
    """How the knowledge behind a letter stands reviewed now, in a sentence."""
    versions = knowledge_as_reviewed(knowledge()).versions
    return reviewed(versions.approved, versions.files)


def _read(request: HttpRequest, ref: UUID, number: int, purpose: str) -> tuple[IdentitySheet, LetterSheet]:
    with gateway_of(request).open(ref, Deed.READ_RECORD, purpose) as file:
        return file.identity, letter(file, number)


def _page(who: IdentitySheet, sheet: LetterSheet) -> str:
    if sheet.signed:
        return sheet.page
    return draft_page(letter_from(sheet.content), who, timezone.now(), review_today())


def _start_forms(ground: Ground, data: Any, kind: str) -> dict[str, Any]:
    referral = ground.content["referral"]
    proposed = [*referral["specialists"], *referral["also"]]
    return {
        "referral": ReferralStart(data if kind == "referral" else None, proposed=proposed),
        "patient": PatientLetterStart(data if kind == "patient" else None, content=ground.content),
    }


def _drafted(ground: Ground, kind: str, chosen: dict[str, Any]) -> Any:
    if kind == "referral":
        return draft_referral(ground, chosen["to"])
    return draft_patient_letter(ground, cause=chosen["cause"], tests=chosen["tests"], referred=chosen["referred"])
