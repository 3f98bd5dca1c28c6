"""Drafts the referral letter: how soon and why first, the question, then what was found, measured, taken and done. One page."""

from __future__ import annotations

from textwrap import shorten
from typing import Any, Final

from myotome.diagnosis.model import LONE_CAUSE
from myotome.diagnosis.specialists import load_directory
from myotome.journey.injury_words import injury_words
from myotome.journey.letters.findings_in_words import MOST_ABSENT, general, listed, measured_lines, strength_lines
from myotome.journey.letters.ground import Ground
from myotome.journey.letters.letter import TO_FILL, Block, Letter, LetterKind
from myotome.journey.letters.ordered import referral_lines
from myotome.journey.wording import age_words, short_label
from myotome.words.case import Sex
from myotome.words.finding import Origin
from myotome.words.timeframe import Timeframe

TELEPHONE_FIRST: Final = frozenset({Timeframe.MINUTES, Timeframe.HOURS, Timeframe.SAME_DAY})
"""So soon that a letter alone would come too late."""
RIVALS, FLAGS, REASONS, SEND, TOLD = 2, 2, 2, 10, 240
RIVAL_FROM, MISS_FROM = 0.05, 0.02
"""A cause below the first is not asked about beside the leading one, below the second not even if it must not be missed. Display choices."""
LIMITS: Final = (
    "Findings were gathered with Myotome, a decision support that is not a certified medical device. {review} "
    "The undersigned has read and corrected this letter and answers for it."
)


def draft_referral(ground: Ground, to: str = "") -> Letter:
    """A referral filled from the record, to be read and corrected before it is signed.

    ``to`` is a specialist's slug, the first of the referral if left out. The urgency is that of the referral; nothing is made up
    that the record does not hold, and a part for which it holds nothing stays empty.
    """
    referral = ground.content["referral"]
    slug = to or (referral["specialists"] or ["general_practice"])[0]
    people = load_directory().specialists
    urgency = Timeframe(referral["urgency"])
    name = ground.name or ground.case.id
    blocks = (
        Block("reason", "Reason and question", _reason(ground, urgency)),
        Block("story", "Story", _story(ground)),
        Block("examination", "Examination", _examination(ground)),
        Block("results", "Results", _results(ground)),
        Block("ordered", "Tests ordered", _ordered(ground)),
        Block("medicines", "Medicines", _medicines(ground)),
        Block("impression", "Impression", _impression(ground)),
        Block("done", "What the patient was told", _told(ground)),
        Block("enclosed", "Sent with this letter, or to follow", _enclosed(ground)),
    )
    return Letter(
        LetterKind.REFERRAL,
        people[slug].label if slug in people else slug,
        name,
        "Dear colleague,",
        blocks,
        urgency.value,
        "Clinician",
    )


def _reason(ground: Ground, urgency: Timeframe) -> str:
    words = load_directory().urgency[urgency]
    said = f"Please see this {_person(ground)} {words}."
    flags = ground.content["red_flags"]
    hurry = [f"{flag['label']}: {listed(flag['because'][:REASONS])}." for flag in flags[:FLAGS]]
    if urgency in TELEPHONE_FIRST:
        said = f"{said} Spoken to on the telephone: {TO_FILL}."
    question = f"The question: {_question(ground)}"
    return "\n\n".join(filter(None, (said, " ".join(hurry), question)))


def _question(ground: Ground) -> str:
    named = [c for c in ground.content["causes"] if c["slug"] != LONE_CAUSE]
    if ground.diagnosis:
        first = f"is this {_inside(ground.diagnosis.partition(',')[0])}"
    elif named:
        first = f"is this {_label(ground, named[0])}"
    else:
        return "what is the cause?"
    rivals = [_label(ground, c) for c in named[1 : 1 + RIVALS] if c["probability"] >= RIVAL_FROM]
    missed = [
        _label(ground, c)
        for c in named[1:]
        if c["must_not_miss"] and c["probability"] >= MISS_FROM and _label(ground, c) not in rivals
    ][:RIVALS]
    rest = f", or rather {listed(rivals).replace(' and ', ' or ')}" if rivals else ", and if not, what else"
    excluded = f" Please also exclude {listed(missed)}." if missed else ""
    return f"{first}{rest}?{excluded}"


def _story(ground: Ground) -> str:
    case, known = ground.case, ground.knowledge
    own = f"In the patient's words: “{' '.join(case.complaint.split())}”" if case.complaint else ""
    present = general(case.findings, known, Origin.REPORTED, present=True)
    absent = general(case.findings, known, Origin.REPORTED, present=False)
    told = f"On asking: {listed(present)}." if present else ""
    denied = f"Denied: {listed(absent, MOST_ABSENT)}." if absent else ""
    hurt = f"Injuries: {'; '.join(map(injury_words, case.injuries))}." if case.injuries else ""
    return "\n\n".join(filter(None, (own, " ".join(filter(None, (told, denied))), hurt)))


