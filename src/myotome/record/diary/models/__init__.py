"""The tables of the diary. Only ``record/diary`` imports them."""

from myotome.record.diary.models.bookings import BookingRow, Cell, Guest, Step
from myotome.record.diary.models.closures import Closure
from myotome.record.diary.models.messages import Attempt, Outgoing
from myotome.record.diary.models.referrals import Referral
from myotome.record.diary.models.waiting import Gap, Waiting

__all__ = ["Attempt", "BookingRow", "Cell", "Closure", "Gap", "Guest", "Outgoing", "Referral", "Step", "Waiting"]
