"""The report of one assessment as it was made then: with who it is about, who signed it, its PDF, and the button to sign."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to
from myotome.clinic.printing.pdf import pdf_response
from myotome.clinic.report.used import used_knowledge
from myotome.clinic.stored_page import page_to_print, stored_page
from myotome.journey.report import print_whole
from myotome.record.roles import Deed, Role


@open_to(Role.CLINICIAN)
def report(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """The stored page."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, f"report {number}") as file:
        who, sheet, html = file.identity, file.assessment(number), file.report(number)
        stands = file.signature_stands(number)
    used = used_knowledge(sheet)
    context = {"who": who, "sheet": sheet, "ref": ref, "stands": stands, "used": used}
    return stored_page(html, render_to_string("report/bar.html", context, request))


@open_to(Role.CLINICIAN)
def report_pdf(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """The same as PDF, with who it is about and whether it is signed; short, or with ``?whole`` everything that the page folds away."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, f"report {number} as PDF") as file:
        who, sheet, html = file.identity, file.assessment(number), file.report(number)
        stands = file.signature_stands(number)
    strip = render_to_string("report/bar.html", {"who": who, "sheet": sheet, "stands": stands})
    back = reverse("report", kwargs={"ref": ref, "number": number})
    whole = "whole" in request.GET
    page = page_to_print(print_whole(html) if whole else html, strip)
    return pdf_response(request, page, f"report-{who.number}-{number}{'-whole' if whole else ''}", back)


@open_to(Role.CLINICIAN)
def report_knowledge(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Which texts of the knowledge the assessment used, how they stood then, and what became of them."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, f"knowledge of report {number}") as file:
        who, sheet = file.identity, file.assessment(number)
    return render(
        request, "report/knowledge.html", {"who": who, "sheet": sheet, "ref": ref, "used": used_knowledge(sheet)}
    )


@open_to(Role.CLINICIAN)
@require_POST
def sign(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Sign an assessment."""
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, f"sign report {number}") as file:
        file.sign(number)
    messages.success(request, f"Assessment {number} is signed.")
    return redirect("report", ref=ref, number=number)
