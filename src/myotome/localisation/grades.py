"""Reading the clinic's grades: MRC strength 0 to 5 with plus and minus, and reflexes 0 to 4.

Source: Medical Research Council, Aids to the Examination of the Peripheral Nervous System (the scale; recalled, page not read).
"""

from __future__ import annotations

import re
from typing import Final

from myotome.words.errors import OutOfRange

NORMAL_STRENGTH: Final = 5.0
_THIRD: Final = 1 / 3
_MRC: Final = re.compile(
    r"(?:mrc|grade|power)?\s*([0-9]+(?:\.[0-9]+)?)\s*([+-]?)\s*(?:/\s*5\s*([+-]?))?", re.IGNORECASE
)
_REFLEX_WORDS: Final = {
    "absent": 0,
    "-": 0,
    "reduced": 1,
    "diminished": 1,
    "depressed": 1,
    "+": 1,
    "normal": 2,
    "present": 2,
    "++": 2,
    "brisk": 3,
    "increased": 3,
    "+++": 3,
    "clonus": 4,
    "++++": 4,
}


def mrc_grade(text: str | float) -> float:
    """An MRC grade as a number: '4' is 4.0, '4-' 3.67, '4+' 4.33, '5-' 4.67; '/5' may follow. 4.5 is read as written.

    Raises OutOfRange for anything that is not between 0 and 5, such as 6/5 or 5+.
    """
    found = _MRC.fullmatch(str(text).strip().replace("−", "-").replace("–", "-"))
    if found is None:
        raise _no_grade(text)
    sign = found.group(2) or found.group(3) or ""
    grade = float(found.group(1)) + {"+": _THIRD, "-": -_THIRD, "": 0.0}[sign]
    if not 0 <= grade <= NORMAL_STRENGTH or (sign and found.group(1) in {"0"}):
        raise _no_grade(text)
    return grade


def reflex_grade(text: str | int) -> int:
    """A reflex grade from 0 (absent) to 4 (clonus): '2+', '++', 'brisk', 3; raises OutOfRange for anything else."""
    plain = str(text).strip().casefold()
    if plain in _REFLEX_WORDS:
        return _REFLEX_WORDS[plain]
    found = re.fullmatch(r"([0-4])\s*\+?(?:\s*/\s*4\s*\+?)?", plain)
    if found is None:
        raise OutOfRange(
            "a reflex is graded 0 (absent) to 4 (clonus)",
            value=text,
            cure="Write 0, 1, 2, 3 or 4, or absent, normal, brisk.",
        )
    return int(found.group(1))


def _no_grade(text: str | float) -> OutOfRange:
    return OutOfRange(
        "strength is graded 0 to 5 on the MRC scale", value=text, cure="Write 0, 1, 2, 3, 4-, 4, 4+, 5- or 5."
    )
