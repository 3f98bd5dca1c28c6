"""What every public page is framed with: the clinic's own words, the way about, and the same page in the other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.dates import WEEKDAYS
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from myotome.clinic.house import house
from myotome.clinic.public.way import PLACES, SIGN_IN


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the way about; ``here`` when the reader stands in this room."""

    name: str
    label: Any
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its code, its own name for itself, its direction, and this page's address in it."""

    code: str
    name: str
    direction: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of the opening hours in the language of the page."""

    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that the frame shows. ``root`` is scheme and host, for addresses that must be whole."""

    house: Any
    steps: tuple[Step, ...]
    sign_in: Step
    front: str
    tongues: tuple[Tongue, ...]
    tongue: Tongue
    opening: tuple[Opening, ...]
    root: str
    path: str

    @property
    def others(self) -> tuple[Tongue, ...]:
        """The languages that this page is not in."""
        return tuple(one for one in self.tongues if not one.here)


def public_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; made only where a page asks for it."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """The frame of this page, in the language that is active."""
    tongues = _tongues(request)
    here = next(one for one in tongues if one.here)
    return Frame(
        house=house(),
        steps=tuple(step for name, label in PLACES if (step := _step(name, label, request.path))),
        sign_in=_step(*SIGN_IN, request.path) or Step(*SIGN_IN, "/", False),
        front=reverse("front"),
        tongues=tongues,
        tongue=here,
        opening=tuple(Opening(_days(one.first_day, one.last_day), ", ".join(one.hours)) for one in house().opening),
        root=f"{request.scheme}://{request.get_host()}",
        path=request.path,
    )


def _step(name: str, label: Any, path: str) -> Step | None:
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    return Step(name, label, address, path.startswith(address))


def _tongues(request: HttpRequest) -> tuple[Tongue, ...]:
    found = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        direction = "rtl" if info["bidi"] else "ltr"
        address = request.path if code == get_language() else translate_url(request.path, code)
        found.append(Tongue(code, info["name_local"], direction, address, code == get_language()))
    if not any(one.here for one in found):
        raise LookupError(f"the language {get_language()} is active and not among settings.LANGUAGES")
    return tuple(found)


def _days(first: int, last: int) -> str:
    names = [str(WEEKDAYS[day - 1]) for day in (first, last)]
    return names[0] if first == last else " – ".join(names)
