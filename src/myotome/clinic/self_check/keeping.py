"""The answers so far, in a signed cookie of the reader's own browser and nowhere else.

Signed, so that what comes back is what was answered here; not encrypted, because it lies on the reader's own device and is theirs. It ends
with the browser, after two hours, or when the reader says so.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from myotome.clinic.intake.flow import state_of
from myotome.symptoms.interview import InterviewState
from myotome.words.case import Person, Setting, Sex
from myotome.words.errors import MyotomeError, OutOfRange

COOKIE: Final = "myotome_check"
LASTS_SECONDS: Final = 2 * 3600
LONGEST: Final = 3800
"""Characters; browsers drop a cookie of more than 4096 bytes, name and attributes included."""
_SALT: Final = "myotome.self_check.answers"


def answers_in(request: HttpRequest) -> InterviewState | None:
    """Where this reader stands; None when they have not begun, and for a cookie that was changed or is too old."""
    text = request.COOKIES.get(COOKIE, "")
    if not text or len(text) > LONGEST:
        return None
    try:
        content = signing.loads(text, salt=_SALT, max_age=LASTS_SECONDS)
        person = Person(content["age"], Sex(content["sex"]))
        return state_of(
            person, Setting.PRIMARY, "patient", {name: _row(row) for name, row in content["answers"].items()}
        )
    except (signing.BadSignature, MyotomeError, KeyError, TypeError, ValueError, AttributeError):
        return None


def keep(response: HttpResponse, state: InterviewState) -> None:
    """Put the answers into the cookie; raises OutOfRange when they are too long for one."""
    data = state.to_dict()
    content = {
        "age": data["person"]["age_years"],
        "sex": data["person"]["sex"],
        "answers": {name: _short(row) for name, row in data["answers"].items()},
    }
    text = signing.dumps(content, salt=_SALT, compress=True)
    if len(text) > LONGEST:
        raise OutOfRange(_("these answers are too long to be kept in your browser"), cure=_("Use fewer words."))
    response.set_cookie(COOKIE, text, httponly=True, samesite="Lax", secure=settings.HTTPS, path="/")


def forget(response: HttpResponse) -> None:
    """Nothing is left."""
    response.delete_cookie(COOKIE, path="/", samesite="Lax")


def _short(row: dict[str, Any]) -> Any:
    """A row in few characters: the values, or with what else was said."""
    return row["values"] if set(row) == {"values"} else row


def _row(row: Any) -> dict[str, Any]:
    return {"values": row} if isinstance(row, list) else dict(row)
