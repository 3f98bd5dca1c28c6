"""The interview's pages: start or go on, one question a screen, what cannot wait, check, send. For a patient or on their behalf."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from myotome.clinic.assessing import bring_up_to_date
from myotome.clinic.doors import gateway_of, open_to
from myotome.clinic.house import house
from myotome.clinic.intake.dense import MEDICINES, Row
from myotome.clinic.intake.flow import (
    answer_from,
    answer_row,
    before,
    flags_in,
    interview,
    next_question,
    spoken,
    state_in,
)
from myotome.clinic.intake.injuries import QUESTION, asked_injuries, with_injuries
from myotome.clinic.intake.own_words import ASKED, CONFIRMED, proposed, said_in, with_confirmed
from myotome.clinic.intake.own_words import answer_row as own_words_row
from myotome.clinic.intake.way import DEED, Way
from myotome.journey.injury_words import injury_words
from myotome.record.roles import Role
from myotome.symptoms.interview import InterviewState
from myotome.words.errors import OutOfRange


@open_to(Role.PATIENT, Role.CLINICIAN)
def start(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Where the interview stands, and the button to begin or go on."""
    way = Way(request, ref)
    state, who = way.state("interview, overview")
    answered, _ = interview().progress(state)
    context = {"way": way, "who": who, "answered": answered, "flags": _advice(state)}
    return render(request, "intake/start.html", context)


@open_to(Role.PATIENT, Role.CLINICIAN)
def go_on(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """On to the next question, or to the check when nothing worth asking is left."""
    way = Way(request, ref)
    state, _ = way.state("interview, next question")
    question = next_question(state)
    return redirect(way.to("question", question.id) if question else way.to("check"))


@open_to(Role.PATIENT, Role.CLINICIAN)
def question(request: HttpRequest, question: str, ref: UUID | None = None) -> HttpResponse:
    """One question: show it, take its answer, and go on; what cannot wait is said at once."""
    way = Way(request, ref)
    asked = interview().question(question)
    state, who = way.state("interview, question")
    problem = ""
    if request.method == "POST":
        try:
            after = interview().answer(state, question, answer_from(asked, request.POST))
        except OutOfRange as error:
            problem = error.sentence()
        else:
            with gateway_of(request).open(way.ref, DEED, "interview, answer") as file:
                file.answer(question, answer_row(after, question))
            new = {flag.slug for flag in flags_in(after)} - {flag.slug for flag in flags_in(state)}
            if request.GET.get("then") == "check":
                return redirect(way.to("urgent") if new else way.to("check"))
            if question in ASKED and not new and proposed(after):
                return redirect(way.to("understood"))
            if question == QUESTION and not new and asked_injuries(after, {}):
                return redirect(way.to("injury", number=1, asked="where"))
            return redirect(way.to("urgent") if new else way.to("go_on"))
    answered, _ = interview().progress(state)
    back = before(state, question)
    context = {
        "way": way,
        "who": who,
        "question": asked,
        "section": interview().script.sections[asked.section].title,
        "given": state.answers.get(question),
        "typed": request.POST.get("answer", ""),
        "back": way.to("question", back) if back else way.to("start"),
        "answered": answered,
        "problem": problem,
        "urgent": bool(flags_in(state)),
        "lists": MEDICINES,
        "medicines": Row(asked, state.answers.get(question)).medicines,
    }
    return render(request, "intake/question.html", context, status=422 if problem else 200)


@open_to(Role.PATIENT, Role.CLINICIAN)
def understood(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """What was read from the person's own words, each to be said yes or no to; what has no answer counts for nothing."""
    way = Way(request, ref)
    state, who = way.state("interview, own words")
    offered = proposed(state)
    with gateway_of(request).open(way.ref, DEED, "interview, own words") as file:
        said = said_in(file.intake_answers())
        if request.method == "POST":
            file.answer(CONFIRMED, own_words_row(request.POST, offered))
    if request.method == "POST" or not offered:
        return redirect(way.to("go_on"))
    rows = [(one, said.get(one.key, "")) for one in offered]
    return render(request, "intake/understood.html", {"way": way, "who": who, "rows": rows})


@open_to(Role.PATIENT, Role.CLINICIAN)
def urgent(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """What cannot wait, in plain words, with the number to call."""
    way = Way(request, ref)
    state, who = way.state("interview, urgent advice")
    context = {"way": way, "who": who, "flags": _advice(state), "number": house().emergency_number}
    return render(request, "intake/urgent.html", context)


@open_to(Role.PATIENT, Role.CLINICIAN)
def check(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Every answer, each with a way to change it, and the button to send."""
    way = Way(request, ref)
    state, who = way.state("interview, check")
    script = interview().script
    open_now = interview().read(state).open_questions
    rows = [
        (script.sections[q.section].title, q, spoken(q, state.answers[q.id]), way.to("question", q.id) + "?then=check")
        for q in open_now
        if q.id in state.answers
    ]
    with gateway_of(request).open(way.ref, DEED, "interview, check") as file:
        answers = file.intake_answers()
    said = said_in(answers)
    own = [(one, said.get(one.key, "")) for one in proposed(state)]
    context = {"way": way, "who": who, "rows": rows, "flags": _advice(state), "own_words": own}
    context["injuries"] = [
        (injury_words(one.injury), way.to("injury", number=one.number, asked="where") + "?then=check")
        for one in asked_injuries(state, answers)
    ]
    return render(request, "intake/check.html", context)


@open_to(Role.PATIENT, Role.CLINICIAN)
@require_POST
def send(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Put the answers into the record; the assessment follows at once, so that the worklist knows what cannot wait."""
    way, gateway = Way(request, ref), gateway_of(request)
    with gateway.open(way.ref, DEED, "interview, send") as file:
        state = state_in(file, way.respondent)
        answers = file.intake_answers()
        case = with_confirmed(interview().to_case(state), state, answers)
        file.take_interview(with_injuries(case, state, answers))
    bring_up_to_date(gateway, way.ref, DEED)
    if way.own:
        return redirect(way.to("sent"))
    return redirect(reverse("patient", kwargs={"ref": way.ref}) + "?moved=1#moved")


@open_to(Role.PATIENT)
def sent(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens next."""
    way = Way(request, None)
    state, who = way.state("interview, sent")
    return render(request, "intake/sent.html", {"way": way, "who": who, "flags": _advice(state)})


def _advice(state: InterviewState) -> list[tuple[str, str]]:
    """What to do now for each fired flag, most urgent first, each sentence once: how soon, and the words."""
    told = {flag.for_patient(house().emergency_number): flag.timeframe.value for flag in flags_in(state)}
    return [(when, words) for words, when in told.items()]
