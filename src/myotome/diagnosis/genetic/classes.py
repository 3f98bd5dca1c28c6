"""Ties single diseases to the classes of the general differential, by the table ``data/classes.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.genetic.twins import Entry
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class DiseaseClass:
    """One class: slug, label, the slug of its cause in the catalogue (empty where there is none), and its rule."""

    slug: str
    label: str
    cause: str
    names: re.Pattern[str]
    not_names: re.Pattern[str] | None
    genes: frozenset[str]

    def holds(self, entry: Entry) -> bool:
        """True when a name of the entry fits and none is barred, or all its genes belong to the class."""
        if entry.genes and entry.genes <= self.genes:
            return True
        titles = (entry.name, *entry.merged_names)
        if self.not_names and any(self.not_names.search(title) for title in titles):
            return False
        return any(self.names.search(title) for title in titles)


def read_classes() -> tuple[DiseaseClass, ...]:
    """The packaged classes in order of precedence; the last takes every disease that no other took."""
    rows = read_book(__package__, "data/classes.toml").content["class"]
    slugs = [row["slug"] for row in rows]
    if len(set(slugs)) != len(slugs):
        raise KnowledgeError("a class is listed twice", place="data/classes.toml", value=slugs)
    return tuple(
        DiseaseClass(
            slug=row["slug"],
            label=row["label"],
            cause=row["cause"],
            names=re.compile("|".join(row["names"]), re.IGNORECASE),
            not_names=re.compile("|".join(row["not_names"]), re.IGNORECASE) if row["not_names"] else None,
            genes=frozenset(row["genes"]),
        )
        for row in rows
    )


def assign_classes(entries: Sequence[Entry], classes: Sequence[DiseaseClass]) -> np.ndarray:
    """For each entry the number of the first class that holds it; raises KnowledgeError when none does."""
    assigned = np.empty(len(entries), dtype=np.int16)
    for number, entry in enumerate(entries):
        place = next((n for n, disease_class in enumerate(classes) if disease_class.holds(entry)), None)
        if place is None:
            raise KnowledgeError("no class takes this disease", place="data/classes.toml", value=entry.name)
        assigned[number] = place
    return assigned
