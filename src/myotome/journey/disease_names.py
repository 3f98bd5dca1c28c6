"""Names of diseases in a text: labels and other names of causes, and words that give one away, found however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from myotome.causes.cause import Cause
from myotome.journey.knowledge import Knowledge

GIVEAWAYS: Final = (
    "cancer", "tumour", "vasculitis", "myositis", "myasthenia", "dystrophy", "FSHD", "HIV", "rheumatoid", "CMT", "MND",
)  # fmt: skip
"""English words for disease that give one away though they are no name in the catalogue."""
NO_DISEASE: Final = "none_known"
_LETTER: Final = "\\w\u0900-\u097f"
"""Signs of vowels of Devanagari are letters here; to the language of patterns they are not."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9]{1,3}")
"""Short names in capitals count only in capitals: PM and MS are diseases, 3 pm and Ms are not."""
EVERYDAY: Final = frozenset(
    """
    ageing|alcohol|achilles|bed rest|biceps|bleeding|chemotherapy|fibular|genetics|injuries|injury|intensive care|late onset|local injury|
    medicines|metals|peroneal
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Parts of labels that say what somebody did, took or went through, and not what they have."""


class DiseaseNames:
    """Finds any of ``names`` as whole words, but for ``everyday`` ones."""

    def __init__(self, names: Iterable[str], everyday: Iterable[str] = EVERYDAY) -> None:
        plain = {name for name in map(without_marks, names) if name}
        capitals = {name for name in plain if _CAPITALS.fullmatch(name)}
        words = {name.casefold() for name in plain - capitals} - {without_marks(name) for name in everyday}
        self._words, self._capitals = _whole(words), _whole(capitals)

    def in_text(self, text: str) -> tuple[str, ...]:
        """Every name in the text, each once: in small letters without accents, short ones in capitals as they stand."""
        plain = without_marks(text)
        return tuple(dict.fromkeys([*self._words.findall(plain.casefold()), *self._capitals.findall(plain)]))


def english_names(knowledge: Knowledge) -> DiseaseNames:
    """The names of every cause in English."""
    return DiseaseNames([*GIVEAWAYS, *(name for cause in knowledge.causes.values() for name in names_of(cause))])


def names_of(cause: Cause) -> Iterator[str]:
    """Label, its parts, and other names; none for the entry that stands for no known cause."""
    if cause.slug != NO_DISEASE:
        yield from (cause.label, *parts_of(cause.label), *cause.synonyms)


def parts_of(label: str) -> list[str]:
    """The pieces of a label between brackets, commas and colons."""
    return re.split(r"[(),:]", label)


def names_beyond(found: Iterable[str], told: Iterable[Cause]) -> tuple[str, ...]:
    """Of the names ``found`` those that the causes in ``told``, which the person knows of, do not bear."""
    known = " | ".join(without_marks(name).casefold() for cause in told for name in names_of(cause))
    return tuple(name for name in found if not _whole({name.casefold()}).search(known))


def without_marks(text: str) -> str:
    """Whitespace folded; no accents, and no dot under a letter of Devanagari."""
    parts = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in parts if not "\u0300" <= c <= "\u036f" and c != "\u093c").split())


def _whole(names: set[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![{_LETTER}])(?:{'|'.join(map(re.escape, longest_first))})(?![{_LETTER}])")
