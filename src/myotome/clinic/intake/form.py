"""The dense form: all questions on one page, saved as one goes; a clinician's way through the same interview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.in_place import asked_in_place
from myotome.clinic.intake.dense import MEDICINES, changes, sections
from myotome.clinic.intake.flow import flags_in, interview, state_in
from myotome.clinic.intake.injuries import FIELDS, asked_injuries, filled, name_of, row_of
from myotome.record.file import PatientFile
from myotome.record.roles import Deed, Role
from myotome.symptoms.interview import InterviewState


@open_to(Role.CLINICIAN)
def whole_form(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the form, or keep what was changed in it; a script on the page sends it after each change and gets one line back."""
    respondent = f"patient, written by {user_of(request).full_name}"
    problems: dict[str, str] = {}
    with gateway_of(request).open(ref, Deed.ANSWER_INTAKE, "interview, whole form") as file:
        state, who, before, more = state_in(file, respondent), file.identity, 0, False
        if request.method == "POST":
            before = len(interview().read(state).open_questions)
            changed = changes(state, request.POST)
            for name, row in changed.rows.items():
                file.answer(name, row)
            lines = _lines(state, file.intake_answers())
            state, problems = changed.state, dict(changed.problems)
            problems |= _keep_injuries(file, state, request.POST)
            more = lines != _lines(state, file.intake_answers())
        injuries = asked_injuries(state, file.intake_answers())
    answered, asked = interview().progress(state)
    context = {
        "ref": ref,
        "who": who,
        "sections": sections(state, problems),
        "problem_list": [(_text(name), name, said) for name, said in problems.items()],
        "problems": problems,
        "answered": answered,
        "more": more or (asked != before and request.method == "POST"),
        "injuries": injuries,
        "flags": flags_in(state),
        "lists": MEDICINES,
        "sides": ("left", "right", "both"),
    }
    if asked_in_place(request):
        return render(request, "intake/form_saved.html", context)
    if request.method == "POST" and not problems:
        messages.success(request, "Saved. It becomes part of the record when you record it below.")
        return redirect("intake_form", ref=ref)
    return render(request, "intake/form.html", context, status=422 if problems else 200)


def _text(name: str) -> str:
    return "An injury." if name.startswith("injury-") else interview().question(name).text


def _lines(state: InterviewState, answers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [one.line for one in asked_injuries(state, answers)]


def _keep_injuries(file: PatientFile, state: InterviewState, posted: QueryDict) -> dict[str, str]:
    """Keep what the row of each injury says where it changed; a row that cannot be used changes nothing and is told."""
    problems = {}
    for one in asked_injuries(state, file.intake_answers()):
        prefix = f"{name_of(one.line)}-"
        if f"{prefix}shown" not in posted:
            continue
        form = filled(one, posted, FIELDS, prefix)
        if not form.is_valid():
            problems[name_of(one.line)] = " ".join(str(said) for errors in form.errors.values() for said in errors)
        elif row_of(form) != row_of(one.form):
            file.answer(name_of(one.line), row_of(form))
    return problems
