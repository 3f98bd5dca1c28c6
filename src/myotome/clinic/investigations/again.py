"""Second thoughts about a file: read it once more, take an answer back, say that a failed one was dealt with."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to, plain, whole_number
from myotome.clinic.investigations.reading import enqueue
from myotome.record.files.answering import settle, take_back
from myotome.record.files.cabinet import Cabinet
from myotome.record.roles import Deed, Role
from myotome.words.errors import UnknownName


@open_to(Role.CLINICIAN)
@require_POST
def read_again(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """Try a file once more whose reading failed."""
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "read a file again") as opened:
        Cabinet(opened).try_again(file, enqueue)
    messages.success(request, "It is being read again.")
    return redirect("investigations", ref=ref)


@open_to(Role.CLINICIAN)
@require_POST
def take_back_answer(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """Undo one answer; what was accepted leaves the record, and the proposal stands open again."""
    number = whole_number(plain(request.POST.get("number")))
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "take back an answer") as opened:
        cabinet = Cabinet(opened)
        one = next((one for one in cabinet.reading(file).proposals if one.number == number), None)
        if one is None:
            raise UnknownName("no such proposal in this file", value=number)
        take_back(cabinet, one.ref)
    messages.success(request, f"The answer to “{one.place}” is taken back: it stands open again.")
    return redirect("file", ref=ref, file=file)


@open_to(Role.CLINICIAN)
@require_POST
def settle_file(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """Say that a file which could not be read was dealt with, so that it waits for nobody."""
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "put a failed file aside") as opened:
        settle(Cabinet(opened), file)
    messages.success(request, "The file is kept as it is and no longer waits on the worklist.")
    return redirect("investigations", ref=ref)
