"""The body map's own style sheet, served as a file because no page may carry styles inside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from myotome.anatomy.body_map import CSS
from myotome.clinic.public.same_for_everyone import same_for_everyone


@same_for_everyone
def body_map_style(request: HttpRequest) -> HttpResponse:
    """The style sheet; holds nothing about anybody."""
    return HttpResponse(CSS, content_type="text/css; charset=utf-8")
