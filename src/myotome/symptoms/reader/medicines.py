"""Medicines named in running text: the name, the dose beside it, and whether it was stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from myotome.symptoms.drug_class import Drug, load_drugs
from myotome.symptoms.drug_names import Names, index_names, plain
from myotome.symptoms.reader.tokens import Token
from myotome.words.case import Medication


@dataclass(frozen=True, slots=True)
class Taken:
    """A medicine with its place in the text (tokens ``first`` to ``last``)."""

    medication: Medication
    first: int
    last: int
    span: tuple[int, int]


def medicines(text: str, tokens: Sequence[Token]) -> Iterator[Taken]:
    """Every name of a medicine that the drug tables know, spelt right, with its dose where one stands beside it.

    A misspelt name is left to ``match_medications`` on a medication list: in running text a near miss is too often another word.
    """
    names = drug_names()
    at = 0
    while at < len(tokens):
        if tokens[at].kind != "word" or tokens[at].low not in _first_words():
            at += 1
            continue
        for length in range(min(names.longest_words, len(tokens) - at), 0, -1):
            last = at + length - 1
            written = text[tokens[at].start : tokens[last].end]
            name = plain(written)
            if (
                names.owners.get(name)
                and tokens[last].kind == "word"
                and all(t.kind != "number" for t in tokens[at : last + 1])
            ):
                dose = _DOSE.match(text, tokens[last].end)
                stopped = _STOPPED.search(
                    text[max(0, tokens[at].start - 40) : tokens[at].start]
                ) or _STOPPED_AFTER.match(text[tokens[last].end : tokens[last].end + 30])
                yield Taken(
                    Medication(written, " ".join(dose.group().split()) if dose else "", still_taken=stopped is None),
                    at,
                    last,
                    (tokens[at].start, dose.end() if dose else tokens[last].end),
                )
                at = last
                break
        at += 1


@lru_cache(maxsize=1)
def drugs() -> Mapping[str, Drug]:
    """The packaged drug tables."""
    return load_drugs()


@lru_cache(maxsize=1)
def drug_names() -> Names:
    """Every name of the packaged drug tables."""
    return index_names(drugs())


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name, owner in drug_names().owners.items() if owner) - _NO_DRUG


_NO_DRUG: Final = frozenset(
    {"alcohol", "magnesium", "zinc", "gold", "iron", "potassium", "calcium", "vitamin", "creatine", "iv", "the", "cast"}
)
_DOSE: Final = re.compile(
    r"\s*\(?\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|ug|g|units?|iu|ml)\b(?:\s*/\s*(?:day|d|kg|week|m2))*(?:\s*(?:daily|once daily|twice daily|bd|od|tds|qid|weekly|per day|a day|nocte))?\)?",
    re.IGNORECASE,
)
_STOPPED: Final = re.compile(
    r"\b(?:stop(?:ped|ping)|discontinu\w+|ceas\w+|withdr\w+|came off|previously|formerly|off)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_STOPPED_AFTER: Final = re.compile(
    r"\s*(?:\w+\s+){0,3}?(?:was\s+|were\s+|had\s+been\s+|has\s+been\s+)?(?:stopped|discontinued|withdrawn|ceased)\b",
    re.IGNORECASE,
)
