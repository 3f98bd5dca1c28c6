"""Whose requests they are, and for how long they are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from myotome.record.calls.models import CallRequest, CallStanding
from myotome.record.models import Clinic
from myotome.visits.call_back import Outcome, load_settings
from myotome.words.errors import UsageError

AT_ONCE = 100


def house_clinic() -> Clinic:
    """The clinic to which the public pages belong: the first of the site; raises UsageError on a site without one."""
    clinic = Clinic.objects.order_by("pk").first()
    if clinic is None:
        raise UsageError("this site has no clinic yet", cure="Start it once with: myotome serve.")
    return clinic


def forget_closed(now: datetime) -> None:
    """Delete what has been closed for ``keep_days``, request, steps and all, a hundred at a time."""
    before = now - timedelta(days=load_settings().keep_days)
    old = CallStanding.objects.exclude(outcome=Outcome.OPEN).filter(changed_at__lt=before)
    refs = list(old.values_list("request_id", flat=True)[:AT_ONCE])
    if refs:
        # A plain query set, because that of AppendOnly refuses: this is the one place where such rows end.
        QuerySet(CallRequest).filter(pk__in=refs).delete()
