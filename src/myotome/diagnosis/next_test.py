"""What to do next: the test whose result would tell most about the causes for its cost, invasiveness, delay and availability."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

import numpy as np

from myotome.diagnosis.information import Answer, Outlook
from myotome.investigations.orders import Order
from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Setting
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class ProposedTest:
    """One test not yet done. ``bits``: expected information; ``value``: bits for its burden; ``answers``: its most telling results."""

    slug: str
    group: str
    bits: float
    burden: float
    value: float
    answers: tuple[Answer, ...]
    settles: tuple[str, ...]
    """Outcome concepts that are still open, most telling first."""
    confirms: tuple[str, ...] = ()
    """Leading causes that this test settles by their own file: worth doing also where it would hardly move the ranking."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask or examine, and the information its answer would give."""

    concept: str
    bits: float
    answers: tuple[Answer, Answer]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer after which another cause would lead: what would change this ranking."""

    answer: Answer
    bits: float


def propose_tests(
    outlook: Outlook,
    orders: Mapping[str, Order],
    setting: Setting,
    settling: Mapping[str, tuple[str, ...]] | None = None,
    settled: Collection[str] = (),
) -> tuple[ProposedTest, ...]:
    """Tests with something left to tell, best value first.

    ``settled`` are concepts that a measured value has answered, though it may lie between two limits and be no finding. ``settling`` maps leading causes to the tests that settle them: these are proposed too, after the telling ones.
    """
    settling, least = settling or {}, _table()["limits"]["least_bits"]
    proposed = []
    for order in orders.values():
        open_outcomes = sorted(
            (
                slug
                for slug in _flat(outlook, order.outcomes)
                if outlook.model.knows(slug) and slug not in outlook.known and slug not in settled
            ),
            key=lambda slug: -outlook.bits(slug),
        )
        bits = outlook.joint_bits(open_outcomes)
        confirms = tuple(cause for cause, tests in settling.items() if order.slug in tests) if open_outcomes else ()
        if bits < least and not confirms:
            continue
        weight = burden(order, setting)
        telling = tuple(
            answer for slug in open_outcomes[:2] for answer in outlook.answers(slug) if answer.chance > _WORTH_SAYING
        )
        proposed.append(
            ProposedTest(order.slug, order.group, bits, weight, bits / weight, telling, tuple(open_outcomes), confirms)
        )
    place = {test: k for tests in reversed(list(settling.values())) for k, test in enumerate(tests)}
    return tuple(sorted(proposed, key=lambda test: _order(test, least, place)))


def _order(test: ProposedTest, least: float, place: Mapping[str, int]) -> tuple[bool, float, str]:
    """Telling tests by value; then those that only confirm, in the order in which the leading cause names them."""
    only_confirms = test.bits < least
    return only_confirms, float(place.get(test.slug, len(place))) if only_confirms else -test.value, test.slug


def burden(order: Order, setting: Setting) -> float:
    """What the test asks of the patient and the service in this setting, 1 for the least; see burden.toml."""
    weights = _table()["weights"]
    asked = 1 + weights["cost"] * (order.cost - 1) + weights["invasiveness"] * (order.invasiveness - 1)
    asked += weights["delay"] * log2(1 + order.delay_days[setting])
    return float(asked / max(order.availability[setting], weights["least_availability"]))


def next_questions(outlook: Outlook, vocabulary: Vocabulary, *, most: int = 8) -> tuple[Question, ...]:
    """What to ask or look for at the bedside, most telling first."""
    bedside = [c.slug for c in vocabulary.concepts.values() if {"asked", "examined"} & set(c.learned_by)]
    rated = sorted(
        ((outlook.bits(slug), slug) for slug in bedside if outlook.model.knows(slug) and slug not in outlook.known),
        reverse=True,
    )
    return tuple(
        Question(slug, bits, outlook.answers(slug)) for bits, slug in rated[:most] if bits > _LEAST_QUESTION_BITS
    )


def what_would_change(outlook: Outlook, leader: str, *, most: int = 8) -> tuple[Change, ...]:
    """Answers not yet known, with at least a 3 % chance, after which another cause would lead; likeliest first."""
    changes = []
    # Among the heaviest sets alone a near tie may stand the other way round: what leads there already is no change.
    now = (outlook.model.cause_index[leader], int(outlook.before.argmax()))
    for present, after in zip((True, False), outlook.moved, strict=True):
        for k in np.flatnonzero(~np.isin(after.argmax(axis=1), now)):
            concept = outlook.concepts[k]
            if concept not in outlook.known:
                answer = outlook.answers(concept)[0 if present else 1]
                if answer.chance >= _WORTH_SAYING:
                    changes.append(Change(answer, outlook.bits(concept)))
    return tuple(sorted(changes, key=lambda change: (-change.answer.chance, change.answer.concept))[:most])


def _flat(outlook: Outlook, outcomes: Iterable[str]) -> list[str]:
    """Outcomes with each exclusive facet named in full."""
    flat: list[str] = []
    for slug in outcomes:
        facet = outlook.model.exclusives.get(slug)
        flat.extend(facet.values if facet is not None else (slug,))
    return flat


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, float]]:
    return read_book("myotome.diagnosis", "burden.toml").content


_WORTH_SAYING = 0.03
_LEAST_QUESTION_BITS = 0.003
