"""Finding an entry by any of its names, tolerant of case, punctuation, plural and filler words, never by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz import fuzz, process

from myotome.words.errors import KnowledgeError, UnknownName

_FILLER: Final = frozenset(
    {
        "the",
        "of",
        "muscle",
        "muscles",
        "m",
        "mm",
        "musculus",
        "nerve",
        "n",
        "and",
        "left",
        "right",
    }
)
NEAREST = 3


class Names:
    """Slugs by every name they go by; ``kind`` is the word used in messages ('muscle', 'nerve')."""

    def __init__(self, kind: str, names: Mapping[str, Iterable[str]]) -> None:
        self._kind = kind
        self._exact: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        for slug, others in names.items():
            for name in (slug, *others):
                self._add(name, slug)

    def find(self, name: str) -> str:
        """The slug that goes by ``name``; raises UnknownName with the nearest names."""
        exact = self._exact.get(_plain(name)) or self._loose.get(_bare(name))
        if exact:
            return exact
        close = process.extract(_plain(name), list(self._exact), scorer=fuzz.WRatio, limit=3 * NEAREST)
        nearest = list(dict.fromkeys(self._exact[found] for found, _, _ in close))[:NEAREST]
        raise UnknownName(
            f"no {self._kind} goes by this name",
            value=name,
            cure=f"Nearest: {', '.join(nearest)}." if nearest else "",
        )

    def _add(self, name: str, slug: str) -> None:
        plain = _plain(name)
        if self._exact.setdefault(plain, slug) != slug:
            raise KnowledgeError(f"one name stands for two {self._kind}s", place=slug, value=name)
        bare = _bare(name)
        if self._loose.setdefault(bare, slug) != slug:
            # A name that only differs in filler words from another one's is not found loosely.
            self._loose[bare] = ""


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9']+", " ", name.casefold()).split())


def _bare(name: str) -> str:
    words = [word for word in _plain(name).split() if word not in _FILLER]
    return " ".join(words) or _plain(name)
