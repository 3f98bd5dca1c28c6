"""What was not understood: runs of words that no finding, value, trigger or small word accounts for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from myotome.symptoms.reader.lexicon import ROOM
from myotome.symptoms.reader.reading import NotUnderstood
from myotome.symptoms.reader.tokens import Token, normal_form, stop_words
from myotome.words.shelf import read_book


def left_over(
    text: str, tokens: Sequence[Token], consumed: set[int], spans: Sequence[tuple[int, int]]
) -> Iterator[NotUnderstood]:
    """Runs of unused words in one sentence; one with ``whole_sentence`` when nothing in it was used."""
    quiet = _quiet()
    words = [at for at, t in enumerate(tokens) if t.kind != "mark"]
    unused = [
        at
        for at in words
        if at not in consumed
        and not any(a <= tokens[at].start < b for a, b in spans)
        and tokens[at].low not in quiet
        and tokens[at].norm not in quiet
    ]
    if not unused:
        return
    speaking = [at for at in words if tokens[at].low not in quiet and tokens[at].norm not in quiet]
    if len(unused) == len(speaking) and not spans:
        start, end = tokens[0].start, tokens[-1].end
        yield NotUnderstood(text[start:end], (start, end), True)
        return
    run = [unused[0]]
    for at in unused[1:]:
        between = range(run[-1] + 1, at)
        if all(b not in consumed and tokens[b].text not in {",", ";", ":"} for b in between):
            run.append(at)
        else:
            yield _words(text, tokens, run)
            run = [at]
    yield _words(text, tokens, run)


def _words(text: str, tokens: Sequence[Token], run: Sequence[int]) -> NotUnderstood:
    start, end = tokens[run[0]].start, tokens[run[-1]].end
    return NotUnderstood(text[start:end], (start, end))


@lru_cache(maxsize=1)
def _quiet() -> frozenset[str]:
    book = read_book(ROOM, "words.toml").content
    words = {*book["neutral"], *book["degree"], *stop_words()}
    return frozenset(words | {normal_form(word) for word in words})
