"""`myotome interview`: the first visit's questions at a terminal; stops at any point, goes on where it stopped, writes a case file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.writing import write_whole
from myotome.symptoms.interview import Interview
from myotome.symptoms.interview_script import Kind, Question
from myotome.symptoms.interview_state import Answer, InterviewState, state_from_dict
from myotome.words.case import Person, Setting, Sex
from myotome.words.errors import MyotomeError, UnusableInput, UsageError
from myotome.words.side import Side

STOP, BACK, UNKNOWN = "stop", "back", "?"


def interview_command(
    out: Annotated[
        Path, typer.Option(help="Case file to write; the answers are kept beside it and taken up again.")
    ] = Path("case.yaml"),
    age: Annotated[float | None, typer.Option(help="Age in years.", min=0, max=125)] = None,
    sex: Annotated[Sex, typer.Option(help="Sex.")] = Sex.UNKNOWN,
    setting: Annotated[Setting, typer.Option(help="Where the person is seen.")] = Setting.PRIMARY,
) -> None:
    """Ask what a first visit asks, each time what would tell most; "?" means I don't know, "back" undoes, "stop" ends."""
    from myotome.journey.interviewing import value_of_questions
    from myotome.sources.case_file import case_id
    from myotome.sources.case_writer import case_yaml
    from myotome.symptoms.red_flags import fired
    from myotome.wiring import knowledge

    if out.is_dir() or not out.parent.is_dir():
        raise UsageError(
            "no case file can be written there",
            place="--out",
            value=str(out),
            cure="Name a file in a folder that exists.",
        )
    if sys.stdin is None:
        raise UsageError("there is nobody to ask: standard input is closed", cure="Run it at a terminal.")
    known = knowledge()
    interview = Interview(known.vocabulary)
    kept = out.with_suffix(".answers.json")
    state = _resume(kept) or interview.start(Person(age, sex), setting=setting)
    typer.echo(
        'Answer yes, no, or "?" for I don\'t know. "back" takes the last answer back, "stop" ends; nothing is lost.\n'
    )
    told: set[str] = set()
    while (question := interview.next_question(state, value_of_questions(interview, state, known))) is not None:
        done, total = interview.progress(state)
        try:
            said = typer.prompt(_ask(question, done, total), default=UNKNOWN, show_default=False).strip()
        except typer.Abort:  # end of input or Ctrl-C: what was said is kept
            said = STOP
        if said.lower() == STOP:
            break
        if said.lower() == BACK:
            state = interview.withdraw(state, state.last) if state.last else state
            continue
        try:
            state = interview.answer(state, question.id, _answer(question, said))
        except MyotomeError as error:
            typer.echo(f"  {error.sentence()}")
            continue
        write_whole(kept, json.dumps(state.to_dict(), ensure_ascii=False))
        for flag in fired(interview.to_case(state).findings, state.person):
            if flag.slug not in told:
                told.add(flag.slug)
                typer.echo(f"\n!! {flag.for_patient()}\n")
    case = interview.to_case(state, case_id=case_id(out.stem))
    write_whole(out, case_yaml(case))
    typer.echo(f"\nwrote {out}: {len(case.findings)} findings. Next: myotome assess {out}")


def _resume(kept: Path) -> InterviewState | None:
    if not kept.exists():
        return None
    try:
        return state_from_dict(json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise UnusableInput(
            "the kept answers cannot be read", place=str(kept), cure="Delete the file to start anew."
        ) from error


def _ask(question: Question, done: int, total: int) -> str:
    lines = [f"[{done + 1} of {total}] {question.text}"]
    if question.kind in (Kind.CHOICE, Kind.MANY):
        lines += [f"   {number}  {option.text}" for number, option in enumerate(question.options.values(), 1)]
        lines.append("   number" if question.kind is Kind.CHOICE else "   numbers with commas, 0 for none")
    elif question.kind is Kind.LIST:
        lines.append("   names with commas, 0 for none")
    elif question.kind is Kind.YES_NO and question.side:
        lines.append("   yes left, yes right, yes both, or no")
    return "\n".join(lines)


def _answer(question: Question, said: str) -> Answer:
    if said == UNKNOWN:
        return Answer.dont_know()
    if question.kind is Kind.YES_NO:
        word, _, side = said.lower().partition(" ")
        if word in {"y", "yes"}:
            return Answer.yes(Side(side.strip()) if side.strip() in {"left", "right", "both"} else Side.UNSTATED)
        if word in {"n", "no"}:
            return Answer.no()
        raise UnusableInput("not an answer to this question", value=said, cure='Say yes, no or "?".')
    if question.kind in (Kind.CHOICE, Kind.MANY):
        return Answer.choose(*_chosen(question, said))
    if question.kind is Kind.LIST:
        return Answer.write(*(part.strip() for part in said.split(",") if part.strip() and part.strip() != "0"))
    return Answer.write(said)


def _chosen(question: Question, said: str) -> list[str]:
    names = list(question.options)
    chosen = []
    for part in said.replace(",", " ").split():
        if part == "0":
            continue
        if not part.isdecimal() or not 1 <= int(part) <= len(names):
            raise UnusableInput("no option of this number", value=part, cure=f"Give numbers from 1 to {len(names)}.")
        chosen.append(names[int(part) - 1])
    return chosen
