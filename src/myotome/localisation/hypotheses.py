"""The lesions that are weighed: generated from the anatomy and from hypotheses.toml, each with what it would show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy.nerves import trunk_nerve
from myotome.anatomy.pathways import CORDS, TRUNKS, roots
from myotome.localisation import patterns
from myotome.localisation.expected import Row, expected
from myotome.localisation.loss import Loss, of_nerve, of_plexus, of_plexus_part, of_root
from myotome.localisation.signs import LEVELS
from myotome.words.shelf import read_book
from myotome.words.side import Side

FACETS: Final = (
    "anterior_horn",
    "root",
    "plexus",
    "single_nerve",
    "multiple_nerves",
    "length_dependent",
    "junction",
    "muscle",
    "cord",
    "brain",
    "disuse",
    "general",
)
"""The values of the localisation facet."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One lesion on one side (``Side.BOTH`` for patterns of the whole body).

    ``family`` is the name under which neighbours that the bedside cannot tell apart are reported together (levels of the
    cord); elsewhere it equals ``slug``. ``focal`` lesions lie in one place and may come in pairs. ``prior`` is relative.
    """

    slug: str
    family: str
    label: str
    facet: str
    side: Side
    prior: float
    focal: bool
    nerve: str = ""
    site: str = ""
    root: str = ""

    @property
    def full_label(self) -> str:
        """Label with the side in front where there is one: 'right L5 root'."""
        return self.label if self.side is Side.BOTH else f"{self.side.value} {self.label}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All hypotheses with their losses, ready to be weighed.

    ``loss`` has shape (hypotheses, columns), whole steps of 1/40; ``log_prior`` (hypotheses,) sums to 1 as probabilities.
    """

    hypotheses: tuple[Hypothesis, ...]
    loss: NDArray[np.uint8]
    log_prior: NDArray[np.float64]


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """Every hypothesis, built once from the tables; about a second on first use."""
    pairs = list(_all())
    prior = np.array([hypothesis.prior for hypothesis, _ in pairs])
    loss = np.rint(np.stack([row for _, row in pairs]) * (LEVELS - 1)).clip(0, LEVELS - 1).astype(np.uint8)
    return Shelf(tuple(hypothesis for hypothesis, _ in pairs), loss, np.log(prior / prior.sum()))


def _all() -> Iterator[tuple[Hypothesis, Row]]:
    table = read_book("myotome.localisation", "hypotheses.toml").content
    for side in (Side.LEFT, Side.RIGHT):
        yield from _generated(side, table["prior"], table["extra_signs"])
        for row in table["site"]:
            nerve = Hypothesis(
                row["slug"],
                row.get("family", row["slug"]),
                row["label"],
                "single_nerve",
                side,
                row["prior"],
                True,
                row["nerve"],
                row["site"],
            )
            loss = of_nerve(row["nerve"], row["site"], row.get("partial", {}))
            yield nerve, expected(loss, "nerve", (side,))
    for built in patterns.levels(table):
        yield Hypothesis(**built.about), built.row
    for built in patterns.widespread(table):
        yield Hypothesis(**built.about), built.row


def _generated(side: Side, prior: Mapping[str, float], extra: Mapping[str, Any]) -> Iterator[tuple[Hypothesis, Row]]:
    for root in roots():
        slug = f"root_{root.lower()}"
        loss = _with_signs(of_root(root), extra, slug)
        about = Hypothesis(slug, slug, f"{root} root", "root", side, prior[slug], True, root=root)
        yield about, expected(loss, "root", (side,))
    for part, (slug, label, weight) in _plexus_parts(prior).items():
        loss = _with_signs(of_plexus_part(part), extra, slug)
        yield Hypothesis(slug, slug, label, "plexus", side, weight, True), expected(loss, "plexus", (side,))
    whole = _with_signs(of_plexus(frozenset({*TRUNKS, *CORDS})), extra, "brachial_plexus")
    about = Hypothesis(
        "brachial_plexus", "brachial_plexus", "whole brachial plexus", "plexus", side, prior["brachial_plexus"], True
    )
    yield about, expected(whole, "plexus", (side,))


def _plexus_parts(prior: Mapping[str, float]) -> dict[str, tuple[str, str, float]]:
    parts: dict[str, tuple[str, str, float]] = {}
    for trunk in TRUNKS:
        name = trunk.removesuffix("_trunk")
        parts[trunk] = (f"trunk_{name}", f"{name} trunk of the brachial plexus", prior["trunk"])
        for half in ("anterior", "posterior"):
            slug = f"division_{half}_{name}"
            label = f"{half} division of the {name} trunk of the brachial plexus"
            parts[f"{trunk}_{half}_division"] = (slug, label, prior["division"])
    for cord in CORDS:
        name = cord.removesuffix("_cord")
        parts[cord] = (f"cord_{name}", f"{name} cord of the brachial plexus", prior["cord"])
    for part in ("lumbar_plexus", "sacral_plexus", "lumbosacral_trunk"):
        parts[part] = (part, part.replace("_", " "), prior[part])
    return parts


def _with_signs(loss: Loss, extra: Mapping[str, Any], slug: str) -> Loss:
    signs = {sign: share[slug] for sign, share in extra.items() if slug in share}
    return replace(loss, sign=signs)


def same_nerve(first: Hypothesis, second: Hypothesis) -> bool:
    """True when both lie on one nerve of one side, so that the nearer one explains the other."""
    if not (first.nerve and second.nerve) or first.side is not second.side:
        return False
    return trunk_nerve(first.nerve).slug == trunk_nerve(second.nerve).slug
