"""The report of one assessment as it was made then, with who it is about, who signed it, and the button to sign."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to
from myotome.clinic.headers import policy_with_styles
from myotome.record.roles import Deed, Role

STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
NO_REFERRER, SAME_ORIGIN = (
    '<meta name="referrer" content="no-referrer">',
    '<meta name="referrer" content="same-origin">',
)
"""Without a referrer a browser sends the form to sign from nowhere, and it is refused as forged."""
INLINE_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')


@open_to(Role.CLINICIAN)
def report(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """The stored page. Its styles are allowed by their hashes: they are the ones that were stored, and no other."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, f"report {number}") as file:
        who, sheet, html = file.identity, file.assessment(number), file.report(number)
    bar = render_to_string("report/bar.html", {"who": who, "sheet": sheet, "ref": ref}, request)
    link = (
        f'<link rel="stylesheet" href="{static("clinic/report-bar.css")}">'
        f'<link rel="icon" href="{static("clinic/mark.svg")}" type="image/svg+xml">'
    )
    html = INLINE_META.sub("", html, count=1).replace(NO_REFERRER, SAME_ORIGIN, 1)
    html = html.replace("</head>", f"{link}\n</head>", 1).replace("<header>", f"{bar}<header>", 1)
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = policy_with_styles(STYLES.findall(html))
    return response


@open_to(Role.CLINICIAN)
@require_POST
def sign(request: HttpRequest, ref: UUID, number: int) -> HttpResponse:
    """Sign an assessment."""
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, f"sign report {number}") as file:
        file.sign(number)
    messages.success(request, f"Assessment {number} is signed.")
    return redirect("report", ref=ref, number=number)
