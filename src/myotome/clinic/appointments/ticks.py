"""What the worker does every minute for the diary: tidy holds, offer gaps to those who wait, remind, send."""

from __future__ import annotations

from datetime import datetime

from myotome.clinic.house import house
from myotome.record.diary.filling import fill_gaps
from myotome.record.diary.holding import tidy_holds
from myotome.record.diary.reminding import queue_reminders
from myotome.record.diary.sending import send_due


def every_minute(now: datetime) -> None:
    """Each part is done again in the next minute for what this one did not reach; doing it twice is no harm."""
    tidy_holds(now)
    fill_gaps(house(), now)
    queue_reminders(house(), now)
    send_due(house(), now)
