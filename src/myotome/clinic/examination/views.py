"""The examination form: fast by keyboard, blank means not examined."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.examination.keeping import keep_examined
from myotome.clinic.examination.sheet import GRADES, findings_from, sheet
from myotome.record.roles import Deed, Role


@open_to(Role.CLINICIAN)
def examination(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the form with nothing filled in, or take it."""
    slips: list[Any] = []
    if request.method == "POST":
        found, slips = findings_from(request.POST, user_of(request).full_name)
        if not found and not slips:
            messages.error(request, "Nothing was filled in, so nothing was recorded.")
        elif not slips:
            with gateway_of(request).open(ref, Deed.WRITE_RECORD, "examination") as file:
                keep_examined(file, found, file.begin("examination"))
            messages.success(request, f"{len(found)} findings of the examination are recorded.")
            return redirect(reverse("patient", kwargs={"ref": ref}) + "?moved=1#moved")
    with gateway_of(request).open(ref, Deed.READ_RECORD, "examination form") as file:
        who = file.identity
    context = {
        "who": who,
        "ref": ref,
        "sheet": sheet(),
        "grades": GRADES,
        "posted": request.POST.dict(),
        "slips": slips,
        "wrong": {slip.field for slip in slips},
    }
    return render(request, "examination/examination.html", context, status=422 if slips else 200)
