"""The table of used codes and limits, shared by all processes of the site."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create_table(apps: Any, editor: Any) -> None:
    """Make the cache's table; does nothing where it is there already."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("record_logins", "0001_wrong_codes")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
