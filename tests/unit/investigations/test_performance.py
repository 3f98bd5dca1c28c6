"""Published sensitivity is P(finding | cause), published specificity a background rate; what is neither stays out, with its reason."""

from __future__ import annotations

import pytest

from myotome.investigations.orders import Use, load_orders
from myotome.investigations.performance import (
    published_sensitivities,
    published_specificities,
    study,
    unseen,
    unusable,
)
from myotome.words.source import Published

ORDERS = load_orders()


def test_criteria_ranges_and_healthy_controls_stay_out() -> None:
    """El Escorial, a range over studies, healthy controls and heavy drinkers are not pooled with a claim."""
    sensitivities, specificities = published_sensitivities(ORDERS), published_specificities(ORDERS)
    assert not any(cause == "als" for cause, _ in sensitivities)  # all ALS rows are criteria or an electrical index
    assert ("mg", "achr_antibody") not in sensitivities  # only ranges are known
    assert ("alcohol_myopathy", "ck_normal") not in sensitivities  # all heavy drinkers, not the myopathic
    assert "vgcc_antibody" not in specificities  # healthy controls
    assert "ncs_median_slowing" not in specificities  # asymptomatic controls
    assert all(row.use is not Use.POOL for row in unusable(ORDERS))


def test_every_row_is_kept_with_its_use() -> None:
    """151 published rows were read; each says what it is good for."""
    rows = [row for order in ORDERS.values() for row in order.performance]
    assert len(rows) == 151
    pooled = [row for row in rows if row.use is Use.POOL or row.specificity_use is Use.POOL]
    assert len(pooled) + len(unusable(ORDERS)) == 151


def test_numbers_as_printed() -> None:
    """Four rows that a reader can look up."""
    found = published_sensitivities(ORDERS)
    assert [(row.p, row.of) for row in found["gbs", "csf_protein_high"]] == [(0.70, 1231)]
    assert [(row.p, row.of) for row in found["cidp", "ncs_demyelinating"]] == [(0.813, 151), (0.732, 56)]
    assert sorted((row.p, row.of) for row in found["ibm", "cn1a_antibody"]) == [
        (0.355, 31),
        (0.37, 238),
        (0.49, 43),
        (0.5, 10),
    ]
    assert [(row.p, row.of) for row in published_specificities(ORDERS)["anti_gm1"]] == [(0.93, 142), (0.90, 0)]


def test_a_raised_ck_speaks_about_a_normal_one() -> None:
    """CK was raised in 90 % of 10 with dermatomyositis: P(normal CK) is 10 %."""
    (row,) = published_sensitivities(ORDERS)["dermatomyositis", "ck_normal"]
    assert row.p == pytest.approx(0.10) and row.of == 10


def test_no_patients_count_twice() -> None:
    """Two rows on the same patients are not both pooled: within a pair each study stands once."""
    for pair, rows in published_sensitivities(ORDERS).items():
        studies = [study(row.source) for row in rows]
        assert len(studies) == len(set(studies)), pair


def test_a_study_is_known_again() -> None:
    """The same work is recognised through its identifier, however it is cited."""
    assert study("10.1212/WNL.0000000000207282 abstract") == study("IGOS, doi 10.1212/WNL.0000000000207282, table 2")
    assert study("PMID 23907602 abstract") == study("PMID: 23907602")
    assert study("PMC6465553") != study("PMC6465554")
    row = Published(0.7, "1231 IGOS patients", "10.1212/WNL.0000000000207282 abstract", 1231)
    assert unseen([row], ["10.1212/WNL.0000000000207282"]) == ()
    assert unseen([row], ["PMC7898894 abstract"]) == (row,)
