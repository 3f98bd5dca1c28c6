"""The assessment for a terminal: at most 45 lines of plain text, what cannot wait first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from myotome.diagnosis.differential import RankedCause
from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.assessment import Assessment
from myotome.journey.knowledge import Knowledge
from myotome.journey.wording import (
    DISCLAIMER,
    SETTINGS,
    TIMEFRAMES,
    cause_label,
    concept_label,
    percent,
    person_words,
    reviewed,
    short_label,
    span,
)
from myotome.symptoms.red_flags import RedFlag
from myotome.treatment.treatment import Stage

MOST_LINES = 45
LINE = 100
"""Letters to a line."""
CONFIRMS_BELOW = 0.02
"""Bits below which a test is named for what it confirms, not for what it tells."""
BAR = 20
NAME = 48
"""Letters of a cause's name; a longer one goes without its brackets."""
CAUSES, TESTS, FLAGS, NOTICES, PLAN, PLAN_ITEMS = 5, 2, 3, 2, 2, 4


def summary(assessment: Assessment, knowledge: Knowledge) -> str:
    """Red flags, ranked causes with bars, next tests, referral, the head of the plan, notices and versions.

    Free text from the case is stripped of control characters, so that no file can steer a terminal. What does not fit is counted,
    never dropped in silence.
    """
    lines = [*_head(assessment), *_flags(assessment), *_where(assessment)]
    lines += [*_causes(assessment, knowledge), *_open(assessment, knowledge), *_genetic(assessment)]
    lines += [*_next(assessment, knowledge), *_referral(assessment), *_plan(assessment), *_notices(assessment)]
    lines += list(_foot(assessment))
    return "\n".join(_harmless(line) for line in lines)


def _head(assessment: Assessment) -> Iterator[str]:
    case = assessment.case
    yield f"{case.id}: {person_words(case.person)}, {SETTINGS[case.setting]}"
    yield from _wrapped(reviewed(assessment.versions.approved, assessment.versions.files))


def _flags(assessment: Assessment) -> Iterator[str]:
    yield ""
    if not assessment.red_flags:
        yield "RED FLAGS: none fired on these findings"
        return
    yield f"RED FLAGS ({len(assessment.red_flags)})"
    shown, later = assessment.red_flags[:FLAGS], assessment.red_flags[FLAGS:]
    for flag in shown:
        yield from _flag(flag)
    if later:
        yield from _wrapped(
            "  also: " + "; ".join(f"{f.label} ({TIMEFRAMES[f.timeframe.value]})" for f in later), most=2
        )


def _flag(flag: RedFlag) -> Iterator[str]:
    yield from _wrapped(f"  ! {flag.label}, {TIMEFRAMES[flag.timeframe.value]}: {flag.because[0]}", most=1)
    yield from _wrapped(f"    {flag.action}", indent=4, most=2)


def _where(assessment: Assessment) -> Iterator[str]:
    found = assessment.localisation
    if found is not None:
        places = "; ".join(f"{found.label(one)} {percent(one.posterior)}" for one in found.ranked[:2])
        yield from _wrapped(f"LESION: {places}", most=1)


