"""The examination form: fast by keyboard, blank means not examined."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.examination.feeling import areas, feeling_from, limbs
from myotome.clinic.examination.measured import lines, measured_from, side_differences
from myotome.clinic.examination.sheet import GRADES, findings_from, forces_from, sheet
from myotome.clinic.examination.slip import Slip
from myotome.record.file import PatientFile
from myotome.record.roles import Deed, Role
from myotome.words.finding import Finding, Origin
from myotome.words.measurement import Measurement

WHY_REPLACED: Final = "examined again"
SENT_TWICE: Final = timedelta(minutes=10)
"""The same cells with the same content so soon after are one examination sent twice, and not two."""


@open_to(Role.CLINICIAN)
def examination(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the form with nothing filled in, or take it."""
    slips: list[Slip] = []
    if request.method == "POST":
        with gateway_of(request).open(ref, Deed.READ_RECORD, "day of the examination") as file:
            today = file.today
        found, measured, slips = _read(request.POST, user_of(request).full_name, today)
        if not found and not measured and not slips:
            messages.error(request, "Nothing was filled in, so nothing was recorded.")
        elif not slips:
            with gateway_of(request).open(ref, Deed.WRITE_RECORD, "examination") as file:
                kept = _keep(file, found, measured)
            _say(request, kept, side_differences(measured))
            response = redirect(reverse("patient", kwargs={"ref": ref}) + "?moved=1#moved")
            # Tells the form's script that what the tab kept is recorded; seen under the form's own address only.
            response.set_cookie(
                "examined", "1", 12 * 3600, path=request.path, secure=request.is_secure(), samesite="Lax"
            )
            return response
    with gateway_of(request).open(ref, Deed.READ_RECORD, "examination form") as file:
        who = file.identity
    girths, functional = lines()
    context = {
        "who": who,
        "ref": ref,
        "sheet": sheet(),
        "limbs": limbs(),
        "areas": areas(),
        "girths": girths,
        "functional": functional,
        "sides": ("right", "left"),
        "grades": GRADES,
        "posted": request.POST.dict(),
        "slips": slips,
        "wrong": {slip.field for slip in slips},
    }
    return render(request, "examination/examination.html", context, status=422 if slips else 200)


def _read(posted: QueryDict, examiner: str, today: date) -> tuple[list[Finding], list[Measurement], list[Slip]]:
    found, slips = findings_from(posted, examiner)
    felt, felt_slips = feeling_from(posted, examiner)
    measured, measured_slips = measured_from(posted, today)
    return [*found, *felt], [*forces_from(posted, today), *measured], [*slips, *felt_slips, *measured_slips]


def _keep(file: PatientFile, found: list[Finding], measured: list[Measurement]) -> int:
    """Append what was found and return how much; an earlier finding of the same sign at the same place gives way to the new one."""
    held = {_place(row.content): row for row in file.entries("finding") if isinstance(row.content, Finding)}
    soon = file.now - SENT_TWICE
    fresh = [f for f in found if (b := held.get(_place(f))) is None or b.content != f or b.at < soon]
    values = [row.content for row in file.entries("measurement") if row.at >= soon]
    new = [m for m in measured if m not in values]
    if not fresh and not new:
        return 0
    on = file.begin("examination")
    for finding in fresh:
        before = held.get(_place(finding))
        if before is not None and before.content.evidence.origin is Origin.EXAMINED:
            file.correct_finding(before.ref, finding, WHY_REPLACED, on)
        else:
            file.add_finding(finding, on)
    for measurement in new:
        file.add_measurement(measurement, on)
    return len(fresh) + len(new)


def _say(request: HttpRequest, kept: int, differences: list[str]) -> None:
    if kept:
        messages.success(request, f"{kept} findings of the examination are recorded.")
    else:
        messages.success(request, "This examination is recorded already; it was sent twice.")
    if differences:
        messages.info(request, "Sides: " + "; ".join(differences) + ".")


def _place(content: Any) -> tuple[str, str, str]:
    return content.concept, content.site, content.side.value
