"""Thirty-two clients at once want the same times: nobody gets what somebody else has, and nobody is told that the database is locked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from postgres import postgres_address

ROOT = Path(__file__).parents[3]
SECONDS = 4
CLIENTS = 32


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_race_of_the_functions_gives_no_cell_twice(database: str) -> None:
    """Every attempt is a yes or a clear no; afterwards the claims of what stands share no cell, and each cell has its row."""
    address = postgres_address() if database == "postgres" else database
    command = [sys.executable, ROOT / "benchmarks/booking_race.py", "--json", "--seconds", str(SECONDS)]
    done = subprocess.run([*command, "--database", address], capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["clients"], result["errors"]) == (CLIENTS, {})
    assert (result["overlaps"], result["stray_cells"]) == (0, 0)
    assert result["attempts"] == result["yes"] + result["no"]
    kinds = result["by_kind"]
    assert kinds["hold yes"] > 10 and kinds["hold no taken"] > 10, "there was a race"
