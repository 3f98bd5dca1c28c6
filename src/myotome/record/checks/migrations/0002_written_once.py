"""The database refuses to change or delete what a health check has kept."""

from __future__ import annotations

from django.db import migrations

from myotome.record.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_initial"), ("record", "0003_patient_by_name")]
    operations = [written_once("checks_healthcheck", "checks_checkpart", "checks_checkletter")]
