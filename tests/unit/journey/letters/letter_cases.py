"""Cases for the letters: every published case file of the examples, and a few built for one property."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from myotome.journey.assess import assess
from myotome.journey.export import to_json
from myotome.journey.letters import Head
from myotome.journey.letters.ground import Ground
from myotome.wiring import case_from, knowledge
from myotome.words.case import Case

EXAMPLES = sorted((Path(__file__).parents[4] / "examples").rglob("*.yaml"))
HEAD = Head(
    "Myotome Demo Clinic",
    "M000001",
    "2026-11-29",
    "Ada Example",
    "1963-01-02",
    ("1 Example Street",),
    "+44 20 7946 0123",
    "999",
    "111",
)


def ground_of(case: Case, **more: Any) -> Ground:
    """A ground on a fresh assessment."""
    known = knowledge()
    return Ground(case, to_json(assess(case, known), known), known, "Ada Example", **more)


@lru_cache(maxsize=64)
def example(path: Path) -> Ground:
    """The ground of one case file."""
    return ground_of(case_from(path))
