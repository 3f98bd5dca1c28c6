"""Whether a text names a disease: by the catalogue's own names of the causes, in every language of the site.

What a person reads before a clinician has talked with them must name none. A test walks every cause and every page that a patient sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Final

from django.conf import settings

from myotome.clinic.language.texts import SOURCE, text_of
from myotome.journey.disease_names import (
    EVERYDAY,
    GIVEAWAYS,
    NO_DISEASE,
    DiseaseNames,
    names_beyond,
    names_of,
    parts_of,
)
from myotome.wiring import knowledge

GIVEAWAYS_ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "hi": ("कैंसर", "ट्यूमर", "वैस्कुलाइटिस", "मायोसाइटिस", "मायस्थेनिया", "डिस्ट्रोफ़ी", "एचआईवी", "रूमेटॉइड"),
}
"""Words for disease in other languages that give one away though they are no name in the catalogue."""
EVERYDAY_ELSEWHERE: Final = frozenset(
    [
        "बढ़ती उम्र",
        "गंभीर बीमारी",
        "आईसीयू",
        "के बाद की कमज़ोरी",
        "चोट",
        "चोटें",
        "गाँठ",
        "एड़ी",
        "बाइसेप्स",
        "ख़ून बहना",
        "से दुबलापन",
        "देर से शुरू",
        "दवाएँ",
        "कीमो",
        "शराब",
        "धातु",
    ]
)


def names_a_disease(text: str) -> bool:
    """Whether a text holds the name of a cause, one of its other names, or a word that gives one away, in any language of the site."""
    return bool(disease_names_in(text))


def disease_names_in(text: str) -> tuple[str, ...]:
    """Every name of a disease in the text, without accents and the dot under a letter, and but for short ones in small letters."""
    return _names().in_text(text)


def untold_names_in(text: str, told: Collection[str]) -> tuple[str, ...]:
    """Names of diseases in an English text that none of the causes in ``told`` (slugs; others are passed over) bears."""
    causes = knowledge().causes
    return names_beyond(disease_names_in(text), [causes[slug] for slug in told if slug in causes])


@lru_cache(maxsize=1)
def _names() -> DiseaseNames:
    return DiseaseNames(_every_name(), EVERYDAY | EVERYDAY_ELSEWHERE)


def _every_name() -> Iterator[str]:
    yield from GIVEAWAYS
    for words in GIVEAWAYS_ELSEWHERE.values():
        yield from words
    for slug, cause in knowledge().causes.items():
        yield from names_of(cause)
        for language, _ in settings.LANGUAGES:
            if language != SOURCE and slug != NO_DISEASE:
                label = text_of("causes", slug, language)["label"]
                yield from (label, *parts_of(label))
