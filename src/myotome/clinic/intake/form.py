"""The dense form: all questions on one page, saved as one goes; a clinician's way through the same interview."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.in_place import asked_in_place
from myotome.clinic.intake.dense import MEDICINES, changes, sections
from myotome.clinic.intake.flow import flags_in, interview, state_in
from myotome.record.roles import Deed, Role


@open_to(Role.CLINICIAN)
def whole_form(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the form, or keep what was changed in it; a script on the page sends it after each change and gets one line back."""
    respondent = f"patient, written by {user_of(request).full_name}"
    problems: dict[str, str] = {}
    with gateway_of(request).open(ref, Deed.ANSWER_INTAKE, "interview, whole form") as file:
        state, who, before = state_in(file, respondent), file.identity, 0
        if request.method == "POST":
            before = len(interview().read(state).open_questions)
            changed = changes(state, request.POST)
            for name, row in changed.rows.items():
                file.answer(name, row)
            state, problems = changed.state, dict(changed.problems)
    answered, asked = interview().progress(state)
    context = {
        "ref": ref,
        "who": who,
        "sections": sections(state, problems),
        "problem_list": [(interview().question(name).text, name, said) for name, said in problems.items()],
        "problems": problems,
        "answered": answered,
        "more": asked != before and request.method == "POST",
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
