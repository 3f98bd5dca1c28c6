"""The self-check, one question a screen, without an account; every answer stays in the reader's own browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.clinic.intake.flow import answer_from, before, flags_in, interview
from myotome.clinic.self_check.asking import MOST_QUESTIONS, alarms, asked, next_to_ask, stopped
from myotome.clinic.self_check.forms import BeginForm
from myotome.clinic.self_check.keeping import answers_in, forget, keep
from myotome.symptoms.interview import InterviewState
from myotome.words.case import Person, Setting, Sex
from myotome.words.errors import OutOfRange, UnknownName


@open_to_anyone
def self_check(request: HttpRequest) -> HttpResponse:
    """What this is, and the beginning; or the way on for who has begun."""
    state = answers_in(request)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = Person(said["age"], Sex(said["sex"] or "unknown"))
        response = redirect("self_check_go_on")
        keep(response, interview().start(person, setting=Setting.PRIMARY))
        return response
    status = 422 if request.method == "POST" else 200
    return render(
        request, "self_check/start.html", {"form": form, "state": state, "most": MOST_QUESTIONS}, status=status
    )


@open_to_anyone
def self_check_go_on(request: HttpRequest) -> HttpResponse:
    """On to the next question, to what cannot wait, or to the end."""
    state = answers_in(request)
    if state is None:
        return redirect("self_check")
    if stopped(state):
        return redirect("self_check_stop")
    question = next_to_ask(state)
    return redirect("self_check_question", question.id) if question else redirect("self_check_result")


@open_to_anyone
def self_check_question(request: HttpRequest, question: str) -> HttpResponse:
    """One question: show it, take its answer and go on; what cannot wait is said at once."""
    state = answers_in(request)
    if state is None:
        return redirect("self_check")
    try:
        one = asked(question)
    except UnknownName as error:
        raise Http404 from error
    problem = ""
    if request.method == "POST":
        try:
            after = interview().answer(state, question, answer_from(one.question, request.POST))
            response = redirect(_after(request, state, after))
            keep(response, after)
        except OutOfRange as error:
            problem = _sentence(error)
        else:
            return response
    back = before(state, question)
    context = {
        "one": one,
        "given": state.answers.get(question),
        "typed": request.POST.get("answer", "")[:5000],
        "back": reverse("self_check_question", args=[back]) if back else reverse("self_check"),
        "number": list(state.answers).index(question) + 1 if question in state.answers else len(state.answers) + 1,
        "most": MOST_QUESTIONS,
        "problem": problem,
        "alarms": alarms(state),
    }
    return render(request, "self_check/question.html", context, status=422 if problem else 200)


@open_to_anyone
def self_check_stop(request: HttpRequest) -> HttpResponse:
    """What cannot wait, with the number to call; the way on only where there is time for it."""
    state = answers_in(request)
    if state is None:
        return redirect("self_check")
    found = alarms(state)
    if not found:
        return redirect("self_check_go_on")
    last = next(reversed(list(state.answers)), "")
    context = {
        "alarms": found,
        "stopped": stopped(state),
        "number": house().emergency_number,
        "back": reverse("self_check_question", args=[last]) if last else reverse("self_check"),
    }
    return render(request, "self_check/stop.html", context)


@open_to_anyone
def self_check_answers(request: HttpRequest) -> HttpResponse:
    """Every answer, each with a way to change it."""
    state = answers_in(request)
    if state is None:
        return redirect("self_check")
    rows = [
        (
            one,
            one.spoken(state.answers[question.id]),
            reverse("self_check_question", args=[question.id]) + "?then=answers",
        )
        for question in interview().read(state).open_questions
        if question.id in state.answers and (one := asked(question.id))
    ]
    return render(request, "self_check/answers.html", {"rows": rows})


@open_to_anyone
@require_POST
def self_check_forget(request: HttpRequest) -> HttpResponse:
    """Forget everything, at once."""
    response = render(request, "self_check/forgotten.html")
    forget(response)
    return response


def _after(request: HttpRequest, state: InterviewState, after: InterviewState) -> str:
    new = {flag.slug for flag in flags_in(after)} - {flag.slug for flag in flags_in(state)}
    if new:
        return reverse("self_check_stop")
    return reverse("self_check_answers" if request.GET.get("then") == "answers" else "self_check_go_on")


def _sentence(error: OutOfRange) -> str:
    """Problem and cure in the language of the page, without the value, which is the reader's own."""
    return " – ".join(filter(None, (_(error.problem), _(error.cure))))
