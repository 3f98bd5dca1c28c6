"""One muscle: chosen on the body map or by name, shown with what is known, and examined in place."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from myotome.anatomy.muscles import Muscle
from myotome.clinic.doors import gateway_of, open_to, plain, user_of
from myotome.clinic.examination.keeping import keep_examined
from myotome.clinic.in_place import UNUSABLE, asked_in_place, refused_in_place, show_patient
from myotome.clinic.muscle.forms import MuscleForm, initial_of
from myotome.clinic.muscle.places import GIRTHS, muscle_at, muscles_by_region
from myotome.record.file import PatientFile
from myotome.record.roles import Deed, Role
from myotome.record.sheets import EntrySheet
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement
from myotome.words.side import Side


@open_to(Role.CLINICIAN)
def choose_muscle(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Lead to the muscle that was chosen by name, or show the list to choose from."""
    slug, side = plain(request.GET.get("muscle")), plain(request.GET.get("side"))
    if slug:
        found, where = muscle_at(slug, side or Side.RIGHT.value)
        return redirect("muscle", ref=ref, muscle=found.slug, side=where.value)
    with gateway_of(request).open(ref, Deed.READ_RECORD, "choose a muscle") as file:
        who = file.identity
    return render(request, "muscle/choose.html", {"who": who, "ref": ref, "regions": muscles_by_region()})


@open_to(Role.CLINICIAN)
def one_muscle(request: HttpRequest, ref: UUID, muscle: str, side: str) -> HttpResponse:
    """Show one muscle with what is known of it, or record what was found."""
    found, where = muscle_at(muscle, side)
    with gateway_of(request).open(ref, Deed.READ_RECORD, "one muscle") as file:
        who, signs, girths = file.identity, _signs(file, found, where), _girths(file, found, where)
    held = {row.content.concept: row.content for row in signs}
    form = MuscleForm(request.POST or None, muscle=found, side=where, initial=initial_of(held))
    if request.method == "POST" and form.is_valid():
        return _record(request, ref, form)
    wrong = bool(form.errors)
    context = {
        "form": form,
        "who": who,
        "ref": ref,
        "muscle": found,
        "side": where.value,
        "signs": signs,
        "girths": girths,
    }
    context["in_place"] = in_place = asked_in_place(request)
    response = render(request, "muscle/muscle.html", context, status=UNUSABLE if wrong else 200)
    return refused_in_place(response, "#muscle", "#muscle-card") if in_place and wrong else response


def _record(request: HttpRequest, ref: UUID, form: MuscleForm) -> HttpResponse:
    findings, girth = form.findings(user_of(request).full_name), form.girth()
    if not findings and girth is None:
        messages.info(request, "Nothing was changed, so nothing was recorded.")
        return show_patient(request, ref)
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "examine one muscle") as file:
        on = file.begin("examination")
        keep_examined(file, findings, on)
        if girth is not None:
            file.add_measurement(girth, on)
    return show_patient(request, ref)


def _signs(file: PatientFile, found: Muscle, side: Side) -> tuple[EntrySheet, ...]:
    """What holds of this muscle on this side, the newest of each sign last."""
    rows = (row for row in file.entries("finding") if isinstance(row.content, Finding))
    return tuple(row for row in rows if row.content.site == found.slug and row.content.side in {side, Side.BOTH})


def _girths(file: PatientFile, found: Muscle, side: Side) -> tuple[EntrySheet, ...]:
    measure = GIRTHS.get(found.region)
    rows = (row for row in file.entries("measurement") if isinstance(row.content, Measurement))
    return tuple(row for row in rows if row.content.measure == measure and row.content.side is side)
