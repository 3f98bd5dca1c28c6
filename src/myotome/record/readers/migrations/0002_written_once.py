"""An answer of a reader is written once."""

from __future__ import annotations

from django.db import migrations

from myotome.record.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("readers", "0001_initial")]
    operations = [written_once("readers_helpanswer")]
