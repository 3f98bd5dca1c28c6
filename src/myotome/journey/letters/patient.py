"""Drafts the letter to the patient: what was found, what comes next, what cannot wait and whom to call, in words for a reader of twelve.

Never a probability. A cause is named only where the clinician chose one, with its own paragraph from the knowledge; a test
or a specialist whose name would tell is named by its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from myotome.investigations.order import Order
from myotome.journey.disease_names import DiseaseNames, english_names
from myotome.journey.letters.findings_in_words import BY_MUSCLE, STRENGTH, listed
from myotome.journey.letters.ground import Ground
from myotome.journey.letters.letter import Block, Letter, LetterKind
from myotome.journey.letters.ordered import patient_lines
from myotome.journey.letters.plain_words import places, plain_words
from myotome.journey.letters.referral import TELEPHONE_FIRST
from myotome.journey.wording import measure_label
from myotome.words.errors import UnknownName
from myotome.words.finding import Finding, Origin
from myotome.words.timeframe import Timeframe

NOT_YET: Final = (
    "We do not put a cause in writing yet. Your doctor will talk with you about it first. You can ask all your questions then, and you may "
    "bring someone with you."
)
MAY_BE: Final = "Your doctor wants you to know this about what may be the cause."
THIN, TWITCH = BY_MUSCLE
WEAK_PLACES: Final = (
    "proximal_legs",
    "proximal_arms",
    "distal_legs",
    "distal_arms_hand",
    "neck_weakness",
    "facial_weakness",
)
"""What need not be said again where the weak muscles were named."""
ASK: Final = "Your doctor will tell you which one, and why."
SPECIALIST: Final = "a specialist"
MOST_SEEN: Final = 6
"""More than this is too much for one letter; the clinician adds what matters. A display choice."""


def draft_patient_letter(
    ground: Ground, *, cause: str = "", tests: Sequence[str] = (), referred: bool = True
) -> Letter:
    """A letter to the patient, to be read and corrected before it is signed.

    ``cause`` is the slug of the cause whose paragraph the clinician wants in it, empty for none; ``tests`` the slugs of tests to
    tell about; ``referred`` whether the patient is being sent to the specialist of the referral. Raises UnknownName.
    """
    if cause and cause not in ground.knowledge.causes:
        raise UnknownName("no such cause", value=cause)
    name = ground.name or "[name]"
    blocks = (
        Block("found", "What we found", _found(ground)),
        Block("meaning", "What it may mean", _meaning(ground, cause)),
        Block("next", "What happens next", _next(ground, tests, referred=referred)),
        Block("watch", "Get help at once if", "\n".join(f"- {one.text}" for one in plain_words().watch)),
    )
    return Letter(LetterKind.PATIENT, name, "About your visit", f"Dear {name},", blocks, "", "Clinician")


def without_plain_words(ground: Ground) -> tuple[str, ...]:
    """Labels of what was examined and found and is not in the draft, because it has no plain words yet; for the clinician to see."""
    words = plain_words().findings
    concepts = ground.knowledge.vocabulary.concepts
    return tuple(
        dict.fromkeys(
            concepts[f.concept].label
            for f in ground.case.findings
            if f.present
            and not f.site
            and f.evidence.origin is Origin.EXAMINED
            and f.concept not in words
            and f.concept in concepts
        )
    )


def _found(ground: Ground) -> str:
    told = f"You told us: “{' '.join(ground.case.complaint.split())}”" if ground.case.complaint else ""
    return "\n\n".join(filter(None, (told, *_examined(ground.case.findings), _tested(ground))))


def _examined(findings: Sequence[Finding]) -> tuple[str, str]:
    """What was found by muscle in sentences, and what else was seen as points that these sentences do not say already."""
    present = [f for f in findings if f.present]
    weak, thin, twitching = (places(f for f in present if f.concept == one) for one in (STRENGTH, THIN, TWITCH))
    sentences = [
        f"We tested your strength. We found weak muscles in {listed(weak)}." if weak else "",
        f"Muscles have become thin in {listed(thin)}." if thin else "",
        f"We saw small twitches in {listed(twitching)}." if twitching else "",
    ]
    said = {*(WEAK_PLACES if weak else ()), *(("fasciculations", "tongue_fasciculations") if twitching else ())}
    words = plain_words().findings
    seen = dict.fromkeys(
        words[f.concept]
        for f in present
        if f.concept in words
        and f.evidence.origin is Origin.EXAMINED
        and f.concept not in said
        and not (thin and f.concept.endswith("_wasting"))
    )
    points = [f"- {what}" for what in list(seen)[:MOST_SEEN]]
    return " ".join(filter(None, sentences)), "\n".join(
        ["When we examined you, we saw this:", *points]
    ) if points else ""


def _tested(ground: Ground) -> str:
    """Each measured value as higher, lower or in the usual range; a value without limits is left out."""
    lines = []
    for one in ground.content["measurements"]:
        word = _against(one)
        if word:
            lines.append(f"- {measure_label(one['measure'])}: {word}")
    return "\n".join(["Your test results:", *dict.fromkeys(lines)]) if lines else ""


def _against(one: dict[str, Any]) -> str:
    low, high, value = one["low"], one["high"], one["value"]
    if low is None and high is None:
        return ""
    if high is not None and value > high:
        return "higher than usual"
    if low is not None and value < low:
        return "lower than usual"
    return "in the usual range"


def _meaning(ground: Ground, cause: str) -> str:
    if not cause:
        return NOT_YET
    return f"{MAY_BE}\n\n{' '.join(ground.knowledge.causes[cause].patient.split())}"


def _next(ground: Ground, tests: Sequence[str], *, referred: bool) -> str:
    lines = []
    words, referral, names = plain_words(), ground.content["referral"], english_names(ground.knowledge)
    if referred and referral["specialists"]:
        first = referral["specialists"][0]
        who = SPECIALIST if first in words.reveals else words.people.get(first, SPECIALIST)
        soon = words.soon[referral["urgency"]]
        if Timeframe(referral["urgency"]) in TELEPHONE_FIRST:
            lines.append(f"You need to be seen {soon} by {who}. If nobody has set this up with you, call us now.")
        else:
            lines.append(f"We are asking {who} to see you {soon}. They will write to you or call you.")
    for slug in tests:
        if slug not in ground.knowledge.orders:
            raise UnknownName("no such test", value=slug)
        lines.append(_test(ground.knowledge.orders[slug], names))
    if ground.today:
        lines += patient_lines((one for one in ground.orders if one.slug not in tests), ground.today)
    if ground.next_visit:
        lines.append(f"Your next visit with us is on {ground.next_visit}.")
    return "\n".join(f"- {line}" for line in lines)


def _test(order: Order, names: DiseaseNames) -> str:
    """Label and paragraph; of a test that would name a disease only the kind."""
    label, told = order.label, " ".join(order.patient.split())
    if not names.in_text(f"{label} {told}"):
        return f"{label}: {told}"
    return f"{plain_words().kinds[order.group]}. {ASK}"
