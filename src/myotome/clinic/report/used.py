"""What an assessment used of the knowledge: each entry it cites, how it stood then and stands now, and whether its text has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from myotome.journey.knowledge_books import knowledge_files
from myotome.record.sheets import AssessmentSheet
from myotome.record.shelf.reviews import review_state_at, review_states
from myotome.record.shelf.sheets import ReviewSheet
from myotome.record.shelf.snapshots import hashes_of

CAUSES, TESTS = 8, 5
"""How many of the ranking and of the next tests the pages show; display choices of the patient page."""


@dataclass(frozen=True, slots=True)
class Used:
    """One entry. ``sha256`` is that of the text used, empty where this clinic did not keep it; ``then`` is None in that case."""

    kind: str
    slug: str
    label: str
    sha256: str
    then: ReviewSheet | None
    now: ReviewSheet | None
    changed: bool

    @property
    def taken_back(self) -> bool:
        """True where it was approved when it was used and is not any more."""
        return self.then is not None and self.then.approved and not (self.now is not None and self.now.approved)


@dataclass(frozen=True, slots=True)
class UsedKnowledge:
    """Everything that an assessment cites; ``kept`` says whether this clinic kept the texts of that version."""

    entries: tuple[Used, ...]
    kept: bool

    @property
    def changed(self) -> tuple[Used, ...]:
        """Entries whose text is another one today."""
        return tuple(one for one in self.entries if one.changed)

    @property
    def taken_back(self) -> tuple[Used, ...]:
        """Entries whose approval no longer stands."""
        return tuple(one for one in self.entries if one.taken_back)


def used_knowledge(sheet: AssessmentSheet) -> UsedKnowledge:
    """The entries that this assessment cites, in the report's order."""
    content = sheet.content
    hashes = hashes_of(content["versions"]["knowledge"])
    states, files = review_states(), knowledge_files()
    entries = []
    for kind, slug, label in dict.fromkeys(_cited(content)):
        sha256 = hashes.get(f"{kind}/{slug}", "")
        known = (kind, slug) in files
        then = review_state_at(kind, slug, sha256, sheet.at) if sha256 and known else None
        changed = bool(sha256) and (not known or files[kind, slug].sha256 != sha256)
        entries.append(Used(kind, slug, label, sha256, then, states.get((kind, slug)), changed))
    return UsedKnowledge(tuple(entries), bool(hashes))


def _cited(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for cause in content["causes"][:CAUSES]:
        yield "causes", cause["slug"], cause["label"]
    for test in content["next_tests"][:TESTS]:
        yield "tests", test["slug"], test["label"]
    for item in content["plan"]["items"]:
        yield "treatments", item["slug"], item["label"]
    for exposure in content["exposures"]:
        yield "drugs", exposure["drug"], exposure["label"]
