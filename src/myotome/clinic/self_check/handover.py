"""What a self-check hands to a booking: a signed text with how soon the visit has to be and, if the person wants, the answers.

The last page of the self-check posts it to the address of ``appointments`` as the field ``self_check``, with the answers; its plain link
carries ``?self_check=`` without them, because addresses end up in logs. A booking page keeps the text as a hidden field of that name from
step to step and reads it with ``read_handover``, at the end once more. Nothing is stored until a booking is made with it. The front desk may
see ``timeframe`` only; ``answers`` are for the patient's record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing

from myotome.symptoms.interview import InterviewState, state_from_dict
from myotome.words.errors import UnusableInput
from myotome.words.timeframe import Timeframe

FIELD: Final = "self_check"
"""Name of the form field and of the query."""
LASTS_SECONDS: Final = 24 * 3600
LONGEST: Final = 30_000
"""Characters; a longer text was not written here."""
_SALT: Final = "myotome.self_check.handover"
_CURE: Final = "Do the self-check again, or book without it."


@dataclass(frozen=True, slots=True)
class Handover:
    """How soon, the answers if they were to be sent, and the language in which they were given."""

    timeframe: Timeframe
    language: str
    answers: InterviewState | None = None


def write_handover(handover: Handover) -> str:
    """The signed text, safe in a form and in an address. It can be read by who holds it, and changed by nobody."""
    content = {
        "frame": handover.timeframe.value,
        "language": handover.language,
        "answers": handover.answers.to_dict() if handover.answers else None,
    }
    return signing.dumps(content, salt=_SALT, compress=True)


def read_handover(text: str) -> Handover:
    """What ``write_handover`` wrote within the last day; raises UnusableInput for anything else, with the cure."""
    if len(text) > LONGEST:
        raise UnusableInput("this is not a self-check of ours", cure=_CURE)
    try:
        content: Mapping[str, Any] = signing.loads(text, salt=_SALT, max_age=LASTS_SECONDS)
        answers = content["answers"]
        return Handover(
            Timeframe(content["frame"]), str(content["language"]), state_from_dict(answers) if answers else None
        )
    except signing.SignatureExpired:
        raise UnusableInput("this self-check is more than a day old", cure=_CURE) from None
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise UnusableInput("this is not a self-check of ours", cure=_CURE) from None
