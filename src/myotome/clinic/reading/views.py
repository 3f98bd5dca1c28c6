"""A letter or a note read into findings: the clinician confirms each, and only what was confirmed enters the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import gateway_of, open_to, plain, user_of
from myotome.clinic.in_place import show_patient
from myotome.clinic.reading.proposed import LONGEST, accepted, aside, proposals, read
from myotome.record.file import PatientFile
from myotome.record.roles import Deed, Role
from myotome.words.errors import UnusableInput

SAID_BY = {"letter": "a letter", "patient": "the patient", "own": ""}
"""Who said what the text says, by the choice on the form."""


@open_to(Role.CLINICIAN)
def read_text_page(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Take a text, show what was read, and keep what was confirmed."""
    posted = request.POST
    text, source = plain(posted.get("text")).strip(), plain(posted.get("source"))
    context: dict[str, Any] = {"ref": ref, "text": text, "source": source, "longest": LONGEST, "problem": ""}
    if request.method == "POST" and text:
        try:
            reading = read(text, SAID_BY.get(source, ""))
        except UnusableInput as error:
            context["problem"] = error.sentence()
        else:
            found = proposals(reading)
            answers = {one.key: posted.get(f"take-{one.key}", "") for one in found}
            if posted.get("deed") == "keep" and all(answers.values()):
                kept = accepted(
                    reading, {key for key, said in answers.items() if said == "yes"}, user_of(request).full_name
                )
                with gateway_of(request).open(ref, Deed.WRITE_RECORD, "keep what was read from a text") as file:
                    _keep(file, kept, text)
                messages.success(
                    request, f"{len(kept)} of {len(found)} proposals are recorded, and the text as a note."
                )
                return show_patient(request, ref)
            if posted.get("deed") == "keep":
                left = sum(not said for said in answers.values())
                context["problem"] = f"{left} of {len(found)} proposals have no answer yet: say yes or no to each."
            rows = [(one, answers[one.key]) for one in found]
            context |= {"reading": reading, "rows": rows, "aside": aside(reading)}
    elif request.method == "POST":
        context["problem"] = "There is no text yet."
    with gateway_of(request).open(ref, Deed.READ_RECORD, "read a text") as file:
        context["who"] = file.identity
    return render(request, "reading/read.html", context, status=422 if context["problem"] else 200)


def _keep(file: PatientFile, kept: Any, text: str) -> None:
    on = file.begin("note")
    add: dict[str, Callable[..., Any]] = {
        "finding": file.add_finding,
        "measurement": file.add_measurement,
        "medication": file.add_medication,
    }
    for one in kept:
        add[one.kind](one.content, on)
    file.add_note("note", text, on)