def _causes(assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    yield ""
    yield "CAUSES (probability, and where nine of ten draws lie)"
    named = [cause for cause in assessment.differential.ranked if cause.slug != LONE_CAUSE][:CAUSES]
    width = max(len(_name(cause, knowledge)) for cause in named)
    for cause in named:
        filled = round(BAR * cause.probability)
        bar = "#" * filled + "." * (BAR - filled)
        reach = span(cause.low, cause.high)
        yield f"  {_name(cause, knowledge):{width}}  {bar} {percent(cause.probability):>6}  ({reach})"
    yield f"  none of the causes known here: {percent(assessment.differential.none_known)}"


def _name(cause: RankedCause, knowledge: Knowledge) -> str:
    mark = " *" if knowledge.causes[cause.slug].must_not_miss else ""
    label = cause_label(knowledge, cause.slug)
    return _cut(label if len(label) <= NAME else short_label(knowledge, cause.slug), NAME) + mark


def _open(assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    if any(knowledge.causes[cause.slug].must_not_miss for cause in assessment.differential.ranked[:CAUSES]):
        yield "  * must not be missed"
    left = [concept_label(knowledge, one.concept) for one in assessment.differential.unexplained]
    if left:
        yield from _wrapped(f"  unexplained: {'; '.join(left)}", most=2)


def _genetic(assessment: Assessment) -> Iterator[str]:
    found = assessment.genetic
    if found is not None:
        leader = found.diseases[0]
        genes = ", ".join(list(found.by_gene)[:4])
        yield from _wrapped(f"  if genetic, test first {genes}; most like: {leader.name}", most=1)


def _next(assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    yield ""
    yield "NEXT"
    for test in assessment.next_tests[:TESTS]:
        order = knowledge.orders[test.slug]
        told = ""
        if test.answers:
            answer = test.answers[0]
            state = "if found" if answer.present else "if not found"
            change = f"{short_label(knowledge, answer.cause)} {percent(answer.before)} to {percent(answer.after)}"
            told = f"; {concept_label(knowledge, answer.concept)}, {state}: {change}"
        worth = f"{test.bits:.2f} bits{told}"
        if test.bits < CONFIRMS_BELOW and test.confirms:
            worth = f"to confirm {short_label(knowledge, test.confirms[0])}"
        yield from _wrapped(f"  test: {order.label} ({worth})", most=2, indent=8)
    if assessment.questions:
        entry = knowledge.vocabulary.concepts.get(assessment.questions[0].concept)
        yield from _wrapped(f"  ask:  {entry.question if entry else assessment.questions[0].concept}", most=1)


def _referral(assessment: Assessment) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"REFER: {assessment.referral.why}", most=3)


def _plan(assessment: Assessment) -> Iterator[str]:
    plan = assessment.plan
    for caution in (*plan.urgent, *plan.cautions)[:PLAN]:
        yield from _wrapped(f"MIND ({caution.urgency.value}): {caution.text}")
    starting = [item.label for item in plan.items if item.stage is not Stage.CONFIRMED]
    if starting:
        told = "; ".join(starting[:PLAN_ITEMS])
        rest = f"; {len(starting) - PLAN_ITEMS} more" if len(starting) > PLAN_ITEMS else ""
        yield from _wrapped(f"PLAN: {told}{rest}")


def _notices(assessment: Assessment) -> Iterator[str]:
    notices = list(dict.fromkeys(assessment.notices))
    for notice in notices[:NOTICES]:
        yield from _wrapped(f"NOTE: {notice}", most=2)
    if len(notices) > NOTICES:
        yield f"      and {len(notices) - NOTICES} more in the report"


def _foot(assessment: Assessment) -> Iterator[str]:
    versions = assessment.versions
    yield ""
    yield f"myotome {versions.program}, method {versions.method}, knowledge {versions.knowledge}"
    yield from _wrapped(DISCLAIMER)


def _wrapped(text: str, *, indent: int = 6, most: int = 2) -> Iterable[str]:
    """At most ``most`` lines; what is cut ends in an ellipsis."""
    lead = text[: len(text) - len(text.lstrip())]
    lines = wrap(text.lstrip(), LINE, initial_indent=lead, subsequent_indent=" " * indent, break_on_hyphens=False)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + " …", LINE, force=True)]
    return lines


def _cut(text: str, most: int, *, force: bool = False) -> str:
    if len(text) <= most and not force:
        return text
    return text[: most - 1].removesuffix(" …").rstrip(" ,;") + "…"


def _harmless(line: str) -> str:
    """Without control characters: nothing in a case file may move the cursor or colour the screen."""
    return "".join(c if c.isprintable() or c == "\u00a0" or c == "\u202f" else " " for c in line)
