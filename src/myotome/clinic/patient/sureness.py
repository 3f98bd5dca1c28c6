"""How far the ranking on the page can be believed, in sentences that follow from the assessment itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from myotome.journey.wording import percent

TEXTBOOK = 0.95
"""From here on a reader takes a probability for certainty. A display choice."""
WIDE = 0.3
"""Length of an interval from which the order is said to hang on estimates. A display choice."""


def sureness(content: dict[str, Any]) -> tuple[str, ...]:
    """Sentences on one assessment (``assessment.json``); empty when it ranks nothing."""
    named = [cause for cause in content.get("causes", ()) if cause["slug"] != "none_known"]
    return tuple(_sentences(content, named[0])) if named else ()


def _sentences(content: dict[str, Any], first: dict[str, Any]) -> Iterator[str]:
    yield (
        "A percentage holds only if the knowledge and the model behind it are right. The order is better known than the numbers: "
        "trust it more."
    )
    pushes = first["pushes"]
    guessed = sum(push["confidence"] == "elicited" for push in pushes)
    if guessed:
        yield (
            f"For {first['label']}, {guessed} of the {len(pushes)} findings weighed rest on estimates that nobody counted in patients."
        )
    if first["probability"] >= TEXTBOOK:
        yield (
            f"{percent(first['probability'])} is common here for a typical picture and proves nothing: a finding entered wrongly, or a disease that "
            "looks alike and is not in the catalogue, is not in that number."
        )
    if first["high"] - first["low"] >= WIDE:
        yield (
            f"Its interval of {percent(first['low'])} to {percent(first['high'])} is wide: with other estimates that are as good, it ranks differently."
        )
    if content["unexplained"]:
        named = "; ".join(one["label"] for one in content["unexplained"])
        yield f"Nothing believed here explains: {named}."
    if content["none_known"] >= LEAST_TOLD:
        yield f"None of the causes known here: {percent(content['none_known'])}."


LEAST_TOLD = 0.02
"""A chance of *none of these* below two per cent is left to the line under the ranking. A display choice."""
