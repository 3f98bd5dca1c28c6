"""The summary for a terminal is short, plain, and says the dangerous first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from myotome.journey.assess import assess
from myotome.journey.summary import LINE, MOST_LINES, summary
from myotome.journey.wording import NOT_REVIEWED, percent
from myotome.wiring import cases_in, knowledge
from myotome.words.errors import MyotomeError

REPORTS = Path(__file__).parents[3] / "examples" / "reports"
CASES = cases_in(REPORTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_fits_a_screen_and_says_what_matters(case) -> None:  # type: ignore[no-untyped-def]
    """At most 45 lines of 100 letters; flags before causes before tests before referral; leader with its probability."""
    known = knowledge()
    assessment = assess(case, known)
    text = summary(assessment, known)
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES and max(map(len, lines)) <= LINE
    order = [text.find(word) for word in ("RED FLAGS", "CAUSES", "NEXT", "REFER:", "myotome ")]
    assert order == sorted(order) and order[0] > 0
    leader = assessment.differential.ranked[0]
    if leader.slug != "none_known":
        assert percent(leader.probability) in text
    assert NOT_REVIEWED.split(":")[0] in text
    for flag in assessment.red_flags:
        assert flag.label[:40] in " ".join(text.split())


def test_a_case_cannot_steer_the_terminal() -> None:
    """Escape codes in a case id or a medicine's name are blanked."""
    known = knowledge()
    case = replace(CASES[0], id="evil\x1b[2J\x07\rname")
    try:
        text = summary(assess(case, known), known)
    except MyotomeError:
        pytest.fail("the case can be assessed")
    assert not {c for c in text if ord(c) < 32} - {"\n"}
    assert "\x1b" not in text


def test_notices_that_do_not_fit_are_counted() -> None:
    """What is left out is said to be left out."""
    known = knowledge()
    assessment = replace(assess(CASES[0], known), notices=tuple(f"Notice {n}." for n in range(9)))
    text = summary(assessment, known)
    assert "Notice 0." in text and "Notice 8." not in text
    assert "and 7 more in the report" in text
