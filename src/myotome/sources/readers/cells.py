"""Cells of a table as somebody's program wrote them: text, numbers, dates and units, read without guessing.

What could mean two things (1,234 may be a thousand; 3/4 may be April or March) is settled by the other cells of the same column or not
at all.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Final

from myotome.words.errors import MyotomeError, UnusableInput
from myotome.words.printable import printable
from myotome.words.units import parse_unit

MOST_ROWS: Final = 10_000
"""A patient's results of many years are some thousand rows; a table of more is another kind of file."""
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 500


def as_text(content: bytes) -> tuple[str, str]:
    """The text and a sentence on its encoding, empty for UTF-8; raises UnusableInput when it is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), ""
        except UnicodeDecodeError as error:
            raise UnusableInput("broken UTF-16", value=f"byte {error.start}", cure="Save it as UTF-8.") from error
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        try:
            return content.decode(
                "cp1252"
            ), "The file is not UTF-8 and was read as Windows-1252: check letters such as µ and ä."
        except UnicodeDecodeError as error:
            raise UnusableInput(
                "not text that can be read", value=f"byte {error.start}", cure="Save it as UTF-8."
            ) from error


def rows_of(text: str) -> tuple[str, list[list[str]]]:
    """The delimiter and the rows, cells stripped; raises UnusableInput for too many rows or columns."""
    lines = [line for line in islice(io.StringIO(text), 40) if line.strip()]
    delimiter = max(";\t,|", key=lambda mark: sum(mark in line for line in lines))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= MOST_ROWS:
                raise UnusableInput(
                    "too many rows for one person's results",
                    value=f"more than {MOST_ROWS}",
                    cure="Send the rows of this patient only.",
                )
            if len(row) > MOST_COLUMNS:
                raise UnusableInput("too many columns", value=len(row), cure=f"At most {MOST_COLUMNS} are read.")
            rows.append([printable(cell.strip())[:LONGEST_CELL] for cell in row])
    except csv.Error as error:
        raise UnusableInput(f"not a table that can be read: {error}", cure="Save it as CSV in UTF-8.") from error
    return delimiter, rows


def decimal_mark(texts: Iterable[str], delimiter: str) -> str:
    """``.`` or ``,`` where the numbers of a column show which one it is, else empty."""
    cells = [text.strip().lstrip("<>=≤≥+-−– ") for text in texts]
    seen = {mark for cell in cells if _NUMBER.fullmatch(cell) and (mark := _shown_mark(cell))}
    if len(seen) == 1:
        return seen.pop()
    # Between commas nobody writes a decimal comma without quotation marks.
    return "." if delimiter == "," and not seen and not any("," in cell for cell in cells) else ""


def number(text: str, mark: str) -> float:
    """The number that a cell holds; raises UnusableInput when it holds none, or one that could be read in two ways."""
    plain = text.strip().replace("−", "-").translate(_BETWEEN_THOUSANDS)
    if plain.startswith(("<", ">", "≤", "≥")):
        raise UnusableInput("only a bound is given, not a value", value=text, cure="Type it in by hand if it matters.")
    if not _NUMBER.fullmatch(plain):
        raise UnusableInput("not a number", value=text)
    if not {".", ","} & set(plain):
        return _finite(plain, text)
    mark = mark or _shown_mark(plain)
    if not mark:
        raise UnusableInput(
            "it could be a thousand or a decimal", value=text, cure="Type it in by hand, or write it without the mark."
        )
    other = "," if mark == "." else "."
    whole, _, part = plain.partition(mark)
    if mark in part or other in part or (other in whole and not _GROUPED.fullmatch(whole.replace(other, ","))):
        raise UnusableInput("the marks in this number do not fit together", value=text, cure="Type it in by hand.")
    return _finite(whole.replace(other, "") + ("." + part if part else ""), text)


def day_order(texts: Iterable[str]) -> str:
    """``dmy`` or ``mdy`` where the dates of a column show which one it is, else empty."""
    orders = set()
    for text in texts:
        if found := _SLASHED.match(text.strip()):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                orders.add("dmy")
            elif second > 12 >= first:
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""


def day(text: str, order: str) -> date | None:
    """The day that a cell holds, None for an empty one; raises UnusableInput for one that is none or could be two."""
    plain = text.strip()
    if not plain:
        return None
    try:
        if found := _ISO.match(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DOTTED.match(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _SLASHED.match(plain):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            if first == second or order == "dmy" or first > 12:
                return date(year, second, first)
            if order == "mdy" or second > 12:
                return date(year, first, second)
            raise UnusableInput("this date could be two days", value=text, cure="Write it as 2026-04-03.")
    except ValueError:
        pass
    raise UnusableInput("not a day", value=text, cure="Write it as 2026-04-03.")


def unit(text: str, wanted: str) -> str:
    """The UCUM code of a unit as laboratories write it; ``wanted`` is the unit of the measure; raises UnitMismatch.

    IU/L is U/L for an enzyme and [IU]/L for a hormone: the measure decides.
    """
    plain = " ".join(text.replace("μ", "u").replace("µ", "u").split())
    if not plain and wanted in {"1", "[score]"}:
        return wanted
    squeezed = plain.replace(" ", "")
    known = _SPELLINGS.get(squeezed.casefold())
    if known is not None:
        return known.replace("IU", "[IU]" if "[IU]" in wanted else "U") if "IU" in known else known
    try:
        return parse_unit(plain).code
    except MyotomeError:
        # Written with a small l for the litre, the commonest slip of all.
        return parse_unit(re.sub(r"(^|[/dmunp])l$", r"\1L", squeezed)).code


def _shown_mark(plain: str) -> str:
    """The decimal mark that this number alone shows, empty where it could be read in two ways."""
    marks = [sign for sign in plain if sign in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    return "" if _THOUSAND.fullmatch(plain) else marks[0]


def _finite(plain: str, text: str) -> float:
    value = float(plain)
    if abs(value) > 1e12:
        raise UnusableInput("no measured value is so large", value=text)
    return value


_BETWEEN_THOUSANDS: Final = {ord(sign): None for sign in "\u00a0\u202f\u2009'’"}
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]{0,30}")
_THOUSAND: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]|$)")
_DOTTED: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D|$)")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\D|$)")
_SPELLINGS: Final = {
    "iu/l": "IU/L", "u/l": "U/L", "units/l": "U/L", "ie/l": "IU/L",
    "miu/l": "mIU/L", "mu/l": "mIU/L", "uiu/ml": "uIU/mL", "uu/ml": "uIU/mL", "miu/ml": "mIU/mL", "miu/l.": "mIU/L",
    "mmol/l": "mmol/L", "umol/l": "umol/L", "nmol/l": "nmol/L", "pmol/l": "pmol/L", "mmol/mol": "mmol/mol",
    "mg/dl": "mg/dL", "g/dl": "g/dL", "ug/dl": "ug/dL", "mcg/dl": "ug/dL", "ng/dl": "ng/dL",
    "g/l": "g/L", "mg/l": "mg/L", "ug/l": "ug/L", "mcg/l": "ug/L", "ng/l": "ng/L",
    "ng/ml": "ng/mL", "pg/ml": "pg/mL", "ug/ml": "ug/mL",
    "mm/h": "mm/h", "mm/hr": "mm/h", "mm/1h": "mm/h", "fl": "um3",
    "kg": "kg", "kgs": "kg", "lb": "[lb_av]", "lbs": "[lb_av]", "cmh2o": "cm[H2O]", "mmhg": "mm[Hg]", "kpa": "kPa",
    "s": "s", "sec": "s", "secs": "s", "seconds": "s", "m/s": "m/s", "cm": "cm", "mm": "mm", "in": "[in_i]", "inch": "[in_i]",
    "l": "L", "litre": "L", "liter": "L", "ml": "mL", "l/min": "L/min", "ml/min": "mL/min", "%": "%", "kg/m2": "kg/m2", "kg/m²": "kg/m2",
    "/ul": "1/uL", "cells/ul": "1/uL", "ml/min/1.73m2": "mL/min", "ml/min/1.73m²": "mL/min", "ml/min/{1.73_m2}": "mL/min",
    "points": "[score]", "score": "[score]",
}  # fmt: skip