def _examination(ground: Ground) -> str:
    case, known = ground.case, ground.knowledge
    present = general(case.findings, known, Origin.EXAMINED, present=True)
    absent = general(case.findings, known, Origin.EXAMINED, present=False)
    found = f"Found: {listed(present)}." if present else ""
    without = f"Looked for and not found: {listed(absent, MOST_ABSENT)}." if absent else ""
    return "\n".join(f"- {line}" for line in (found, *strength_lines(case.findings), without) if line)


def _results(ground: Ground) -> str:
    case, known = ground.case, ground.knowledge
    lines = measured_lines(case.measurements, ground.content["measurements"])
    if case.weight_kg is not None:
        lines.append(f"weight {case.weight_kg:g} kg")
    values = f"{'; '.join(lines)}." if lines else ""
    present = general(case.findings, known, Origin.MEASURED, present=True)
    absent = general(case.findings, known, Origin.MEASURED, present=False)
    found = f"Tests showed: {listed(present)}." if present else ""
    without = f"Tests did not show: {listed(absent, MOST_ABSENT)}." if absent else ""
    return "\n".join(f"- {line}" for line in (values, found, without) if line)


def _ordered(ground: Ground) -> str:
    return referral_lines(ground.orders, ground.today) if ground.today else ""


def _medicines(ground: Ground) -> str:
    taken = []
    for medicine in ground.case.medications:
        words = ", ".join(filter(None, (medicine.name, medicine.dose)))
        taken.append(words if medicine.still_taken else f"{words} (no longer taken)")
    harmful = [
        f"{one['medication']} ({one['effect'].rstrip('.')})" for one in ground.content["exposures"] if one["findings"]
    ]
    asked = f"May harm muscle, nerve or junction: {'; '.join(harmful)}." if harmful else ""
    return "\n".join(filter(None, (f"{'; '.join(taken)}." if taken else "", asked)))


def _impression(ground: Ground) -> str:
    own = f"I think of {ground.diagnosis}. {ground.reason}".strip() if ground.diagnosis else ""
    named = [c for c in ground.content["causes"] if c["slug"] != LONE_CAUSE]
    if not named:
        return own
    first = named[0]
    low, about, high = (_in_hundred(first[key]) for key in ("low", "probability", "high"))
    drawn = f" ({low} to {high} when its numbers are drawn anew)" if low != high else ""
    tool = (
        f"The program ranks {_label(ground, first)} first: of 100 people with these findings in a setting like ours it would expect "
        f"about {about} to have it{drawn}. That is arithmetic on numbers of which many are guesses, and no diagnosis."
    )
    left = [one["label"].lower() for one in ground.content["unexplained"]]
    open_ends = f" Nothing it knows explains: {listed(left[:3])}." if left else ""
    return "\n\n".join(filter(None, (own, tool + open_ends)))


def _told(ground: Ground) -> str:
    if not ground.told:
        return "Nothing was given in writing yet."
    return f"In writing: “{shorten(' '.join(ground.told[0].split()), TOLD, placeholder=' …')}”"


def _enclosed(ground: Ground) -> str:
    send = ground.content["referral"]["send_along"]
    told = "; ".join(_pruned(send)[:SEND])
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _pruned(items: list[str]) -> list[str]:
    """Without what a longer item says too: the vital capacity beside the vital capacity sitting and lying."""
    return [one for one in items if not any(one != other and one.lower() in other.lower() for other in items)]


def _person(ground: Ground) -> str:
    person = ground.case.person
    age = (
        age_words(person.age_years)
        .replace(" years", "-year-old")
        .replace(" months", "-month-old")
        .replace(" month", "-month-old")
    )
    grown = person.age_years is not None and person.age_years >= 18
    noun = {Sex.FEMALE: "woman" if grown else "girl", Sex.MALE: "man" if grown else "boy"}.get(person.sex, "patient")
    return " ".join(filter(None, (age, noun)))


def _in_hundred(p: float) -> str:
    """A probability as whole people out of 100; never none and never all of them."""
    return str(min(99, max(1, round(100 * p))))


def _label(ground: Ground, cause: dict[str, Any]) -> str:
    return _inside(short_label(ground.knowledge, cause["slug"]))


def _inside(label: str) -> str:
    """A name as it stands inside a sentence."""
    return label[:1].lower() + label[1:] if _sentence(label) else label


def _sentence(label: str) -> bool:
    """True where the capital at the beginning is that of a sentence and not of a name or an abbreviation."""
    first = label.split()[0] if label.split() else ""
    return first[:1].isupper() and first[1:].islower() and first not in NAMES


NAMES: Final = frozenset(
    {
        "Becker", "Charcot", "Cushing", "Duchenne", "Dupuytren", "Emery", "Guillain", "Hirayama", "Hodgkin", "Horner", "Huntington",
        "Kennedy", "Lambert", "Lyme", "McArdle", "Parkinson", "Parsonage", "Pompe", "Sjögren", "Volkmann",
    }
)  # fmt: skip
"""People and places in the names of diseases, which keep their capital inside a sentence."""
