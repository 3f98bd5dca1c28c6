"""`myotome letter CASE`: the referral or the letter to the patient that one case gives, as a draft."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from myotome.words.errors import UsageError

if TYPE_CHECKING:
    from myotome.journey.letters import Head


class Kind(StrEnum):
    """Which letter; the names are those of ``journey.letters.LetterKind``, which is loaded only when a letter is drafted."""

    REFERRAL = "referral"
    PATIENT = "patient"


def letter_command(
    case: Annotated[Path, typer.Argument(help="A case file (YAML or JSON) or a GA4GH phenopacket, version 2.")],
    kind: Annotated[Kind, typer.Option(help="To a specialist, or to the patient in plain words.")],
    name: Annotated[str, typer.Option(help="The patient's name; a case file has none.")] = "",
    to: Annotated[
        str, typer.Option(help="Slug of a specialist for the referral; the first one proposed if left out.")
    ] = "",
    cause: Annotated[
        str, typer.Option(help="Slug of the cause whose paragraph the patient shall read; none if left out.")
    ] = "",
    day: Annotated[str, typer.Option(help="Day of the letter, YYYY-MM-DD; today if left out.")] = "",
    house: Annotated[Path | None, typer.Option(help="File in which the clinic describes itself (TOML).")] = None,
    as_html: Annotated[bool, typer.Option("--html", help="Print the page instead of plain text.")] = False,
) -> None:
    """Draft a letter and print it. It is a draft: a clinician reads, corrects and signs it."""
    from myotome.diagnosis.specialists import load_directory
    from myotome.journey.assess import assess
    from myotome.journey.export import to_json
    from myotome.journey.letters import draft_patient_letter, draft_referral, letter_as_text, render_letter
    from myotome.journey.letters.ground import Ground
    from myotome.wiring import case_from, knowledge

    if to and to not in load_directory().specialists:
        raise UsageError(
            "no such specialist",
            place="--to",
            value=to,
            cure="Use one of " + ", ".join(sorted(load_directory().specialists)) + ".",
        )
    known = knowledge()
    read = case_from(case)
    content = to_json(assess(read, known), known)
    ground = Ground(read, content, known, name)
    referral = kind is Kind.REFERRAL
    letter = draft_referral(ground, to) if referral else draft_patient_letter(ground, cause=cause)
    head = _head(house, read.id, name, _day(day), content["review"])
    typer.echo(render_letter(letter, head) if as_html else letter_as_text(letter, head))


def _day(text: str) -> str:
    from datetime import UTC, date, datetime

    try:
        return (date.fromisoformat(text) if text else datetime.now(UTC).date()).isoformat()
    except ValueError:
        raise UsageError("not a day", place="--day", value=text, cure="Write it as YYYY-MM-DD.") from None


def _head(house: Path | None, number: str, name: str, day: str, review: str) -> Head:
    from myotome.journey.letters import Head
    from myotome.wiring import house_of

    if house is None:
        return Head("[clinic]", number, day, name, review=review)
    home = house_of(house)
    return Head(
        home.card.name,
        number,
        day,
        name,
        "",
        home.address_lines,
        home.card.phone,
        home.emergency_number,
        home.advice_number,
        review,
    )
