"""A letter as a page of its own (no script, no outside request, every text escaped), and as plain text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from textwrap import fill
from typing import Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from myotome.journey.letters.letter import Block, Letter, LetterKind
from myotome.journey.letters.referral import LIMITS
from myotome.journey.report.page import css_text
from myotome.journey.wording import day_words
from myotome.words.printable import printable
from myotome.words.shelf import read_text
from myotome.words.timeframe import Timeframe

PACKAGE: Final = "myotome.journey.letters"
POINT: Final = "- "
LINE: Final = 100
PATIENT_LIMITS: Final = "Your doctor wrote this letter with the help of a computer program, and has read and signed it."
PATIENT_DRAFT: Final = (
    "Drafted with the help of a computer program from what the clinic noted. Not clinically reviewed."
)


@dataclass(frozen=True, slots=True)
class BookingCode:
    """With which code the patient books what, where, and until when in words. The code works once."""

    code: str
    service: str
    address: str
    until: str


@dataclass(frozen=True, slots=True)
class Head:
    """From which house, about whom, on which day (ISO). ``born_on`` is a day (ISO) or empty; ``review`` how the knowledge stands reviewed."""

    house: str
    number: str
    day: str
    name: str = ""
    born_on: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    emergency: str = "the emergency number"
    advice: str = ""
    review: str = ""
    booking: BookingCode | None = None

    @property
    def calls(self) -> dict[str, str]:
        """Numbers as links that a telephone dials, by how they are printed; words in the place of a number have none."""
        return {
            shown: f"tel:{dialled}"
            for shown in (self.phone, self.emergency, self.advice)
            if (dialled := _dialled(shown))
        }


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a letter, and when in words."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph by its lines, or a list by its points."""

    lines: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def render_letter(letter: Letter, head: Head, signed: Signed | None = None) -> str:
    """The letter as one HTML document that prints; without ``signed`` it says that it is a draft. Deterministic."""
    hurry = letter.urgency not in ("", Timeframe.ROUTINE.value)
    html = (
        _environment()
        .get_template("letter.html.j2")
        .render(
            letter=letter,
            head=head,
            signed=signed,
            title=f"{'Letter to the patient' if letter.kind is LetterKind.PATIENT else 'Referral letter'}, {head.number}",
            day=day_words(head.day),
            born=day_words(head.born_on) if head.born_on else "",
            hurry=hurry,
            blocks=[(block, tuple(_parts(block))) for block in letter.filled],
            limits=_limits(letter, head, signed),
            style=Markup(read_text(PACKAGE, "style.css")),  # noqa: S704 - our own file
            # css_text leaves nothing but quotes, letters, digits and escapes.
            footer=Markup(css_text(f"{head.number}{'' if signed else ' · draft, not signed'}")),  # noqa: S704
        )
    )
    return printable(html)


def letter_as_text(letter: Letter, head: Head) -> str:
    """The draft for a terminal."""
    lines = [
        head.house,
        day_words(head.day),
        "",
        f"To: {letter.to}",
        f"Re: {head.name or head.number}",
        "",
        letter.headline.upper(),
    ]
    if letter.corrects:
        lines += ["", f"This letter takes the place of {letter.corrects}."]
    lines += ["", letter.greeting]
    for block in letter.filled:
        lines += ["", block.heading]
        for part in _parts(block):
            lines += [fill(line, LINE) for line in part.lines]
            lines += [fill(point, LINE, initial_indent=POINT, subsequent_indent="  ") for point in part.points]
        if block.slug == "watch":
            lines.append(f"Call {head.emergency}, or go to the nearest emergency department.")
    lines += ["", "DRAFT, NOT SIGNED", "", fill(_limits(letter, head, None), LINE)]
    return printable("\n".join(lines))


def _dialled(number: str) -> str:
    """Digits and a leading plus of a telephone number; empty for anything that is none."""
    if not re.fullmatch(r"\+?[\d ()./-]+", number):
        return ""
    return "".join(c for c in number if c.isdigit() or c == "+")


def _limits(letter: Letter, head: Head, signed: Signed | None) -> str:
    if letter.kind is LetterKind.PATIENT:
        return PATIENT_LIMITS if signed else PATIENT_DRAFT
    return " ".join(LIMITS.format(review=head.review).split())


def _parts(block: Block) -> Iterator[Part]:
    """Paragraphs and lists of a block's text."""
    for paragraph in block.text.split("\n\n"):
        lines: list[str] = []
        points: list[str] = []
        for line in filter(str.strip, paragraph.split("\n")):
            if line.startswith(POINT):
                if lines:
                    yield Part(tuple(lines))
                    lines = []
                points.append(line.removeprefix(POINT).strip())
            else:
                if points:
                    yield Part(points=tuple(points))
                    points = []
                lines.append(line.strip())
        if lines:
            yield Part(tuple(lines))
        if points:
            yield Part(points=tuple(points))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(lambda name: read_text(PACKAGE, name)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
