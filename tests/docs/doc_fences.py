"""Finds the fenced blocks of the documentation, runs console blocks, and compares what they print with what the page says.

In a ``console`` block a line that starts with ``$ `` is a command, run by bash in a folder of its own that holds a copy of ``examples``; what follows
is what it should print: each line has to occur, in this order, blanks aside, and ``...`` stands for anything. A ``yaml``
block that starts with ``# name.yaml`` is saved under that name first. ``sh`` blocks are for people and are not run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>[a-z]+)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"# ([\w-]+\.(?:yaml|json))\n")
SECONDS = 60


@dataclass(frozen=True)
class Block:
    """One fenced block: kind (``python``, ``console``, ``yaml`` ...), text without its indent, and line in its page."""

    kind: str
    text: str
    line: int


def pages() -> list[Path]:
    """README, the papers beside it and everything under docs that people wrote."""
    written = [
        path
        for path in sorted((ROOT / "docs").rglob("*.md"))
        if "reference" not in path.parts or path.name == "README.md"
    ]
    return [*sorted(ROOT.glob("*.md")), *written]


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        indent = len(found["indent"])
        body = "".join(line[indent:] if line.strip() else line for line in found["body"].splitlines(keepends=True))
        yield Block(found["kind"], body, text.count("\n", 0, found.start()) + 1)


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Commands of a console block, each with the lines that it should print."""
    made: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            made.append((line[2:], []))
        elif line.strip() and made:
            made[-1][1].append(line)
    return made


def run(command: str, folder: Path) -> str:
    """What a command prints, errors included; it has to end with 0."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    plain = {**os.environ, "PATH": path, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "120", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=plain, capture_output=True, text=True, timeout=SECONDS
    )
    printed = done.stdout + done.stderr
    assert done.returncode == 0, f"`{command}` ended with {done.returncode}:\n{printed}"
    return printed


def missing(printed: str, promised: list[str]) -> str | None:
    """The first promised line that was not printed in its turn; None when all were."""
    lines = iter(_plain(line) for line in printed.splitlines())
    for wanted in promised:
        parts = [re.escape(_plain(part)) for part in wanted.split("...")]
        if not any(parts):
            continue
        pattern = re.compile(r".*?".join(parts))
        if not any(pattern.search(line) for line in lines):
            return wanted
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())
