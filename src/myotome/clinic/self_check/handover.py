"""What a self-check hands to a booking: a signed text with how soon the visit has to be, and whether the answers are to go along.

The answers themselves are not in it. They stay in the cookie of the reader's own browser (``keeping``), from where the last page of the booking
takes them in the moment in which it books: a booking that is never finished leaves nothing of them on the server. The text is the field
``self_check`` of every form of the booking, read with ``read_handover`` at each step. The front desk may see ``timeframe`` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing

from myotome.words.errors import UnusableInput
from myotome.words.timeframe import Timeframe

FIELD: Final = "self_check"
"""Name of the form field and of the query."""
LASTS_SECONDS: Final = 24 * 3600
LONGEST: Final = 500
"""Characters; a longer text was not written here."""
_SALT: Final = "myotome.self_check.handover"
_CURE: Final = "Do the self-check again, or book without it."


@dataclass(frozen=True, slots=True)
class Handover:
    """How soon, the language of the self-check, and whether its answers are to go along with the booking."""

    timeframe: Timeframe
    language: str
    along: bool = False


def write_handover(handover: Handover) -> str:
    """The signed text, safe in a form and in an address. It can be read by who holds it, and changed by nobody."""
    content = {"frame": handover.timeframe.value, "language": handover.language, "along": handover.along}
    return signing.dumps(content, salt=_SALT, compress=True)


def read_handover(text: str) -> Handover:
    """What ``write_handover`` wrote within the last day; raises UnusableInput for anything else, with the cure."""
    if len(text) > LONGEST:
        raise UnusableInput("this is not a self-check of ours", cure=_CURE)
    try:
        content: Mapping[str, Any] = signing.loads(text, salt=_SALT, max_age=LASTS_SECONDS)
        return Handover(Timeframe(content["frame"]), str(content["language"]), bool(content["along"]))
    except signing.SignatureExpired:
        raise UnusableInput("this self-check is more than a day old", cure=_CURE) from None
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise UnusableInput("this is not a self-check of ours", cure=_CURE) from None
