"""Ordered tests in letters: their state on the day of the letter, and to the patient nothing of what is looked for."""

from __future__ import annotations

from datetime import date

from myotome.journey.letters.ordered import OrderedTest, patient_lines, referral_lines

TODAY, ASKED = date(2026, 11, 29), date(2026, 11, 1)


def _order(
    state: str = "ordered", label: str = "Needle EMG", plain: str = "Electromyography", **more: object
) -> OrderedTest:
    return OrderedTest("emg", label, plain, state, ASKED, **more)  # type: ignore[arg-type]


def test_nothing_ordered_says_nothing() -> None:
    """No empty heading, no sentence about tests."""
    assert referral_lines((), TODAY) == "" and patient_lines((), TODAY) == []


def test_each_state_is_said_in_words_with_what_is_to_come_first() -> None:
    """Ordered, booked, booked for a day that is gone, done with its result, and called off with why."""
    orders = (
        _order("cancelled", "MRI of the brain", note="pacemaker"),
        _order("resulted", "Creatine kinase", results=("Creatine kinase: 2345 U/L",)),
        _order("resulted", "Genetic test", to_answer=2),
        _order("resulted", "Nerve conduction study"),
        _order(),
        _order("scheduled", "MRI of the spine", on=date(2026, 12, 3)),
        _order("scheduled", "Vital capacity", on=date(2026, 11, 20)),
    )
    assert referral_lines(orders, TODAY).splitlines() == [
        "- Vital capacity: was booked for 20 November 2026, result awaited.",
        "- MRI of the spine: booked for 3 December 2026.",
        "- Needle EMG: ordered on 1 November 2026, no day yet.",
        "- Creatine kinase: result is here: Creatine kinase: 2345 U/L.",
        "- Genetic test: result is here: being looked at.",
        "- Nerve conduction study: result is here: see what is enclosed.",
        "- MRI of the brain: cancelled (pacemaker).",
    ]


def test_many_results_of_one_test_are_counted() -> None:
    """The letter stays one page."""
    line = referral_lines([_order("resulted", results=tuple(f"Value {k}" for k in range(9)))], TODAY)
    assert line.endswith("Value 0; Value 1; Value 2; 6 more under Results.")


def test_a_patient_reads_the_kind_of_a_test_and_never_what_it_looks_for() -> None:
    """No name of a disease, no value; a test that was called off is not mentioned; two of one kind are one sentence."""
    orders = (
        _order(label="Genetic test for Duchenne", plain="Sample to be taken"),
        _order("resulted", "Search for a hidden cancer", "Another test", results=("CA-125: 400 U/mL",)),
        _order("scheduled", "MRI of the spine", "MRI", on=date(2026, 12, 3)),
        _order("scheduled", "MRI of the brain", "MRI", on=date(2026, 12, 3)),
        _order("scheduled", "CK", "Blood test", on=date(2026, 11, 20)),
        _order("cancelled", "Lumbar puncture", "Lumbar puncture", note="declined"),
    )
    lines = patient_lines(orders, TODAY)
    assert lines == [
        "Sample to be taken: we have asked for this test. You will hear the day.",
        "Another test: the result is here. We will talk about it with you.",
        "MRI: this test is on 3 December 2026. (2 tests)",
        "Blood test: this test was on 20 November 2026. We are waiting for the result.",
    ]
    assert not any(word in " ".join(lines) for word in ("Duchenne", "cancer", "400", "Lumbar"))
