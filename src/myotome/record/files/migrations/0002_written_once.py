"""The database refuses to change or delete what was uploaded, read, proposed, answered and ordered."""

from __future__ import annotations

from django.db import migrations

from myotome.record.triggers import written_once


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("record", "0002_written_once")]
    operations = [
        written_once(
            "files_storedfile",
            "files_filewithdrawal",
            "files_filejob",
            "files_filereading",
            "files_proposal",
            "files_proposalanswer",
            "files_testorder",
            "files_orderstep",
        )
    ]
