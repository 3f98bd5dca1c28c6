"""How published sensitivities and specificities bear on what the causes claim.

The sensitivity of a test is P(its finding | cause): the same number as a claim of a cause, and to be pooled with it.
Its specificity is 1 - P(its finding | another cause): a number for the concept's background. Only rows marked
``pool`` are given out; the catalogue keeps the others and says of each why it is not usable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from myotome.investigations.order import Order, Performance, Use
from myotome.words.source import Published


def published_sensitivities(orders: Mapping[str, Order]) -> dict[tuple[str, str], tuple[Published, ...]]:
    """P(concept present | cause) as published, by (cause slug, concept slug).

    The same study may already stand in the cause's own file: pass the rows through ``unseen`` before pooling.
    """
    found: dict[tuple[str, str], list[Published]] = {}
    for row in _rows(orders):
        if row.use is Use.POOL and row.sensitivity is not None:
            p = 1 - row.sensitivity if row.complement else row.sensitivity
            found.setdefault((row.cause, row.concept), []).append(_proportion(row, p, row.cases))
    return {pair: tuple(rows) for pair, rows in found.items()}


def published_specificities(orders: Mapping[str, Order]) -> dict[str, tuple[Published, ...]]:
    """P(concept absent | another cause than the one tested for) as published, by concept slug; ``1 - p`` is a
    background rate.

    The controls are those of the study (``population``): other neuromuscular disease, never healthy people alone.
    """
    found: dict[str, list[Published]] = {}
    for row in _rows(orders):
        if row.specificity_use is Use.POOL and row.specificity is not None:
            p = 1 - row.specificity if row.complement else row.specificity
            found.setdefault(row.concept, []).append(_proportion(row, p, row.controls))
    return {concept: tuple(rows) for concept, rows in found.items()}


def unseen(rows: Iterable[Published], sources: Iterable[str]) -> tuple[Published, ...]:
    """The rows whose study is not among ``sources`` (citations as printed), told apart by ``study``."""
    seen = {study(source) for source in sources}
    return tuple(row for row in rows if study(row.source) not in seen)


def study(source: str) -> str:
    """What identifies the study in a citation: its PMID, PMC id or DOI, or else the citation in small letters
    without its endings.
    """
    for pattern in _IDENTIFIERS:
        if found := pattern.search(source):
            return found.group(0).lower().replace(" ", "").replace(":", "").rstrip(".,;)")
    return re.sub(r"\W+", " ", re.sub(r"\b(abstract|table \d+)\b", "", source.lower())).strip()


def unusable(orders: Mapping[str, Order]) -> tuple[Performance, ...]:
    """The rows of which neither number is pooled, for a list of what was read and left out, and why."""
    return tuple(row for row in _rows(orders) if row.use is not Use.POOL and row.specificity_use is not Use.POOL)


def _rows(orders: Mapping[str, Order]) -> Iterable[Performance]:
    return (row for order in orders.values() for row in order.performance)


def _proportion(row: Performance, p: float, of: int) -> Published:
    population = f"{row.population} ({row.what}{', ' + row.threshold if row.threshold else ''})"
    return Published(p, population, row.source, of, row.confidence)


_IDENTIFIERS = (
    re.compile(r"\bPMID:?\s*\d{5,9}"),
    re.compile(r"\bPMC\d{5,9}"),
    re.compile(r"\b10\.\d{4,9}/[^\s;,]+"),
)
