"""The numbers that shape the ranking, read from ``data/method.toml`` and ``data/weights.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book

PARTS = ("branches", "best_match", "related", "excluded", "onset", "sex")
"""What a score adds up: see ``likelihood``."""


@dataclass(frozen=True, slots=True)
class Method:
    """Smoothing, relatives and likelihood constants by name, and the weight of each part of the score.

    ``unknown_base`` and ``unknown_per_term`` give the score of *not in the knowledge base*; ``class_temperature`` divides the
    scores before they are added up per class.
    """

    version: str
    smoothing: Mapping[str, float]
    relatives: Mapping[str, float]
    likelihood: Mapping[str, float]
    weights: Mapping[str, float]
    unknown_base: float
    unknown_per_term: float
    class_temperature: float
    provenance: str


def read_method() -> Method:
    """Read the packaged numbers; raises KnowledgeError when a part of the score has no weight."""
    method, weights = (read_book(__package__, f"data/{name}.toml").content for name in ("method", "weights"))
    missing = [part for part in PARTS if part not in weights["weight"]]
    if missing:
        raise KnowledgeError("a part of the score has no weight", place="data/weights.toml", value=missing)
    return Method(
        version=f"{method['version']}+{weights['version']}",
        smoothing=_numbers(method["smoothing"]),
        relatives=_numbers(method["relatives"]),
        likelihood=_numbers(method["likelihood"]),
        weights=_numbers(weights["weight"]),
        unknown_base=float(weights["not_in_knowledge"]["base"]),
        unknown_per_term=float(weights["not_in_knowledge"]["per_term"]),
        class_temperature=float(weights["class"]["temperature"]),
        provenance=weights["source"],
    )


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in table.items() if isinstance(value, int | float)}
