"""The database refuses to change or delete the steps of a booking, closures, and attempts to send."""

from __future__ import annotations

from django.db import migrations

from myotome.record.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_initial")]
    operations = [written_once("diary_attempt", "diary_closure", "diary_step")]
