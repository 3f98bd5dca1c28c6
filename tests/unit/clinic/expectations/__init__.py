"""What every route answers to every role: one file per room, gathered here; the table that test_doors walks."""

from importlib import import_module
from pathlib import Path

from expectations.answers import Expected

ROUTES: dict[str, Expected] = {}
for path in sorted(Path(__file__).parent.glob("of_*.py")):
    found = import_module(f"expectations.{path.stem}").ROUTES
    twice = ROUTES.keys() & found.keys()
    assert not twice, f"{path.name} repeats {twice}"
    ROUTES |= found
