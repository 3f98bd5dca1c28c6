"""The numbered list of sources: every work is listed once, in the order in which the page first leans on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from myotome.words.source import Source

NO_WORK = frozenset({"", "elicited"})
"""Sources that name no work: a guess is said to be one beside its number, it has no place in the list."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered work: ``url`` is empty where the text holds no identifier; ``about`` says who was counted."""

    number: int
    text: str
    url: str
    about: tuple[str, ...]


class Citations:
    """Hands out numbers while the page is put together."""

    def __init__(self) -> None:
        self._about: dict[str, dict[str, None]] = {}

    def cite(self, text: str, about: str = "") -> int:
        """The number of a work, 0 for one that names none; ``about`` (a population) is kept with it."""
        plain = " ".join(text.split())
        if plain in NO_WORK:
            return 0
        kept = self._about.setdefault(plain, {})
        if about:
            kept.setdefault(" ".join(about.split()))
        return list(self._about).index(plain) + 1

    def cite_all(self, texts: Iterable[str]) -> tuple[int, ...]:
        """Numbers of several works, each once, without those that name none."""
        return tuple(dict.fromkeys(number for text in texts if (number := self.cite(text))))

    @property
    def listed(self) -> tuple[Citation, ...]:
        """Everything cited so far."""
        return tuple(
            Citation(number, text, Source(text).url or "", tuple(about))
            for number, (text, about) in enumerate(self._about.items(), start=1)
        )
