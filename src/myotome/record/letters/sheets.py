"""What the letters hand out: plain frozen sheets."""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from myotome.record.letters.models import LetterEntry


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """One letter: its last draft until it is signed, from then on what was signed.

    ``stands`` is False where content or page are not those that were signed; ``page`` is the signed HTML, empty before.
    ``corrects`` and ``corrected_by`` are numbers of letters, 0 for none; ``assessment`` the number of the assessment, 0 for none.
    """

    number: int
    kind: str
    at: datetime
    by: str
    version: int
    edited_by: str
    edited_at: datetime
    content: dict[str, Any] = field(repr=False)
    assessment: int = 0
    corrects: int = 0
    corrected_by: int = 0
    signed_by: str = ""
    signed_at: datetime | None = None
    sha256: str = ""
    stands: bool = False
    page: str = field(default="", repr=False)
    given_at: datetime | None = None
    dropped: str = ""

    @property
    def signed(self) -> bool:
        """True once somebody signed it."""
        return self.signed_at is not None


def letter_sha256(content: dict[str, Any], page: str) -> str:
    """What a signature stands for: the content with its keys in order, and the page."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{plain}\0{page}".encode()).hexdigest()


def letter_sheet(row: LetterEntry) -> LetterSheet:
    """A letter with everything that became of it."""
    draft = max(row.drafts.all(), key=lambda one: one.version)
    signature = getattr(row, "signature", None)
    given, dropped = getattr(row, "given", None), getattr(row, "dropped", None)
    correction = getattr(row, "corrected_by", None)
    content, page, stands = json.loads(inflated(draft.content_deflated)), "", False
    if signature is not None:
        content, page, stands = _signed(signature)
    return LetterSheet(
        number=row.number,
        kind=row.kind,
        at=row.at,
        by=row.by.full_name,
        version=draft.version,
        edited_by=draft.by.full_name,
        edited_at=draft.at,
        content=content,
        assessment=row.assessment.number if row.assessment else 0,
        corrects=row.corrects.number if row.corrects else 0,
        corrected_by=correction.number if correction else 0,
        signed_by=signature.by_name if signature else "",
        signed_at=signature.at if signature else None,
        sha256=signature.sha256 if signature else "",
        stands=stands,
        page=page,
        given_at=given.at if given else None,
        dropped=dropped.why if dropped else "",
    )


def inflated(kept: Any) -> str:
    """A text as it was written."""
    return zlib.decompress(bytes(kept)).decode()


def _signed(signature: Any) -> tuple[dict[str, Any], str, bool]:
    """Content and page as they are kept now, and whether they are what was signed; what cannot be read is not."""
    try:
        content, page = json.loads(inflated(signature.content_deflated)), inflated(signature.page_deflated)
    except (zlib.error, ValueError):
        return {}, "", False
    return content, page, hmac.compare_digest(letter_sha256(content, page), signature.sha256)
