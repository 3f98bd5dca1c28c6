"""What a line of a medication list is recognised as, while it is typed: ingredient and class, or that it is not recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from myotome.clinic.doors import open_to, plain
from myotome.record.roles import Role
from myotome.symptoms.exposures import match_medications
from myotome.wiring import knowledge
from myotome.words.case import Medication

MOST_LINES: Final = 60
LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True)
class Recognised:
    """One line: as typed, and what it was taken for; ``classes`` is empty for a line that is not recognised."""

    typed: str
    classes: tuple[str, ...]
    name: str
    corrected: bool
    note: str


def recognise(lines: list[str]) -> tuple[Recognised, ...]:
    """Each line that is not blank, in order."""
    found = []
    for line in [one.strip()[:LONGEST_LINE] for one in lines if one.strip()][:MOST_LINES]:
        matched = match_medications((Medication(line),), knowledge().drugs)
        name = next((one.ingredient or one.matched for one in matched), "")
        corrected = any(one.corrected for one in matched)
        notes = " ".join(dict.fromkeys(one.note for one in matched if one.note))
        found.append(Recognised(line, tuple(one.drug.label for one in matched), name, corrected, notes))
    return tuple(found)


@open_to(Role.CLINICIAN, Role.PATIENT)
@require_POST
def recognised(request: HttpRequest) -> HttpResponse:
    """The lines of one field (``?field=``), recognised; part of a page. Nothing is stored, and nobody is named."""
    lines = plain(request.POST.get(plain(request.GET.get("field"))[:80])).splitlines()
    return render(request, "reading/medicines.html", {"medicines": recognise(lines)})
