"""What the answers of an interview say: which questions count, and the findings, lists and words that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.interview_script import Conclusion, Into, Kind, Question, Script
from myotome.symptoms.interview_state import NO, YES, Answer, InterviewState
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.side import Side, State


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said so far: the questions that make sense now, the findings, and the words written by destination."""

    open_questions: tuple[Question, ...]
    """Those that fit the person and the answers so far, answered or not, in the order of the script."""
    findings: tuple[Finding, ...]
    written: Mapping[Into, tuple[str, ...]]
    unknown: tuple[str, ...]
    """Ids of the questions answered "I don't know"."""
    settled: frozenset[str]
    """Concepts that are known to be present or absent, with what the present ones imply."""


def read_answers(script: Script, vocabulary: Vocabulary, state: InterviewState) -> Reading:
    """Go through the script once, in its order, whatever the order of the answers.

    An answer to a question that does not make sense (any more) is kept in the state and left out here. Present anywhere wins
    over absent elsewhere.
    """
    asked: list[Question] = []
    said: list[Finding] = []
    unknown: list[str] = []
    written: dict[Into, list[str]] = {into: [] for into in Into}
    present: set[str] = set()
    for question in script.questions.values():
        if not question.fits(state.person) or (question.if_any and present.isdisjoint(question.if_any)):
            continue
        asked.append(question)
        answer = state.answers.get(question.id)
        if answer is None:
            continue
        if answer.unknown:
            unknown.append(question.id)
            continue
        findings = _findings(question, answer, state.respondent)
        said += findings
        present |= _with_consequences(vocabulary, (f.concept for f in findings if f.present))
        written[question.into] += _words(question, answer)
    kept = _settle(said)
    kept += _concluded(script.conclusions, vocabulary, kept)
    settled = _with_consequences(vocabulary, (f.concept for f in kept if f.present)) | {f.concept for f in kept}
    words = {into: tuple(lines) for into, lines in written.items()}
    return Reading(tuple(asked), tuple(kept), words, tuple(unknown), frozenset(settled))


def _findings(question: Question, answer: Answer, respondent: str) -> list[Finding]:
    """Every finding of one answer, present ones first."""
    states: dict[tuple[str, Side, str], bool] = {}

    def note(slugs: Iterable[str], present: bool, side: Side = Side.UNSTATED, site: str = "") -> None:
        for slug in slugs:
            states.setdefault((slug, side, site), present)

    if question.kind in (Kind.YES_NO, Kind.LIST):
        yes = answer.values == (YES,) if question.kind is Kind.YES_NO else bool(answer.values)
        if question.concept and (yes or question.no == "absent"):
            note([question.concept], yes, answer.side if yes else Side.UNSTATED)
    elif question.kind in (Kind.CHOICE, Kind.MANY):
        chosen = [question.options[value] for value in answer.values]
        for option in chosen:
            note(option.present, True, option.side, option.site)
        matching = [combo for combo in question.combos if set(combo.only) == set(answer.values)]
        note((slug for combo in matching for slug in combo.present), True)
        for option in chosen:
            note(option.absent, False)
        has = {slug for (slug, _, _), present in states.items() if present}
        if question.combos and answer.values:
            note((slug for combo in question.combos for slug in combo.present if slug not in has), False)
        if question.kind is Kind.MANY and question.unchosen == "absent":
            note((slug for option in question.options.values() for slug in option.present if slug not in has), False)
    evidence = Evidence(Origin.REPORTED, respondent, f"{question.text} {_spoken(question, answer)}")
    return [
        Finding(slug, State.PRESENT if present else State.ABSENT, side, site, evidence=evidence)
        for (slug, side, site), present in states.items()
    ]


def _settle(said: Iterable[Finding]) -> list[Finding]:
    """One finding per concept, side and site; present wins over absent, and a stated side over none."""
    found = list(said)
    present = {finding.concept for finding in found if finding.present}
    kept: dict[tuple[str, Side, str], Finding] = {}
    for finding in found:
        if finding.present or finding.concept not in present:
            kept.setdefault((finding.concept, finding.side, finding.site), finding)
    placed = {f.concept for f in kept.values() if f.present and (f.side is not Side.UNSTATED or f.site)}
    return [f for f in kept.values() if f.concept not in placed or f.side is not Side.UNSTATED or f.site]


def _concluded(conclusions: Iterable[Conclusion], vocabulary: Vocabulary, findings: list[Finding]) -> list[Finding]:
    """What follows from several answers, where it was not asked itself."""
    present = {f.concept for f in findings if f.present}
    absent = {f.concept for f in findings if not f.present}
    drawn = []
    for conclusion in conclusions:
        if conclusion.concept in present | absent:
            continue
        met = [slug for slug in conclusion.of if slug in present]
        if len(met) >= conclusion.count and present.isdisjoint(conclusion.unless):
            state, basis = State.PRESENT, met
        elif not met and absent.issuperset(conclusion.of):
            state, basis = State.ABSENT, list(conclusion.of)
        else:
            continue
        labels = ", ".join(vocabulary.concepts[slug].label.lower() for slug in basis)
        text = f"{'reported' if state is State.PRESENT else 'none reported'}: {labels}"
        drawn.append(Finding(conclusion.concept, state, evidence=Evidence(Origin.DERIVED, "interview", text)))
    return drawn


def _with_consequences(vocabulary: Vocabulary, slugs: Iterable[str]) -> set[str]:
    reached, queue = set[str](), list(slugs)
    while queue:
        slug = queue.pop()
        if slug not in reached:
            reached.add(slug)
            queue.extend(vocabulary.concepts[slug].implies)
    return reached


def _words(question: Question, answer: Answer) -> list[str]:
    if question.into is Into.NOWHERE or not answer.values:
        return []
    if question.into is Into.NOTES:
        return [f"{question.text} {_spoken(question, answer)}"]
    return list(answer.values)


def _spoken(question: Question, answer: Answer) -> str:
    """The answer in words, as it is cited beside the finding."""
    if question.kind is Kind.YES_NO:
        side = f", {answer.side.value}" if answer.side is not Side.UNSTATED else ""
        return f"{'No' if answer.values == (NO,) else 'Yes'}{side}."
    if question.options:
        chosen = "; ".join(question.options[value].text for value in question.options if value in answer.values)
        return f"{chosen}." if chosen else "None of these."
    return "; ".join(answer.values) if answer.values else "None."
