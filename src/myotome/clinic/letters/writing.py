"""What is done to one letter: edit the draft, sign it, give it to the patient, correct it by a new one, or drop it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to, plain, user_of, whole_number
from myotome.clinic.house import house
from myotome.clinic.letters.drafting import signing
from myotome.clinic.letters.forms import LetterForm
from myotome.clinic.letters.views import review_today
from myotome.journey.letters import content_of, letter_from
from myotome.journey.letters.ground import Ground
from myotome.journey.letters.patient import without_plain_words
from myotome.journey.wording import day_words
from myotome.record.letters.codes import give_letter_code, withdraw_letter_code
from myotome.record.letters.keeping import drop_letter, give_letter, letter, save_draft, sign_letter, start_letter
from myotome.record.roles import Deed, Role
from myotome.wiring import knowledge
from myotome.words.errors import OutOfRange

SENT = ("head", "signed")
"""What a signed letter's content has beside the letter itself."""


@open_to(Role.CLINICIAN)
def edit(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Every part of a draft as plain text; saving keeps what was there before."""
    gateway = gateway_of(request)
    with gateway.open(ref, Deed.READ_RECORD, f"edit letter {number}") as file:
        who, sheet, case = file.identity, letter(file, number), file.case()
    if sheet.signed or sheet.dropped:
        return redirect("letter", ref=ref, number=number)
    form = LetterForm(request.POST or None, letter=letter_from(sheet.content), initial={"seen": sheet.version})
    if request.method == "POST" and form.is_valid():
        try:
            content = content_of(form.letter())
            with gateway.open(ref, Deed.WRITE_RECORD, f"save letter {number}") as file:
                save_draft(file, number, form.cleaned_data["seen"], content)
        except OutOfRange as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, "The draft is saved.")
            return redirect("letter", ref=ref, number=number)
    left_out = without_plain_words(Ground(case, {}, knowledge())) if sheet.kind == "patient" else ()
    context = {"who": who, "ref": ref, "sheet": sheet, "form": form, "left_out": left_out}
    return render(request, "letters/edit.html", context, status=422 if form.errors else 200)


@open_to(Role.CLINICIAN)
@require_POST
def sign(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Sign the draft that was on the screen; what must not go out comes back with the reason."""
    seen = whole_number(plain(request.POST.get("seen")))
    review, now = review_today(), timezone.now()
    try:
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, f"sign letter {number}") as file:
            user = user_of(request)
            give = partial(give_letter_code, file, user, house(), number=number)
            signed = sign_letter(file, number, seen, signing(file.identity, user.full_name, now, review, give))
            withdraw_letter_code(file, signed.corrects)
    except OutOfRange as error:
        messages.error(request, error.sentence())
        return redirect("letter", ref=ref, number=number)
    messages.success(request, f"Letter {number} is signed.")
    return redirect("letter", ref=ref, number=number)


@open_to(Role.CLINICIAN)
@require_POST
def give(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Put a signed letter where the patient can read it."""
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, f"give letter {number} to the patient") as file:
        give_letter(file, number)
    messages.success(request, "The patient can read this letter now.")
    return redirect("letter", ref=ref, number=number)


@open_to(Role.CLINICIAN)
@require_POST
def correct(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Begin a new letter that names the signed one and takes its place."""
    gateway = gateway_of(request)
    with gateway.open(ref, Deed.WRITE_RECORD, f"correct letter {number}") as file:
        old = letter(file, number)
        if not old.signed:
            raise OutOfRange("only a signed letter is corrected by a new one", value=number, cure="Edit the draft.")
        content = {key: value for key, value in old.content.items() if key not in SENT}
        content["corrects"] = f"our letter {number} of {day_words(old.content['head']['day'])}"
        new = start_letter(file, old.kind, content, old.assessment, corrects=number)
    return redirect("letter_edit", ref=ref, number=new)


@open_to(Role.CLINICIAN)
@require_POST
def drop(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Hide a draft that will not be sent."""
    try:
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, f"drop the draft of letter {number}") as file:
            drop_letter(file, number, plain(request.POST.get("why")))
    except OutOfRange as error:
        messages.error(request, error.sentence())
        return redirect("letter", ref=ref, number=number)
    messages.success(request, "The draft is dropped.")
    return redirect("letters", ref=ref)
