"""One injury of the interview, one question a screen: where, when, what it did, and how it stands to the present trouble."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from myotome.clinic.doors import gateway_of, open_to
from myotome.clinic.intake.flow import interview, state_in
from myotome.clinic.intake.injuries import PARTS, QUESTION, asked_injuries, filled, name_of, row_of
from myotome.clinic.intake.way import DEED, Way
from myotome.record.roles import Role
from myotome.words.errors import UnknownName


@open_to(Role.PATIENT, Role.CLINICIAN)
def injury(request: HttpRequest, number: int, asked: str, ref: UUID | None = None) -> HttpResponse:
    """Ask one part about one injury, keep the answer, and go on to the next part, the next injury, or back to the interview."""
    way, part = Way(request, ref), asked
    if part not in PARTS:
        raise UnknownName("no such question about an injury", value=part)
    with gateway_of(request).open(way.ref, DEED, "interview, injuries") as file:
        state, who = state_in(file, way.respondent), file.identity
        injuries = asked_injuries(state, file.intake_answers())
        one = next((one for one in injuries if one.number == number), None)
        if one is None:
            return redirect(way.to("question", QUESTION))
        text, names = PARTS[part]
        form = filled(one, request.POST, names) if request.method == "POST" else one.form
        wrong = request.method == "POST" and any(name in form.errors for name in names)
        if request.method == "POST" and not wrong:
            file.answer(name_of(one.line), row_of(form))
    checking = request.GET.get("then") == "check"
    if request.method == "POST" and not wrong:
        return redirect(_after(way, number, part, len(injuries), checking=checking))
    context = {
        "way": way,
        "who": who,
        "text": text,
        "line": one.line,
        "number": number,
        "count": len(injuries),
        "fields": [form[name] for name in names],
        "wrong": [(form[name], form.errors[name]) for name in names if wrong and name in form.errors],
        "back": _before(way, number, part),
        "answered": interview().progress(state)[0],
    }
    return render(request, "intake/injury.html", context, status=422 if wrong else 200)


def _after(way: Way, number: int, part: str, count: int, *, checking: bool) -> str:
    parts = list(PARTS)
    at = parts.index(part) + 1
    if at < len(parts):
        address = way.to("injury", number=number, asked=parts[at])
        return f"{address}?then=check" if checking else address
    if checking:
        return way.to("check")
    return way.to("injury", number=number + 1, asked=parts[0]) if number < count else way.to("go_on")


def _before(way: Way, number: int, part: str) -> str:
    parts = list(PARTS)
    at = parts.index(part)
    if at:
        return way.to("injury", number=number, asked=parts[at - 1])
    return way.to("injury", number=number - 1, asked=parts[-1]) if number > 1 else way.to("question", QUESTION)
