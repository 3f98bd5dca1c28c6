"""Shows a page that was stored whole (a report, a letter) under a strip of the clinic: its styles are allowed by hash, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.http import HttpResponse
from django.templatetags.static import static

from myotome.clinic.headers import policy_with_styles

STYLES: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
NO_REFERRER, SAME_ORIGIN = (
    '<meta name="referrer" content="no-referrer">',
    '<meta name="referrer" content="same-origin">',
)
"""Without a referrer a browser sends the form to sign from nowhere, and it is refused as forged."""
INLINE_META: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
STRIP_STYLE: Final = Path(__file__).parent / "static/clinic/report-bar.css"


def stored_page(html: str, strip: str) -> HttpResponse:
    """The page with ``strip`` (HTML of our own template) above its header."""
    link = (
        f'<link rel="stylesheet" href="{static("clinic/report-bar.css")}">'
        f'<link rel="icon" href="{static("clinic/mark.svg")}" type="image/svg+xml">'
    )
    html = INLINE_META.sub("", html, count=1).replace(NO_REFERRER, SAME_ORIGIN, 1)
    html = html.replace("</head>", f"{link}\n</head>", 1).replace("<header>", f"{strip}<header>", 1)
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = policy_with_styles(STYLES.findall(html))
    return response


def page_to_print(html: str, strip: str) -> str:
    """The same as one file without any link, for the PDF."""
    style = f"<style>{STRIP_STYLE.read_text(encoding='utf-8')}</style>"
    return html.replace("</head>", f"{style}\n</head>", 1).replace("<header>", f"{strip}<header>", 1)
