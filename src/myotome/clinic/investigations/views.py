"""Order, upload, see how it stands, and answer what was read. Nothing that a file says enters the record before it is accepted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to, plain
from myotome.clinic.findings.forms import MeasurementForm, measure_labels
from myotome.clinic.investigations.forms import WithdrawFileForm
from myotome.clinic.investigations.ordering import open_order
from myotome.clinic.investigations.page import plain_ones, shown, tests_page
from myotome.clinic.investigations.reading import enqueue
from myotome.clinic.investigations.receiving import SealedFiles
from myotome.record.files.cabinet import Cabinet
from myotome.record.files.delivering import PIECE_BYTES
from myotome.record.files.ordering import Orders
from myotome.record.roles import Deed, Role
from myotome.words.errors import MyotomeError

OF_A_FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Whatever a downloaded file is, a browser that shows it runs nothing and asks nobody."""


@open_to(Role.CLINICIAN)
def investigations(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Tests and files of one patient."""
    return _page(request, ref)


@open_to(Role.CLINICIAN)
def file_states(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The list of files alone, asked for again and again while one is being read."""
    page = tests_page(gateway_of(request), ref, "states of files")
    return render(request, "investigations/files.html", {"page": page, "ref": ref})


@csrf_exempt
@open_to(Role.CLINICIAN)
def upload(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Take files. The form's token is checked as everywhere, after the way in for files is set: reading the form reads the files."""
    if request.method == "POST":
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, "send files"):
            pass  # who may not write here is refused before a byte is kept
        request.upload_handlers = [SealedFiles(request)]
    return _upload(request, ref)


@csrf_protect
@require_POST
def _upload(request: HttpRequest, ref: UUID) -> HttpResponse:
    given = plain(request.POST.get("order"))
    taken = request.upload_handlers[0]
    kept: list[str] = []
    known: list[str] = []
    for arrived in taken.arrived:
        try:
            with gateway_of(request).open(ref, Deed.WRITE_RECORD, "upload a file") as file:
                order = open_order(file, given)
                sheet, new = Cabinet(file).keep(arrived, enqueue, order)
                if new and order is not None:
                    Orders(file).move(order, "resulted")
                (kept if new else known).append(sheet.name)
        except MyotomeError as error:
            taken.refused.append((arrived.name, error.sentence()))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"kept": kept, "known": known, "refused": taken.refused}, status=200)
    if not (kept or known or taken.refused):
        return _page(request, ref, problem="No file was chosen.")
    for name in known:
        messages.info(request, f"“{name}” is here already and was not kept twice.")
    if taken.refused:
        return _page(request, ref, refused=taken.refused, kept=kept)
    if kept:
        messages.success(request, f"{len(kept)} file{'s' if len(kept) > 1 else ''} kept, and being read.")
    return redirect("investigations", ref=ref)


@open_to(Role.CLINICIAN)
def file(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """One file: what was read in it and what it proposes."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, "what a file says") as opened:
        cabinet, who = Cabinet(opened), opened.identity
        sheet = cabinet.sheet(file)
        reading = cabinet.reading(file) if sheet.read or sheet.reader else None
    proposals = [shown(one) for one in reading.proposals] if reading else []
    context = {
        "ref": ref,
        "who": who,
        "file": sheet,
        "reading": reading,
        "at_once": len(plain_ones(reading)) if reading else 0,
        "open": [one for one in proposals if one.sheet.accepted is None],
        "answered": [one for one in proposals if one.sheet.accepted is not None],
    }
    return render(request, "investigations/file.html", context)


@open_to(Role.CLINICIAN)
@require_POST
def answer(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """Accept or reject each proposal that was answered; the others stay open, or are accepted with one press where nothing speaks against it.

    Every answer is an access of its own in the log.
    """
    gateway = gateway_of(request)
    with gateway.open(ref, Deed.READ_RECORD, "answer what a file says") as opened:
        reading = Cabinet(opened).reading(file)
    proposals = [one for one in reading.proposals if one.accepted is None]
    at_once = plain_ones(reading) if request.POST.get("every") == "accept" else frozenset()
    accepted = rejected = 0
    for one in proposals:
        said, why = plain(request.POST.get(f"answer-{one.number}")), plain(request.POST.get(f"why-{one.number}"))
        said = said or ("accept" if one.number in at_once else "")
        try:
            if said == "accept":
                with gateway.open(ref, Deed.WRITE_RECORD, "accept what a file says") as opened:
                    Cabinet(opened).accept(one.ref)
                accepted += 1
            elif said == "reject":
                with gateway.open(ref, Deed.WRITE_RECORD, "reject what a file says") as opened:
                    Cabinet(opened).reject(one.ref, why)
                rejected += 1
        except MyotomeError as error:
            messages.error(request, f"{one.place}: {error.sentence()}")
    if accepted or rejected:
        messages.success(request, f"{accepted} accepted, {rejected} rejected.")
    else:
        messages.info(request, "Nothing was answered.")
    return redirect("file", ref=ref, file=file)


@open_to(Role.CLINICIAN)
def download(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """The file as it came, always as a download."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, "download a file") as opened:
        cabinet = Cabinet(opened)
        sheet, content = cabinet.sheet(file), cabinet.content(file)
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, sheet.name)
    response.headers["Content-Length"] = str(sheet.size_bytes)
    response.headers["Content-Security-Policy"] = OF_A_FILE
    return response


@open_to(Role.CLINICIAN)
def withdraw_file(request: HttpRequest, ref: UUID, file: UUID) -> HttpResponse:
    """Hide a file that does not belong here, with the reason."""
    form = WithdrawFileForm(request.POST or None)
    with gateway_of(request).open(ref, Deed.READ_RECORD, "form to withdraw a file") as opened:
        who, sheet = opened.identity, Cabinet(opened).sheet(file)
    if request.method == "POST" and form.is_valid():
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, "withdraw a file") as opened:
            Cabinet(opened).withdraw(file, form.cleaned_data["why"])
        messages.success(request, "The file is withdrawn. What was accepted from it stays until you withdraw it too.")
        return redirect("investigations", ref=ref)
    context = {"form": form, "who": who, "ref": ref, "file": sheet}
    return render(request, "investigations/withdraw.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, ref: UUID, **said: object) -> HttpResponse:
    context = {
        "page": tests_page(gateway_of(request), ref),
        "ref": ref,
        "measurement_form": MeasurementForm(),
        "measures": measure_labels(),
        "piece_bytes": PIECE_BYTES,
        **said,
    }
    return render(request, "investigations/investigations.html", context, status=422 if said else 200)
