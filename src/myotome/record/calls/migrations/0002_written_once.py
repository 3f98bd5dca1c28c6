"""The database refuses to change what was asked and what was done; a whole request may end (see record/calls/keeping)."""

from __future__ import annotations

from django.db import migrations

from myotome.record.triggers import never_changed


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial"), ("record", "0003_patient_by_name")]
    operations = [never_changed("calls_callrequest", "calls_callstep")]
