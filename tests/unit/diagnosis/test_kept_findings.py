"""What the kernel keeps of the findings it has met: bounded in memory, and without a say in any answer."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.diagnosis.expansion import MOST_KEPT_BYTES, Expansion
from myotome.wiring import knowledge


def test_a_finding_that_was_dropped_is_worked_out_anew_to_the_same_numbers() -> None:
    """A server that met every finding of the vocabulary answers as one that just started."""
    model = knowledge().reasoner.model
    small, large = Expansion(model, most_kept_bytes=2_000_000), Expansion(model)
    for concept in model.concepts[:200]:
        small.terms(concept, True)
    for concept in model.concepts[:5]:
        one, other = small.terms(concept, True), large.terms(concept, True)
        assert one.base == other.base
        assert np.array_equal(one.one, other.one)
        assert np.array_equal(one.two, other.two)
        assert np.array_equal(one.three, other.three)


@pytest.mark.parametrize("limit", [0, 3_000_000, MOST_KEPT_BYTES])
def test_the_memory_of_findings_stays_within_its_limit(limit: int) -> None:
    """Whatever is asked, what is kept stays below the limit, but for the one finding that was asked for last."""
    model = knowledge().reasoner.model
    expansion = Expansion(model, most_kept_bytes=limit)
    for concept in (*model.facet_value, *model.concepts):
        for present in (True, False):
            last = expansion.terms(concept, present)
            assert expansion.kept_bytes <= max(limit, last.size_bytes)
    assert sum(terms.size_bytes for terms in expansion._kept.values()) == expansion.kept_bytes


def test_the_finding_asked_for_last_is_kept_longest() -> None:
    """A finding that many patients share is not pushed out by rare ones."""
    model = knowledge().reasoner.model
    common = next(iter(model.facet_value))
    expansion = Expansion(model, most_kept_bytes=4_000_000)
    first = expansion.terms(common, True)
    for concept in model.concepts:
        expansion.terms(concept, True)
        assert expansion.terms(common, True) is first
