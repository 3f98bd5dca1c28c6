"""Ties single diseases to the classes of the general differential, by the table ``data/classes.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.genetic.twins import Entry
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Wording:
    """Any of several pieces of a name: plain text, which is looked for many times faster, or regular expressions."""

    texts: tuple[str, ...]
    expressions: re.Pattern[str] | None

    @classmethod
    def of(cls, pieces: Sequence[str]) -> Wording:
        """Tell plain text from regular expressions by their special characters."""
        plain = tuple(piece.lower() for piece in pieces if not _SPECIAL.search(piece))
        rest = [piece for piece in pieces if _SPECIAL.search(piece)]
        return cls(plain, re.compile("|".join(rest), re.MULTILINE) if rest else None)

    def places_in(self, text: str) -> list[int]:
        """Where in ``text`` (lower case, one name a line) a piece begins."""
        places = [found.start() for found in self.expressions.finditer(text)] if self.expressions else []
        for piece in self.texts:
            at = text.find(piece)
            while at >= 0:
                places.append(at)
                at = text.find(piece, at + len(piece))
        return places


_SPECIAL = re.compile(r"[\\\[\](){}.*+?^$|]")


@dataclass(frozen=True, slots=True)
class DiseaseClass:
    """One class: slug, label, slugs of its causes in the catalogue, and its rule."""

    slug: str
    label: str
    causes: tuple[str, ...]
    names: Wording
    not_names: Wording
    genes: frozenset[str]


def read_classes() -> tuple[DiseaseClass, ...]:
    """The packaged classes in order of precedence; the last takes every disease that no other took."""
    rows = read_book(__package__, "data/classes.toml").content["class"]
    slugs = [row["slug"] for row in rows]
    if rows[-1]["names"] or len(set(slugs)) != len(slugs):
        raise KnowledgeError(
            "a class is listed twice, or the last one does not take the rest", place="data/classes.toml", value=slugs
        )
    return tuple(
        DiseaseClass(
            slug=row["slug"],
            label=row["label"],
            causes=tuple(row["causes"]),
            names=Wording.of(row["names"]),
            not_names=Wording.of(row["not_names"]),
            genes=frozenset(row["genes"]),
        )
        for row in rows
    )


def prior_from_causes(
    posterior: Mapping[str, float], classes: Sequence[DiseaseClass], class_of: np.ndarray
) -> dict[str, float] | None:
    """Turn the general differential's posterior per cause slug (0..1) into a prior per class, given that the disease is genetic.

    A cause that stands for several classes is shared among them by their number of diseases. None, the even prior, when
    the differential gives no genetic cause any weight.
    """
    sizes = np.bincount(class_of, minlength=len(classes)).astype(float)
    shares = dict.fromkeys((c.slug for c in classes), 0.0)
    for cause, value in posterior.items():
        its = [n for n, disease_class in enumerate(classes) if cause in disease_class.causes]
        for n in its:
            shares[classes[n].slug] += value * sizes[n] / max(sum(sizes[k] for k in its), 1.0)
    total = sum(shares.values())
    return {slug: share / total for slug, share in shares.items()} if total > 0 else None


def assign_classes(entries: Sequence[Entry], classes: Sequence[DiseaseClass]) -> np.ndarray:
    """For each entry the number of the first class that takes it; the last class takes whatever is left.

    A class takes an entry whose genes all belong to it, or one whose names have its wording and none that is barred.
    """
    names = [
        (name.lower(), number) for number, entry in enumerate(entries) for name in (entry.name, *entry.merged_names)
    ]
    text = "\n".join(name for name, _ in names)
    starts = np.cumsum([0, *(len(name) + 1 for name, _ in names)])
    owner = np.array([number for _, number in names])

    def worded(wording: Wording) -> np.ndarray:
        mask = np.zeros(len(entries), dtype=bool)
        places = np.array(wording.places_in(text), dtype=int)
        mask[owner[np.searchsorted(starts, places, side="right") - 1]] = True
        return mask

    assigned = np.full(len(entries), len(classes) - 1, dtype=np.int16)
    for number in reversed(range(len(classes) - 1)):
        its = classes[number]
        takes = worded(its.names) & ~worded(its.not_names)
        if its.genes:
            takes |= np.array([bool(entry.genes) and entry.genes <= its.genes for entry in entries])
        assigned[takes] = number
    return assigned
