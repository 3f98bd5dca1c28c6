"""A telephone number that someone typed, checked by the rules of its country and kept in the form of E.164.

The rules are those of the library phonenumbers (Apache-2.0, after Google's libphonenumber), which the clinic extra brings.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.words.errors import MyotomeError

LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """``e164`` as ``+442079460958``, ``shown`` as people of the country write it, ``country`` as ISO 3166 (``GB``)."""

    e164: str
    shown: str
    country: str


def read_number(typed: str, country: str) -> Answer[PhoneNumber]:
    """Read a number typed in ``country`` (ISO 3166 alpha-2); one that begins with + may be of any country.

    A No for what cannot be dialled there, for short and emergency numbers, and for numbers that cost the caller extra.
    Raises MyotomeError when the library is not installed.
    """
    library = _library()
    if len(typed) > LONGEST_TYPED:
        return No(Reason.BAD_NUMBER, "too long")
    try:
        number = library.parse(typed, country.upper())
    except library.NumberParseException:
        return No(Reason.BAD_NUMBER, "not a number")
    if not library.is_valid_number(number):
        return No(Reason.BAD_NUMBER, f"not valid in {library.region_code_for_country_code(number.country_code)}")
    kinds = library.PhoneNumberType
    if library.number_type(number) in (kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.PAGER, kinds.VOICEMAIL):
        return No(Reason.BAD_NUMBER, "a number that costs extra")
    forms = library.PhoneNumberFormat
    return Yes(
        PhoneNumber(
            library.format_number(number, forms.E164),
            library.format_number(number, forms.INTERNATIONAL),
            library.region_code_for_number(number) or "",
        )
    )


def _library() -> Any:
    try:
        return import_module("phonenumbers")
    except ImportError as error:
        raise MyotomeError(
            "telephone numbers cannot be checked: the library phonenumbers is not installed",
            cure="Install the clinic extra: pip install 'myotome[clinic]'.",
        ) from error
