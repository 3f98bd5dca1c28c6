from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("django_tasks_db")

from filled_demo import copy_of_demo

ROOT = Path(__file__).parents[2]
KILLS = 4
"""`python validation/killed_workers.py` kills a hundred times; here a few show that nothing has come loose."""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_workers_killed_at_random_lose_nothing_and_leave_nothing_stuck(database: str, tmp_path: Path) -> None:
    """Every acknowledged file is there and read once, no job hangs, and the access log is whole."""
    command = [sys.executable, str(ROOT / "validation/killed_workers.py"), "--kills", str(KILLS), "--seed", "7"]
    if database == "postgresql":
        from postgres import postgres_address

        command += ["--database", postgres_address()]
    else:
        copy_of_demo(tmp_path)
        command += ["--copy", str(tmp_path)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["kills"] >= KILLS and found["acknowledged"] == found["read"] + found["failed with the reason"] > 0
