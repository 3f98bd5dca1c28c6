"""Who to refer to and how soon: red flags first, then what must not be missed, then what is likely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.causes.cause import Cause
from myotome.causes.shelf import load_causes
from myotome.diagnosis.referral import refer
from myotome.diagnosis.specialists import build_directory, load_directory
from myotome.symptoms.red_flags import RedFlag, fired, load_flags
from myotome.words.case import Person
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Finding
from myotome.words.shelf import Book
from myotome.words.timeframe import Timeframe


def cause(slug: str, *specialists: str, must_not_miss: bool = False, tests: tuple[str, ...] = ()) -> Cause:
    return Cause(
        slug,
        slug.title(),
        "nerve",
        "",
        {},
        {},
        {},
        must_not_miss=must_not_miss,
        settling_tests=tests,
        specialists=specialists,
    )


CAUSES = {
    one.slug: one
    for one in (
        cause("palsy", "clinical_neurophysiology", "hand_surgery", "physiotherapy", tests=("emg", "nerve_conduction")),
        cause("arthritis", "rheumatology", "physiotherapy"),
        cause("feared", "neurology", "respiratory", must_not_miss=True, tests=("emg",)),
        cause("homely", "general_practice", "physiotherapy"),
    )
}


def flags(*concepts: str) -> tuple[RedFlag, ...]:
    return fired([Finding(concept) for concept in concepts], Person(60))


def test_a_common_cause_waits_for_its_turn() -> None:
    """Without flags and without anything to fear the referral is a usual one, to who finds that cause."""
    referral = refer({"palsy": 0.8, "arthritis": 0.1, "feared": 0.02}, CAUSES)
    assert referral.urgency is Timeframe.ROUTINE
    assert [one.slug for one in referral.to][:2] == ["clinical_neurophysiology", "hand_surgery"]
    assert "neurology" not in [one.slug for one in referral.to]


def test_what_general_practice_can_treat_stays_there() -> None:
    """A cause that general practice treats is not sent on; therapy stands beside."""
    referral = refer({"homely": 0.9}, CAUSES)
    assert [one.slug for one in referral.to] == ["general_practice"]
    assert [one.slug for one in referral.also] == ["physiotherapy"]


def test_a_feared_cause_shortens_the_wait() -> None:
    """A cause that must not be missed, at one in ten or more, makes it two weeks and puts its specialist first."""
    below, above = (refer({"palsy": 0.7, "feared": chance}, CAUSES) for chance in (0.09, 0.10))
    assert below.urgency is Timeframe.ROUTINE
    assert above.urgency is Timeframe.TWO_WEEKS and above.to[0].slug == "neurology"
    assert "must not be missed" in above.why


def test_a_red_flag_decides() -> None:
    """A fired flag sets the urgency and calls its own specialists, whatever is likely."""
    referral = refer({"arthritis": 0.95}, CAUSES, flags("saddle_numbness"))
    assert referral.urgency is Timeframe.HOURS and referral.to[0].slug == "spinal_surgery"
    assert referral.why.endswith("because numbness between the legs.")


def test_results_go_along() -> None:
    """Results that exist and settle the leading causes are sent; others are not asked for twice."""
    referral = refer({"palsy": 0.8}, CAUSES, orders_done=["emg", "vitamin_d_bone"])
    assert referral.send_along[0] == "result of emg"
    assert not any("vitamin" in item for item in referral.send_along)
    assert len(referral.send_along) == len(set(referral.send_along))


def test_nothing_known_is_no_crash() -> None:
    """With no causes and no flags the referral is empty and usual."""
    referral = refer({}, CAUSES)
    assert referral.to == () and referral.urgency is Timeframe.ROUTINE and referral.why


def test_every_flag_calls_someone_and_every_timeframe_has_words() -> None:
    """Each red flag calls at least one specialist; each timeframe is an urgency."""
    directory = load_directory()
    assert set(directory.flags) == set(load_flags())
    assert all(directory.flags.values())
    assert set(directory.urgency) == set(Timeframe) and all(directory.urgency.values())


def test_every_specialist_of_a_cause_is_known() -> None:
    """A specialist that the table lacks could never be referred to."""
    known = set(load_directory().specialists)
    assert {name for one in load_causes().values() for name in one.specialists} <= known


def test_a_broken_table_is_refused() -> None:
    """A flag that calls nobody known is refused."""
    with pytest.raises(KnowledgeError):
        build_directory(Book("specialists", "", {"flags": {"als_type": ["witch_doctor"]}}))


CATALOGUE = load_causes()


@given(
    st.dictionaries(st.sampled_from(sorted(CATALOGUE)), st.floats(0, 1), max_size=6),
    st.sets(st.sampled_from(["orthopnea", "ascending", "ck_gt10x"])),
)
def test_urgency_is_never_slower_than_a_flag(posteriors: dict[str, float], present: set[str]) -> None:
    """Whatever the ranking, the referral is at least as urgent as the most urgent flag, and shares lie between 0 and 1."""
    raised = flags(*sorted(present))
    referral = refer(posteriors, CATALOGUE, raised)
    assert all(referral.urgency.rank <= flag.timeframe.rank for flag in raised)
    assert all(0 <= one.share <= 1 + 1e-9 for one in (*referral.to, *referral.also))
    assert referral.to or not any(posteriors.values())
