"""What a letter is drafted from: the case, its assessment, and what the clinician has said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from myotome.journey.knowledge import Knowledge
from myotome.journey.letters.ordered import OrderedTest
from myotome.words.case import Case


@dataclass(frozen=True, slots=True)
class Ground:
    """``content`` is the assessment as ``assessment.json``; ``diagnosis`` and ``reason`` the clinician's own, where one was recorded.

    ``name`` is the patient's, as one speaks; ``told`` what the patient was given to read, newest first; ``next_visit`` in words.
    """

    case: Case
    content: Mapping[str, Any]
    knowledge: Knowledge
    name: str = ""
    diagnosis: str = ""
    reason: str = ""
    told: tuple[str, ...] = ()
    next_visit: str = ""
    orders: tuple[OrderedTest, ...] = ()
    """Tests that were ordered, as they stand on ``today``."""
    today: date | None = None
