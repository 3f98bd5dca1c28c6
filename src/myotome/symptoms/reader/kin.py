"""The words for relatives, and whether a sentence tells of the same trouble in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from myotome.symptoms.reader.mention import Mention
from myotome.symptoms.reader.tokens import Token

FAMILY: Final = frozenset({"family", "fhx", "fh"})
"""Words for all relatives at once."""
RELATIVES: Final = {
    "parent": "family_parent_affected", "sibling": "family_sibling_affected", "child": "family_child_affected",
    "maternal_male": "family_maternal_males", "other": "family_history",
}  # fmt: skip
"""Concept of a relative who is affected, by kind of relative."""


def names_no_other_illness(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a mention of family history names nothing else, or the trouble in question."""
    after = [t.low for t in tokens[mention.last + 1 : mention.last + 5]]
    return ("of" not in after and "for" not in after) or names_the_trouble(tokens)


def names_the_trouble(tokens: Sequence[Token]) -> bool:
    """Whether the sentence has a word for wasting, weakness or the diseases behind them."""
    return any(t.low in _THE_TROUBLE for t in tokens)


_THE_TROUBLE: Final = frozenset(
    {
        "similar",
        "similarly",
        "same",
        "neuromuscular",
        "dystrophy",
        "myopathy",
        "neuropathy",
        "affected",
        "muscular",
        "muscle",
        "weakness",
        "als",
        "cmt",
        "neurological",
        "wasting",
        "myasthenia",
    }
)
