"""A letter as it is written and edited: whom to, how soon, what about, and blocks of plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from myotome.words.errors import OutOfRange, UnusableInput
from myotome.words.printable import printable
from myotome.words.timeframe import Timeframe

URGENT_WORDS: Final = {
    Timeframe.MINUTES: "EMERGENCY",
    Timeframe.HOURS: "EMERGENCY",
    Timeframe.SAME_DAY: "URGENT: TODAY",
    Timeframe.TWO_DAYS: "URGENT: WITHIN 48 HOURS",
    Timeframe.TWO_WEEKS: "URGENT: WITHIN 2 WEEKS",
    Timeframe.ROUTINE: "Routine referral",
}
"""How the headline says how soon."""
MOST_LETTERS: Final = 6000
"""Of one block; a letter of one page has some 3000."""
TO_FILL: Final = "[whom, when]"
"""Stands in a draft for what only the clinician knows; no letter is signed with it."""
PERCENT: Final = re.compile(r"\d\s*(%|per\s?cent)", re.IGNORECASE)


class LetterKind(StrEnum):
    """The two letters there are."""

    REFERRAL = "referral"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Block:
    """One part under its heading. ``text`` is plain: an empty line begins a paragraph, a line that begins with ``- `` is a point."""

    slug: str
    heading: str
    text: str

    def __post_init__(self) -> None:
        if len(self.text) > MOST_LETTERS:
            raise OutOfRange(
                f"“{self.heading}” is too long for a letter",
                value=f"{len(self.text)} letters",
                cure=f"Use at most {MOST_LETTERS}.",
            )


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. ``urgency`` is a timeframe's value, empty in a letter to the patient; ``corrects`` names the letter it takes the place of.

    ``booking`` is the service for which the signed letter carries a booking code, empty for none.
    """

    kind: LetterKind
    to: str
    subject: str
    greeting: str
    blocks: tuple[Block, ...]
    urgency: str = ""
    post: str = ""
    corrects: str = ""
    booking: str = ""

    def __post_init__(self) -> None:
        if self.urgency and self.urgency not in {frame.value for frame in Timeframe}:
            raise OutOfRange("no such urgency", value=self.urgency)
        if not self.to.strip():
            raise OutOfRange("the letter is to nobody", cure="Say whom it is to.")

    @property
    def headline(self) -> str:
        """How soon, and what about: always of the urgency that the letter has."""
        return " – ".join(filter(None, (URGENT_WORDS[Timeframe(self.urgency)] if self.urgency else "", self.subject)))

    @property
    def filled(self) -> tuple[Block, ...]:
        """The blocks that say something."""
        return tuple(block for block in self.blocks if block.text.strip())

    def check(self) -> None:
        """Raise OutOfRange for what must not go out: an empty letter, a gap left open, or a percentage in a letter to the patient."""
        if not self.filled:
            raise OutOfRange("the letter says nothing", cure="Write something in one of its parts.")
        if any(TO_FILL in block.text for block in self.blocks):
            raise OutOfRange(
                "a gap of the draft is not filled in", value=TO_FILL, cure="Fill it in, or take the sentence out."
            )
        if self.kind is LetterKind.PATIENT:
            for text in (self.subject, *(block.text for block in self.blocks)):
                if found := PERCENT.search(text):
                    raise OutOfRange(
                        "a percentage does not belong into a letter to the patient",
                        value=found[0],
                        cure="Say in words what it means.",
                    )


def content_of(letter: Letter) -> dict[str, Any]:
    """A letter as plain values, ready for JSON."""
    return {
        "kind": letter.kind.value,
        "to": letter.to,
        "subject": letter.subject,
        "greeting": letter.greeting,
        "urgency": letter.urgency,
        "post": letter.post,
        "corrects": letter.corrects,
        "booking": letter.booking,
        "blocks": [{"slug": b.slug, "heading": b.heading, "text": b.text} for b in letter.blocks],
    }


def letter_from(content: Mapping[str, Any]) -> Letter:
    """A letter from plain values; raises UnusableInput for what is none. Control characters are taken out."""
    try:
        return Letter(
            LetterKind(content["kind"]),
            _plain(content["to"]),
            _plain(content["subject"]),
            _plain(content["greeting"]),
            tuple(Block(b["slug"], b["heading"], _plain(b["text"])) for b in content["blocks"]),
            content.get("urgency", ""),
            _plain(content.get("post", "")),
            content.get("corrects", ""),
            content.get("booking", ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableInput(f"this is no letter: {error}", cure="Start it again from the record.") from error


def _plain(text: str) -> str:
    return printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
