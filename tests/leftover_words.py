"""Words of Latin letters on a page in another script: what a reader sees or hears, less what is marked as English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

SPOKEN = ("aria-label", "title", "alt", "placeholder")
EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})
SILENT = frozenset({"script", "style"})
WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")


class _Reader(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._open = [("", language)]
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self._open[-1][1]
        if language == self._language:
            self.said += [given[name] or "" for name in SPOKEN if name in given]
            if tag == "meta" and given.get("name") == "description":
                self.said.append(given.get("content") or "")
        if tag not in EMPTY:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            return
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _ in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if language == self._language and tag not in SILENT:
            self.said.append(data)


def latin_words(page: str, language: str, proper: Iterable[str] = ()) -> list[str]:
    """Every Latin word in text or spoken attributes that is ``language``; ``proper`` are phrases that may stand there."""
    reader = _Reader(language)
    reader.feed(page)
    found: list[str] = []
    for text in reader.said:
        for phrase in proper:
            text = text.replace(phrase, " ")
        found += WORD.findall(text)
    return found
