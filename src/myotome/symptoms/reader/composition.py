"""Which fixed wordings the grammar makes by itself: "quadriceps atrophy" is a place and a head word and needs no entry of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class HeadLike(Protocol):
    """What this file needs to know of a head word."""

    @property
    def at(self) -> Mapping[str, tuple[str, ...]]:
        """Place -> concepts that follow."""
        ...


class TopicLike(Protocol):
    """What this file needs to know of something that is tested."""

    @property
    def verdicts(self) -> Mapping[str, tuple[str, ...]]:
        """Verdict class -> concepts."""
        ...


class Composition:
    """Answers for one tree of words that already holds head words, places and tasks."""

    def __init__(self, tree: Mapping[str, Any], heads: Mapping[str, HeadLike], topics: Mapping[str, TopicLike]) -> None:
        self._tree, self._heads, self._topics = tree, heads, topics

    def gives(self, words: Sequence[str], slug: str) -> bool:
        """True when ``words`` are a place and a head word, or trouble and a task, or a test and its verdict, and together make ``slug``."""
        return any(
            self._makes(words[:cut], words[cut:], slug) or self._makes(words[cut:], words[:cut], slug)
            for cut in range(1, len(words))
        )

    def _makes(self, one: Sequence[str], other: Sequence[str], slug: str) -> bool:
        here, there = self._entries(one), self._entries(other)
        heads = [what for role, what in here if role == "head"]
        if "difficulty" in heads and ("task", slug) in there:
            return True
        states = [what for role, what in here if role == "state"]
        named = [what for role, what in there if role == "topic"]
        if any(slug in self._topics[topic].verdicts.get(state, ()) for topic in named for state in states):
            return True
        places = [what for role, what in there if role == "site"]
        return any(
            slug in {s.removeprefix("!") for s in self._heads[head].at.get(place.name, ())}
            for head in heads
            for place in places
        )

    def _entries(self, words: Sequence[str]) -> list[tuple[str, Any]]:
        tree: Any = self._tree
        for word in words:
            tree = tree.get(word)
            if tree is None:
                return []
        found: list[tuple[str, Any]] = tree.get("", [])
        return found
