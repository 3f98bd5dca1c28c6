"""The letter of a health check: a preview with what the clinician adds, the signature, the print, and the patient's own copy."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from myotome.clinic.assessing import bring_up_to_date
from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.health_check.forms import LetterForm
from myotome.clinic.health_check.page import chapters, letter_content, plan_items, rows_of
from myotome.record.checks.keeping import read_check, read_letters, sign_letter
from myotome.record.roles import Deed, Role


@open_to(Role.CLINICIAN)
def check_letter(request: HttpRequest, ref: UUID, check: UUID) -> HttpResponse:
    """The letter to sign, once every part is done or left out; afterwards the letter as it was signed, to print."""
    gateway = gateway_of(request)
    problem = bring_up_to_date(gateway, ref)
    with gateway.open(ref, Deed.READ_RECORD, "letter of a health check") as file:
        who, sheet, person, latest = file.identity, read_check(file, check), file.person(), file.latest()
        rows = rows_of(file, sheet)
    if sheet.letter is not None:
        context = {"letter": sheet.letter.content, "signed": sheet.letter, "ref": ref, "check": sheet}
        return render(request, "health_check/signed.html", context)
    missing = [row for row in rows if not row.settled]
    if missing:
        messages.error(request, f"Before the letter: {', '.join(row.part.label.lower() for row in missing)}.")
        return redirect("health_check", ref=ref, check=check)
    parts, items = chapters(sheet, rows, person), plan_items(latest)
    programme = latest.content["plan"]["programme"] if latest else None
    flags = latest.content["red_flags"] if latest else []
    form = LetterForm(
        [(slug, one["label"]) for slug, one in items.items()],
        request.POST or None,
        programme=programme is not None,
        flagged=bool(flags) or bool(problem),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        content = letter_content(
            who,
            sheet,
            parts,
            words=said["words"].strip(),
            plan=[items[slug] for slug in said.get("plan", [])],
            programme=programme if said.get("programme") else None,
            signed_by=user_of(request).full_name,
            day=timezone.localdate().isoformat(),
        )
        with gateway.open(ref, Deed.WRITE_RECORD, "sign the letter of a health check") as file:
            sign_letter(file, check, content)
        messages.success(request, "The letter is signed.")
        return redirect("check_letter", ref=ref, check=check)
    context = {"who": who, "ref": ref, "check": sheet, "chapters": parts, "flags": flags, "problem": problem}
    context |= {"form": form, "items": items, "programme": programme}
    return render(request, "health_check/letter.html", context, status=422 if form.errors else 200)


@open_to(Role.PATIENT)
def my_check_letter(request: HttpRequest) -> HttpResponse:
    """The patient's own letters."""
    gateway = gateway_of(request)
    with gateway.open(gateway.own_ref(), Deed.READ_RELEASED, "own health check letters") as file:
        letters = read_letters(file)
    return render(request, "health_check/mine.html", {"letters": letters})
