"""A name or a query as the search compares them: without case, accents, fillers, and what Devanagari spells in more than one way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from myotome.clinic.health.letters import plain
from myotome.words.shelf import read_book

FILLERS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "i",
        "have",
        "has",
        "with",
        "for",
        "me",
        "disease",
        "syndrome",
        "disorder",
        "में",
        "मे",
        "का",
        "की",
        "के",
        "को",
        "से",
        "है",
        "हैं",
        "हो",
        "और",
        "या",
        "पर",
        "मेरा",
        "मेरी",
        "मेरे",
        "मुझे",
        "रहा",
        "रही",
        "रहे",
        "रोग",
        "बीमारी",
    ]
)
_ALIKE: Final = str.maketrans({
    "\u093c": None, "\u094d": None, "\u0901": "\u0902", "ई": "इ", "ी": "ि", "ऊ": "उ", "ू": "ु", "ऐ": "ए", "ै": "े", "औ": "ओ",
    "ौ": "ो", "श": "स", "ष": "स", "ण": "न", "ृ": "ि", "ॉ": "ो", "ऑ": "ओ", "\u200c": None, "\u200d": None,
})  # fmt: skip
"""Long and short vowels, the three s, both n, joined and unjoined letters: whoever writes by ear writes either."""
_NASAL: Final = re.compile("[नमणङञ]\u094d(?=[क-म])")
"""A nasal before a stop, which is written as a letter or as a dot."""
_GLIDE: Final = re.compile("(?<=[िी])य(?=[ाोे])")


def compared(text: str, *, fillers: bool = False, other: Mapping[str, str] = MappingProxyType({})) -> str:
    """The words to compare; no fillers unless there is nothing else or they are asked for. ``other`` says a word in the site's own word."""
    text = _GLIDE.sub("", _NASAL.sub("\u0902", plain(text).replace("'", "").replace("\u093c", "")))
    words = re.findall(r"[^\W_]+(?:[\u0900-\u097f]*)", text)
    kept = [word for word in words if word not in FILLERS]
    joined = " ".join(words if fillers or not kept else kept).translate(_ALIKE)
    return other.get(joined) or " ".join(other.get(word, word) for word in joined.split())


@lru_cache(maxsize=8)
def other_words(language: str) -> Mapping[str, str]:
    """What people of a language may type -> the word that our pages use, both as compared; empty where there is no such table."""
    if not files("myotome.clinic.language").joinpath(language, "other_words.toml").is_file():
        return {}
    rows = read_book("myotome.clinic.language", f"{language}/other_words.toml").content["words"]
    return {compared(word): compared(ours, fillers=True) for word, ours in rows.items()}
