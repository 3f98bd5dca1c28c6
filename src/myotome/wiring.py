"""Joins ports to stores: the one place that knows both. Today it loads the knowledge for the doors and reads cases from disk."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from myotome.journey.knowledge import Knowledge, load_knowledge
from myotome.sources.case_file import read_case
from myotome.words.case import Case


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge base of this process, loaded when first asked for."""
    return load_knowledge()


def case_from(path: Path) -> Case:
    """One case from a case file or a phenopacket, told apart by what it holds."""
    return read_case(path, knowledge().vocabulary)
