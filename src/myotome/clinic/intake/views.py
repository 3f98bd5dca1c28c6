"""The interview's pages: start or go on, one question a screen, what cannot wait, check, send. For a patient or on their behalf."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from myotome.clinic.assessing import bring_up_to_date
from myotome.clinic.doors import gateway_of, open_to, user_of
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
from myotome.clinic.intake.own_words import ASKED, CONFIRMED, proposed, said_in, with_confirmed
from myotome.clinic.intake.own_words import answer_row as own_words_row
from myotome.record.gateway import NotFound
from myotome.record.roles import Deed, Role
from myotome.symptoms.interview import InterviewState
from myotome.words.errors import OutOfRange

DEED = Deed.ANSWER_INTAKE


@open_to(Role.PATIENT, Role.CLINICIAN)
def start(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Where the interview stands, and the button to begin or go on."""
    way = _Way(request, ref)
    state, who = way.state("interview, overview")
    answered, _ = interview().progress(state)
    context = {"way": way, "who": who, "answered": answered, "flags": _advice(state)}
    return render(request, "intake/start.html", context)


@open_to(Role.PATIENT, Role.CLINICIAN)
def go_on(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """On to the next question, or to the check when nothing worth asking is left."""
    way = _Way(request, ref)
    state, _ = way.state("interview, next question")
    question = next_question(state)
    return redirect(way.to("question", question.id) if question else way.to("check"))


@open_to(Role.PATIENT, Role.CLINICIAN)
def question(request: HttpRequest, question: str, ref: UUID | None = None) -> HttpResponse:
    """One question: show it, take its answer, and go on; what cannot wait is said at once."""
    way = _Way(request, ref)
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
    way = _Way(request, ref)
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
    way = _Way(request, ref)
    state, who = way.state("interview, urgent advice")
    context = {"way": way, "who": who, "flags": _advice(state), "number": house().emergency_number}
    return render(request, "intake/urgent.html", context)


@open_to(Role.PATIENT, Role.CLINICIAN)
def check(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Every answer, each with a way to change it, and the button to send."""
    way = _Way(request, ref)
    state, who = way.state("interview, check")
    script = interview().script
    open_now = interview().read(state).open_questions
    rows = [
        (script.sections[q.section].title, q, spoken(q, state.answers[q.id]), way.to("question", q.id) + "?then=check")
        for q in open_now
        if q.id in state.answers
    ]
    with gateway_of(request).open(way.ref, DEED, "interview, check") as file:
        said = said_in(file.intake_answers())
    own = [(one, said.get(one.key, "")) for one in proposed(state)]
    context = {"way": way, "who": who, "rows": rows, "flags": _advice(state), "own_words": own}
    return render(request, "intake/check.html", context)


@open_to(Role.PATIENT, Role.CLINICIAN)
@require_POST
def send(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Put the answers into the record; the assessment follows at once, so that the worklist knows what cannot wait."""
    way, gateway = _Way(request, ref), gateway_of(request)
    with gateway.open(way.ref, DEED, "interview, send") as file:
        state = state_in(file, way.respondent)
        file.take_interview(with_confirmed(interview().to_case(state), state, file.intake_answers()))
    bring_up_to_date(gateway, way.ref, DEED)
    if way.own:
        return redirect(way.to("sent"))
    return redirect(reverse("patient", kwargs={"ref": way.ref}) + "?moved=1#moved")


@open_to(Role.PATIENT)
def sent(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens next."""
    way = _Way(request, None)
    state, who = way.state("interview, sent")
    return render(request, "intake/sent.html", {"way": way, "who": who, "flags": _advice(state)})


class _Way:
    """Whose interview this is, and where its pages are: under the patient's own address or under the patient's record."""

    def __init__(self, request: HttpRequest, ref: UUID | None) -> None:
        if ref is not None and user_of(request).role == Role.PATIENT:
            raise NotFound("no such page", cure="Your own interview stands under My record.")
        self._request = request
        self.own = ref is None
        self.ref = gateway_of(request).own_ref() if ref is None else ref
        self.respondent = "patient" if self.own else f"patient, written by {user_of(request).full_name}"

    def to(self, page: str, question: str = "") -> str:
        """Address of one of the pages."""
        kwargs: dict[str, Any] = {"question": question} if question else {}
        if self.own:
            return reverse(f"my_intake_{page}" if page != "start" else "my_intake", kwargs=kwargs)
        return reverse(f"intake_{page}" if page != "start" else "intake", kwargs={"ref": self.ref, **kwargs})

    @property
    def start(self) -> str:
        """Address of the overview."""
        return self.to("start")

    @property
    def go_on(self) -> str:
        """Address that leads to the next question."""
        return self.to("go_on")

    @property
    def check(self) -> str:
        """Address of the check."""
        return self.to("check")

    @property
    def send(self) -> str:
        """Where the answers are sent to."""
        return self.to("send")

    @property
    def understood(self) -> str:
        """Address of what was read from the own words."""
        return self.to("understood")

    @property
    def urgent(self) -> str:
        """Address of what cannot wait."""
        return self.to("urgent")

    def state(self, purpose: str) -> tuple[InterviewState, Any]:
        """The interview as it stands, and whose it is."""
        with gateway_of(self._request).open(self.ref, DEED, purpose) as file:
            return state_in(file, self.respondent), file.identity


def _advice(state: InterviewState) -> list[tuple[str, str]]:
    """What to do now for each fired flag, most urgent first, each sentence once: how soon, and the words."""
    told = {flag.for_patient(house().emergency_number): flag.timeframe.value for flag in flags_in(state)}
    return [(when, words) for words, when in told.items()]
