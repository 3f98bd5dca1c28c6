"""Text from outside made harmless to show: no character in it can steer a terminal or turn a line of print around."""

from __future__ import annotations

import re

STAND_IN = "\ufffd"


def printable(text: str) -> str:
    """The same text, letter for letter, with control characters, half surrogates and marks of writing direction replaced by one sign.

    Line ends and tabs stay. The length does not change, so that spans into the text stay true.
    """
    return _STEERS.sub(STAND_IN, text)


_STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
