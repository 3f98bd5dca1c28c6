"""The access log as a chain: each line carries a keyed digest over itself and the line before, and a head tells where it ends.

A changed, removed, added or reordered line breaks the chain; lines missing at the end show against the head. The key is the
site's, so that someone with the database alone cannot forge a digest. A whole database put back to an earlier day cannot show from
within: note ``myotome audit head`` elsewhere from time to time and give it to ``verify``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from myotome.record.models import AccessLog, ChainHead, User
from myotome.record.snapshot import only_reading

START: Final = "0" * 64
"""What the first line follows."""
FIELDS: Final = (
    "number", "user", "user_name", "role", "clinic", "patient", "deed", "purpose", "outcome", "reason", "before",
)  # fmt: skip
DONE, REFUSED = "done", "refused"


@dataclass(frozen=True, slots=True)
class Access:
    """One access to be logged: who, whom (record id, None for none), what, why, and how it ended."""

    user: User | None
    patient: int | None
    deed: str
    purpose: str
    outcome: str = DONE
    reason: str = ""
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the chain: the number of the line, and what is wrong with it."""

    number: int
    problem: str


def write_access(access: Access, at: datetime) -> None:
    """Append one line; takes part in the transaction around it, so that the deed and its line stand or fall together.

    From here to the end of that transaction every other writer of the log waits: it belongs at the end of a deed, not at its beginning.
    """
    with transaction.atomic(savepoint=False):
        # The head is one row: locking it puts concurrent writers in a queue, so that numbers have no gaps.
        head = ChainHead.objects.select_for_update().first()
        before, number = (head.digest, head.number + 1) if head else (START, 1)
        user = access.user
        line = AccessLog(
            number=number,
            at=at.astimezone(UTC),
            user=user.pk if user else None,
            user_name=user.username if user else access.user_name,
            role=user.role if user else "",
            clinic=user.clinic_id if user else None,
            patient=access.patient,
            deed=access.deed,
            purpose=access.purpose,
            outcome=access.outcome,
            reason=access.reason,
            before=before,
        )
        line.digest = _digest(line)
        line.save(force_insert=True)
        ends = {"number": number, "digest": line.digest, "seal": _seal(number, line.digest)}
        if head is None:
            ChainHead.objects.create(pk=1, **ends)
        else:
            ChainHead.objects.filter(pk=head.pk).update(**ends)


def verify_chain(expected_head: str = "") -> tuple[int, list[Fault]]:
    """Walk the whole chain. Returns how many lines there are and every fault, in order; ``expected_head`` is a digest noted before."""
    faults: list[Fault] = []
    before, expected, count = START, 1, 0
    seen_expected = not expected_head
    # Lines that are written meanwhile belong to another state, whose head is not this one's.
    with only_reading():
        for line in AccessLog.objects.order_by("pk").iterator(chunk_size=2000):
            count += 1
            faults += _faults(line, before, expected)
            seen_expected = seen_expected or line.digest == expected_head
            before, expected = line.digest, line.number + 1
        head = ChainHead.objects.first()
    if head is None:
        if count:
            faults.append(Fault(expected - 1, "the head of the chain is missing"))
    else:
        if not hmac.compare_digest(head.seal, _seal(head.number, head.digest)):
            faults.append(Fault(head.number, "the head of the chain was changed"))
        if (head.number, head.digest) != (expected - 1, before):
            faults.append(Fault(expected, f"the log ends at line {expected - 1}, its head says {head.number}"))
    if not seen_expected:
        faults.append(Fault(expected, "the digest that was noted before is not in the log"))
    return count, faults


def chain_head() -> tuple[int, str]:
    """Number and digest of the last line; (0, zeros) for an empty log."""
    head = ChainHead.objects.first()
    return (head.number, head.digest) if head else (0, START)


def key_mark() -> str:
    """Tells whether two sites have the same key, and nothing of the key."""
    return _keyed("mark of the key")[:16]


def _faults(line: AccessLog, before: str, expected: int) -> Iterator[Fault]:
    if line.number != expected:
        yield Fault(line.number, f"out of order or a line is missing: number {line.number} where {expected} belongs")
    if line.before != before:
        yield Fault(line.number, "does not follow the line before it")
    if not hmac.compare_digest(line.digest, _digest(line)):
        yield Fault(line.number, "was changed after it was written")


def _digest(line: AccessLog) -> str:
    content: dict[str, Any] = {name: getattr(line, name) for name in FIELDS}
    content["at"] = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return _keyed(plain)


def _seal(number: int, digest: str) -> str:
    return _keyed(f"head {number} {digest}")


def _keyed(text: str) -> str:
    key = hashlib.sha256(b"myotome access log" + settings.AUDIT_KEY.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
