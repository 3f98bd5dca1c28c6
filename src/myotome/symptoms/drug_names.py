"""Reads one line of a medication list: drops doses and habits, and finds the drug names in it, misspelt ones too.

A word is corrected to the nearest of *all* names known here, harmless medicines included, so that a misspelt nystatin stays
nystatin and never becomes a statin. A correction that lies as near to a second class is no correction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from myotome.symptoms.drug_class import Drug
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says: drug names in order, whether it is put on the skin or breathed in, and whether it is denied."""

    hits: tuple[Hit, ...]
    local: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One name found in a line: the class, the name it was matched to, how near (0 to 100), and whether it was corrected."""

    drug: str
    name: str
    score: float
    corrected: bool
    local_only: bool


@dataclass(frozen=True)
class Names:
    """Every name with the classes it belongs to (none for a harmless medicine), ready to look up."""

    owners: Mapping[str, tuple[str, ...]]
    local_only: frozenset[str]
    longest_words: int
    single_words: tuple[str, ...]
    generic: frozenset[str]
    """Generic and harmless names: these may be two slips away, brands and class names only one (euthyroid is no Euthyrox)."""


def read_line(text: str, names: Names) -> Reading:
    """Find the drug names in one line; longer names win over shorter ones, exact ones over corrections."""
    words = plain(text).split()
    wordings = _wordings()
    local = any(word in wordings.local for word in words)
    kept = [word for word in words if word not in wordings.filler and not word.isdigit()]
    hits: list[Hit] = []
    first, at = len(kept), 0
    while at < len(kept):
        used, found = _at(kept, at, names)
        first = min(first, at) if found else first
        hits += [hit for hit in found if hit not in hits]
        at += used
    # "No statin" denies it; "statin, not tolerated" tells of one that was taken.
    denied = any(word in wordings.denied_before for word in kept[:first]) or bool(wordings.denied & set(kept))
    return Reading(tuple(hits), local, denied)


def index_names(drugs: Mapping[str, Drug]) -> Names:
    """All names of the classes and of the harmless medicines that look like them."""
    return _index(tuple(drugs.values()))


@lru_cache(maxsize=4)
def _index(drugs: tuple[Drug, ...]) -> Names:
    owners: dict[str, tuple[str, ...]] = {plain(name): () for name in _wordings().harmless}
    local: set[str] = set()
    for drug in drugs:
        for name in map(plain, drug.names):
            if drug.slug not in owners.get(name, ()):
                owners[name] = (*owners.get(name, ()), drug.slug)
        local.update(plain(name) for name in drug.local_ingredients)
        local.update(plain(brand) for brand, ingredient in drug.brands.items() if ingredient in drug.local_ingredients)
    singles = tuple(name for name in owners if " " not in name and len(name) >= _SHORTEST)
    generic = {plain(name) for drug in drugs for name in (*drug.ingredients, *drug.local_ingredients)}
    generic |= {name for name, classes in owners.items() if not classes}
    longest = max((len(name.split()) for name in owners), default=1)
    return Names(owners, frozenset(local), longest, singles, frozenset(generic))


def plain(text: str) -> str:
    """Lower case, no accents, no doses, one space between words."""
    text = unicodedata.normalize("NFKD", text.lower().replace("µ", "u").replace("β", "beta "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _DOSE.sub(" ", text)
    return " ".join(_NOT_A_WORD.sub(" ", text).split())


def _at(words: list[str], at: int, names: Names) -> tuple[int, tuple[Hit, ...]]:
    for length in range(min(names.longest_words, len(words) - at), 0, -1):
        name = " ".join(words[at : at + length])
        if name in names.owners:
            return length, _hits(name, 100.0, False, names)
    return 1, _corrected(words[at], names)


def _hits(name: str, score: float, corrected: bool, names: Names) -> tuple[Hit, ...]:
    return tuple(Hit(drug, name, score, corrected, name in names.local_only) for drug in names.owners[name])


def _corrected(word: str, names: Names) -> tuple[Hit, ...]:
    allowed = _allowed_slips(len(word))
    if allowed == 0:
        return ()
    found = process.extract(word, names.single_words, scorer=OSA.distance, score_cutoff=allowed, limit=6)
    near = [
        (name, int(distance))
        for name, distance, _ in found
        if distance <= 1 or (name[0] == word[0] and name in names.generic)
    ]
    if not near:
        return ()
    nearest = min(distance for _, distance in near)
    closest = [name for name, distance in near if distance == nearest]
    if len({names.owners[name] for name in closest}) > 1:
        return ()
    score = 100.0 * (1 - nearest / max(len(word), len(closest[0])))
    return _hits(closest[0], round(score, 1), True, names)


def _allowed_slips(length: int) -> int:
    """One slip in a word of 6 to 8 letters, two in a longer one; a short word has to be right."""
    if length < _SHORTEST:
        return 0
    return 1 if length <= _ONE_SLIP_UP_TO else 2


@dataclass(frozen=True, slots=True)
class _Wordings:
    local: frozenset[str]
    denied: frozenset[str]
    denied_before: frozenset[str]
    filler: frozenset[str]
    harmless: frozenset[str]


@lru_cache(maxsize=1)
def _wordings() -> _Wordings:
    book = read_book("myotome.symptoms", "drug_wordings.toml").content
    return _Wordings(*(frozenset(book[key]) for key in ("local", "denied", "denied_before", "filler", "harmless")))


_SHORTEST = 6
_ONE_SLIP_UP_TO = 8
_DOSE = re.compile(
    r"(?<![a-z])\d+(?:[.,/]\d+)*\s*(?:mg|mcg|micrograms?|ug|g|kg|ml|l|units?|iu|i\.u\.|%|mmol|meq|tabs?|caps?|tablets?"
    r"|capsules?|puffs?|drops?|x|/)?(?:\s*/\s*(?:day|d|week|wk|kg|m2|h|hr|ml|dose|24h|12h))*(?![a-z])"
)
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
