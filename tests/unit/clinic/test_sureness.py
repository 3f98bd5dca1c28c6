"""What the page says of its own certainty: never more than the assessment bears out."""

from __future__ import annotations

from typing import Any

from myotome.clinic.patient.sureness import sureness


def content(probability: float, low: float, high: float, confidences: list[str], **other: Any) -> dict[str, Any]:
    cause = {
        "slug": "als",
        "label": "ALS",
        "probability": probability,
        "low": low,
        "high": high,
        "pushes": [{"confidence": one} for one in confidences],
    }
    return {"causes": [cause], "unexplained": [], "none_known": 0.001, **other}


def test_nothing_is_said_of_no_ranking() -> None:
    """No assessment, no claim about it; and what stands in for unknown causes is no leading cause."""
    assert sureness({}) == ()
    assert sureness({"causes": [{"slug": "none_known"}], "unexplained": [], "none_known": 1.0}) == ()


def test_a_middling_share_is_not_called_certain_and_counted_numbers_are_not_called_guesses() -> None:
    """At 60 % with counted numbers and a short interval only the general caution stands."""
    assert len(sureness(content(0.6, 0.5, 0.7, ["verified"]))) == 1


def test_a_share_that_reads_like_certainty_is_told_to_be_none() -> None:
    """From 95 % on the page says what the number does not cover."""
    said = " ".join(sureness(content(0.97, 0.9, 0.99, ["verified"]))).replace("\u00a0", " ")
    assert "97 %" in said and "proves nothing" in said


def test_guesses_a_wide_interval_and_what_nobody_explains_are_told() -> None:
    """Two of three findings elicited, an interval of half the scale, one finding unexplained, one in ten for none of these."""
    said = " ".join(
        sureness(
            content(
                0.5, 0.2, 0.7, ["elicited", "verified", "elicited"], unexplained=[{"label": "Rash"}], none_known=0.1
            )
        )
    )
    said = said.replace("\u00a0", " ")
    assert "2 of the 3 findings" in said and "20 % to 70 %" in said and "Rash" in said and "10 %" in said
