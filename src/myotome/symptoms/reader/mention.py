"""Something that a sentence names, before it is asked whether the sentence denies it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept at tokens ``first`` to ``last``.

    ``settled``: the words themselves say absent or normal, so that a list of absent findings does not turn it round.
    ``anchors``: tokens that were read as part of the finding, so that "absent" in "absent reflexes" denies nothing.
    ``fixed``: a denial before it does not turn it round ("not normal" is not the finding "normal").
    """

    concept: str
    present: bool
    first: int
    last: int
    side: str = ""
    site: str = ""
    grade: str = ""
    settled: bool = False
    anchors: frozenset[int] = frozenset()
    fixed: bool = False
    wide: bool = False
    """It follows from the finding when present, and not from its absence (a strong deltoid does not clear the whole arm)."""
    only_absent: bool = False
    """It follows only from the absence (strength full in the arms: neither end of the arm is weak)."""
    at: int = -1
    """The token that says it (the head word), where that is not ``first``."""
