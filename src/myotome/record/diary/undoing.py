"""Takes the desk's last move of a booking back: to the time, people and rooms that it had, if they are still free."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from myotome.record.diary import changing
from myotome.record.diary.announcing import announce
from myotome.record.diary.at_desk import check_desk
from myotome.record.diary.doors import Door
from myotome.record.diary.keeping import locked
from myotome.record.diary.models import BookingRow, Outgoing, Step
from myotome.record.diary.rows import claims_of_row
from myotome.record.diary.writing import one_write
from myotome.record.models import User
from myotome.visits.answer import Answer, No, Reason
from myotome.visits.booking import Booking
from myotome.visits.house import House
from myotome.visits.offer import Offer

QUIET: Final = timedelta(minutes=2)
"""So long after a move at the desk the person is not written to: a slip that is taken back at once tells nobody."""
TAKEN_BACK: Final = "the move was taken back"


def undo_move(user: User, house: House, reference: str, *, version: int, now: datetime) -> Answer[Booking]:
    """Put the booking back where it was before its last change, which must be a move by the desk; ``version`` is what the page showed."""
    check_desk(user)

    def deed() -> Answer[Booking]:
        row = locked(reference=reference)
        if row is None:
            return No(Reason.NO_SUCH_BOOKING)
        if row.version != version:
            return No(Reason.CHANGED)
        before, moved = _last_two(row)
        if before is None or moved is None or moved.sequence != before.sequence + 1 or moved.how != "desk":
            return No(Reason.WRONG_STATE)
        back = Offer(
            row.service, before.start_cell, tuple(c.resource for c in claims_of_row(before.claims)), tuple(row.options)
        )
        answer = changing.move(
            house, reference, back, now=now, notice=False, door=Door("desk", user), version=version, tells=False
        )
        if isinstance(answer, No):
            return answer
        unsent = Outgoing.objects.filter(
            booking=row, kind="moved", state=Outgoing.State.QUEUED, key__startswith=f"{reference}/{moved.sequence}/"
        )
        if not unsent.update(state=Outgoing.State.DROPPED, reason=TAKEN_BACK) and moved.sequence:
            announce(house, BookingRow.objects.select_related("guest").get(pk=row.pk), "moved", now)
        return answer

    return one_write(deed)


def can_undo(reference: str, version: int) -> bool:
    """Whether the booking still stands as that move left it."""
    return BookingRow.objects.filter(reference=reference, version=version).exists()


def _last_two(row: BookingRow) -> tuple[Step | None, Step | None]:
    steps = {step.version: step for step in Step.objects.filter(booking=row, version__gte=row.version - 1)}
    return steps.get(row.version - 1), steps.get(row.version)
