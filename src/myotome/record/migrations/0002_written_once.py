"""The database refuses to change or delete what is written once."""

from __future__ import annotations

from django.db import migrations

from myotome.record.triggers import create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
