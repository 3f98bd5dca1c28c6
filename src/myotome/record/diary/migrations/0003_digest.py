"""A typed reference is looked up by its digest; bookings made before get theirs."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import migrations, models


def fill(apps: Any, editor: Any) -> None:
    rows = apps.get_model("diary", "BookingRow").objects
    for row in rows.filter(digest=None).iterator():
        rows.filter(pk=row.pk).update(digest=hashlib.sha256(row.reference.encode()).hexdigest())


class Migration(migrations.Migration):
    dependencies = [("diary", "0002_written_once")]
    operations = [
        migrations.AddField("bookingrow", "digest", models.CharField(max_length=64, null=True, unique=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
