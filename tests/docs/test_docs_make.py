"""Every `make` command that the documentation names is one of the Makefile's."""

import re
from pathlib import Path

from doc_fences import pages

ROOT = Path(__file__).parents[2]


def test_every_make_command_of_the_documentation_exists() -> None:
    """README, manuals and continuous integration name commands that are there, and `make run` is among them."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named: set[str] = set()
    for page in (*pages(), ROOT / ".ci/run"):
        text = page.read_text(encoding="utf-8")
        named |= set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert "run" in named and len(named) >= 7
    assert named <= targets
