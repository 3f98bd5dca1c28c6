"""Whether a text names a disease: by the catalogue's own names of the causes, in every language of the site.

What a person reads before a clinician has talked with them must name none. A test walks every cause and every page that a patient sees.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from django.conf import settings

from myotome.clinic.language.texts import SOURCE, text_of
from myotome.wiring import knowledge

GIVEAWAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "cancer", "tumour", "vasculitis", "myositis", "myasthenia", "dystrophy", "FSHD", "HIV", "rheumatoid", "CMT", "MND",
    ),
    "hi": (
        "कैंसर", "ट्यूमर", "वैस्कुलाइटिस", "मायोसाइटिस", "मायस्थेनिया", "डिस्ट्रोफ़ी", "एचआईवी", "रूमेटॉइड",
    ),
}  # fmt: skip
"""Words for disease that give one away though they are no name in the catalogue."""
EVERYDAY: Final = frozenset(
    """
    ageing|alcohol|achilles|bed rest|biceps|chemotherapy|fibular|genetics|injuries|injury|intensive care|late onset|local injury|medicines|
    metals|peroneal|बढ़ती उम्र|गंभीर बीमारी|आईसीयू|के बाद की कमज़ोरी|चोट|चोटें|गाँठ|एड़ी|बाइसेप्स|ख़ून बहना|से दुबलापन|देर से शुरू|दवाएँ|कीमो|शराब|धातु
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Parts of labels that say what somebody did, took or went through, and not what they have."""
NO_DISEASE: Final = "none_known"
_LETTER: Final = "\\w\u0900-\u097f"
"""Signs of vowels are letters here; to the language of patterns they are not."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9]{1,3}")
"""Short names in capitals count only in capitals: PM and MS are diseases, 3 pm and Ms are not."""


def names_a_disease(text: str) -> bool:
    """Whether a text holds the name of a cause, one of its other names, or a word that gives one away, in any language of the site."""
    return bool(disease_names_in(text))


def disease_names_in(text: str) -> tuple[str, ...]:
    """Every name of a disease in the text, without accents and the dot under a letter, and but for short ones in small letters."""
    in_words, in_capitals = _patterns()
    plain = _without_marks(text)
    return tuple(dict.fromkeys([*in_words.findall(plain.casefold()), *in_capitals.findall(plain)]))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = {plain for name in _names() if (plain := _without_marks(name))}
    everyday = {_without_marks(name) for name in EVERYDAY}
    capitals = {name for name in names if _CAPITALS.fullmatch(name)}
    words = {name.casefold() for name in names - capitals} - everyday
    return _whole(words), _whole(capitals)


def _whole(names: set[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![{_LETTER}])(?:{'|'.join(map(re.escape, longest_first))})(?![{_LETTER}])")


def _names() -> Iterator[str]:
    for words in GIVEAWAYS.values():
        yield from words
    for slug, cause in knowledge().causes.items():
        if slug != NO_DISEASE:
            yield from cause.synonyms
            for language, _ in settings.LANGUAGES:
                label = text_of("causes", slug, language)["label"] if language != SOURCE else cause.label
                yield from (label, *re.split(r"[(),:]", label))


def _without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in parts if not "\u0300" <= c <= "\u036f" and c != "\u093c").split())
