"""The catalogue of tests that can be ordered: loads and checks ``catalogue/*.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NotRequired

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from myotome.investigations.interpret import known_measures
from myotome.investigations.order import Group, Order, OrderLine, Performance, Use
from myotome.words.case import Setting
from myotome.words.errors import KnowledgeError
from myotome.words.review import ReviewRow
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_folder
from myotome.words.source import Confidence, Source

__all__ = ["Group", "Order", "OrderLine", "Performance", "Use", "build_orders", "load_orders"]

PLACEHOLDERS = frozenset({"{leading}", "{rival}"})
"""What the ``why`` of a test may hold; the next-test step fills in the labels of two causes."""


@lru_cache(maxsize=1)
def load_orders() -> dict[str, Order]:
    """Every test of the catalogue by slug; raises KnowledgeError naming file and key."""
    return build_orders(read_folder("myotome.investigations", "catalogue"))


def build_orders(books: Iterable[Book]) -> dict[str, Order]:
    """Tests from parsed files, in the files' order."""
    return {book.name: read_order(book) for book in books}


def read_order(book: Book) -> Order:
    """One test from its parsed file."""
    place = f"investigations/{book.name}"
    page = read_row(_PAGE, book.content, place)
    order = Order(
        slug=book.name,
        lines=tuple(page["lines"]),
        performance=tuple(page.get("performance", ())),
        sha256=book.sha256,
        **page["order"],
        **page.get("review", {}),
    )
    _check(order, place)
    return order


def _check(order: Order, place: str) -> None:
    for name, rank in (("cost", order.cost), ("invasiveness", order.invasiveness)):
        if not 1 <= rank <= 5:
            raise KnowledgeError(f"{name} runs from 1 to 5", place=place, value=rank)
    for setting in Setting:
        if not 0 <= order.availability.get(setting, -1) <= 1 or order.delay_days.get(setting, -1) < 0:
            raise KnowledgeError(
                "needs availability 0 to 1 and a delay for every setting", place=place, value=setting.value
            )
    if not order.outcomes:
        raise KnowledgeError("settles nothing", place=place, cure="Name the concepts under outcomes.")
    if not order.lines:
        raise KnowledgeError("says nothing to order", place=place, cure="Add a [[lines]] table.")
    if unknown := set(order.measures) - set(known_measures()):
        raise KnowledgeError("names a measure that no room reads", place=place, value=sorted(unknown))
    if unknown := set(re.findall(r"\{[^}]*\}", order.why)) - PLACEHOLDERS:
        raise KnowledgeError("why holds an unknown placeholder", place=place, value=sorted(unknown))
    for row in order.performance:
        _check_row(row, f"{place} > performance > {row.what}")


def _check_row(row: Performance, place: str) -> None:
    Source(row.source)
    for number in (row.sensitivity, row.specificity, *(row.sensitivity_range or ()), *(row.specificity_range or ())):
        if number is not None and not 0 <= number <= 1:
            raise KnowledgeError("sensitivity and specificity lie between 0 and 1", place=place, value=number)
    if row.use is Use.POOL and not row.concept:
        raise KnowledgeError("a row that is pooled names its concept", place=place)
    if row.use is Use.POOL and row.sensitivity is not None and not row.cause:
        raise KnowledgeError("a sensitivity that is pooled names its cause", place=place)
    if row.specificity_use is Use.POOL and (row.specificity is None or not row.concept):
        raise KnowledgeError("a pooled specificity needs its number and concept", place=place)


@with_config(FORBID_EXTRA)
class _OrderRow(TypedDict):
    label: str
    group: Group
    why: str
    patient: str
    cost: int
    invasiveness: int
    availability: dict[Setting, float]
    delay_days: dict[Setting, float]
    outcomes: tuple[str, ...]
    facets: NotRequired[tuple[str, ...]]
    measures: NotRequired[tuple[str, ...]]
    preparation: NotRequired[tuple[str, ...]]
    cautions: NotRequired[tuple[str, ...]]
    sources: NotRequired[tuple[str, ...]]
    confidence: NotRequired[Confidence]


@with_config(FORBID_EXTRA)
class _Page(TypedDict):
    order: _OrderRow
    lines: list[OrderLine]
    performance: NotRequired[list[Performance]]
    review: NotRequired[ReviewRow]


_PAGE: TypeAdapter[_Page] = TypeAdapter(_Page)
