from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("waitress")

from filled_demo import copy_of_demo

COMMAND = "from myotome.cli.audit import audit; from myotome.cli.serve import serve_command; import typer; a = typer.Typer(); a.command('serve')(serve_command); a.add_typer(audit, name='audit'); a()"
PREPARE = (
    "import os, sys; os.environ.update(MYOTOME_DATA=sys.argv[1], MYOTOME_DEMO=sys.argv[2], DJANGO_SETTINGS_MODULE='myotome.clinic.settings');"
    "import django; django.setup(); from myotome.clinic.start import prepare; prepare(demo=sys.argv[2] == '1')"
)


def _run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MYOTOME_", "DJANGO_"))}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment)


def test_a_new_site_begins_with_one_administrator_whose_password_is_shown_once(tmp_path: Path) -> None:
    """Without the demo there is no public password: the first start prints a made one, the second none; a demo start there is refused."""
    first = _run(PREPARE, str(tmp_path), "0")
    assert first.returncode == 0 and "First login: admin" in first.stdout
    second = _run(PREPARE, str(tmp_path), "0")
    assert second.returncode == 0 and "First login" not in second.stdout
    demo = _run(PREPARE, str(tmp_path), "1")
    assert demo.returncode != 0 and "this database is not a demo" in demo.stderr
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0, "the site's secret is readable by its owner only"


def test_a_demo_database_is_never_served_as_a_real_one_and_its_log_can_be_verified(tmp_path: Path) -> None:
    """Public passwords stay in the demo; `audit verify` finds its log intact, and a line that was changed."""
    copy_of_demo(tmp_path)
    refused = _run(PREPARE, str(tmp_path), "0")
    assert refused.returncode != 0 and "holds the demo" in refused.stderr
    sound = _run(COMMAND, "audit", "verify", "--demo", "--data", str(tmp_path))
    assert sound.returncode == 0 and "every one as it was written" in sound.stdout
    head = _run(COMMAND, "audit", "head", "--demo", "--data", str(tmp_path)).stdout.split()[1]
    assert _run(COMMAND, "audit", "verify", "--demo", "--data", str(tmp_path), "--head", head).returncode == 0

    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "clinic.sqlite3")) as database:
        database.execute("DROP TRIGGER record_accesslog_no_update")
        database.execute("UPDATE record_accesslog SET purpose = 'nothing' WHERE number = 7")
        database.commit()
    changed = _run(COMMAND, "audit", "verify", "--demo", "--data", str(tmp_path))
    assert changed.returncode != 0 and "line 7: was changed" in changed.stdout


def test_only_known_databases_are_taken(tmp_path: Path) -> None:
    """A PostgreSQL address is read part by part; another kind is refused with the cure."""
    from myotome.clinic.site import database_from
    from myotome.words.errors import UsageError

    found = database_from("postgresql://us%40er:pa%3Ass@db.example:5433/clinic?sslmode=require", tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("us@er", "pa:ss", "db.example", "5433")
    name, options = found["NAME"], found["OPTIONS"]
    assert (name, options["sslmode"], options["server_side_binding"]) == ("clinic", "require", True)
    with pytest.raises(UsageError, match="Use postgresql://"):
        database_from("mysql://x/y", tmp_path)
    assert database_from("", tmp_path)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
