"""Makes one PDF: HTML on standard input, PDF on standard output. Run as a process of its own; it asks nothing of the network or the disk.

python -m myotome.clinic.printing.make < page.html > page.pdf
"""

from __future__ import annotations

import logging
import sys
from typing import Any

MISSING = 3
"""Exit status where WeasyPrint or the Pango library is not there."""
MOST_SECONDS, MOST_BYTES = 120, 2_000_000_000


def main() -> int:
    """Exit status 0 with the PDF, 3 where the program for it is missing."""
    _limit()
    logging.disable(logging.CRITICAL)  # what it would log are parts of the page
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        return MISSING
    html = sys.stdin.buffer.read().decode()
    # PDF/UA: tagged, with title and language, so that a screen reader finds headings, lists and tables.
    sys.stdout.buffer.write(HTML(string=html, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1"))
    return 0


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError("a printed page asks for nothing from outside")


def _limit() -> None:
    """A page that would take minutes or gigabytes is given up; where the system knows no limits there are none."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    sys.exit(main())
