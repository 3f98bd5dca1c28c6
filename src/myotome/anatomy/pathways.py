"""Spinal roots, the plexus parts that each passes through, and the long tracts. Sources: roots.toml, tracts.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from myotome.anatomy.nerves import nerves, trunk_nerve
from myotome.words.shelf import read_book
from myotome.words.source import Confidence, Source

TRUNKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"upper_trunk": ("C5", "C6"), "middle_trunk": ("C7",), "lower_trunk": ("C8", "T1")}
)
CORDS: Final = ("lateral_cord", "posterior_cord", "medial_cord")
LUMBOSACRAL_TRUNK_ROOTS: Final = ("L4", "L5")


@dataclass(frozen=True, slots=True)
class Root:
    """A spinal root with the disc that meets it and the muscle and reflex by which it is known."""

    slug: str
    disc: str
    muscle: str
    reflex: str


@dataclass(frozen=True, slots=True)
class Tract:
    """A long tract: what it carries, where it crosses, the side of loss, and the signs of its lesion."""

    slug: str
    label: str
    carries: str
    crosses: str
    cord_loss_side: str
    brain_loss_side: str
    signs: tuple[str, ...]
    source: Source
    confidence: Confidence


@lru_cache(maxsize=1)
def roots() -> Mapping[str, Root]:
    """The limb roots C5 to T1 and L2 to S2 by slug."""
    raw = read_book("myotome.anatomy", "roots.toml").content
    return MappingProxyType({row["slug"]: Root(**row) for row in raw["root"]})


@lru_cache(maxsize=1)
def tracts() -> Mapping[str, Tract]:
    """The long tracts by slug."""
    raw = read_book("myotome.anatomy", "tracts.toml").content
    return MappingProxyType(
        {
            row["slug"]: Tract(
                **{
                    key: row[key]
                    for key in ("slug", "label", "carries", "crosses", "cord_loss_side", "brain_loss_side")
                },
                signs=tuple(row["signs"]),
                source=Source(raw["sources"][row["source"]]),
                confidence=Confidence(row["confidence"]),
            )
            for row in raw["tract"]
        }
    )


def plexus_parts(nerve: str, root: str) -> tuple[str, ...]:
    """Trunk, division, cord or plexus through which fibres of ``root`` reach ``nerve``, from the spine outwards.

    A division is named after its trunk: ``upper_trunk_anterior_division``. Empty for nerves that leave straight from the roots.
    """
    leaves = trunk_nerve(nerve).leaves
    trunk = next((name for name, members in TRUNKS.items() if root in members), "")
    if leaves in TRUNKS:
        return (leaves,)
    if leaves in CORDS:
        cord = next((c for c, members in _cord_roots(nerve).items() if root in members), leaves)
        side = "posterior" if cord == "posterior_cord" else "anterior"
        return (trunk, f"{trunk}_{side}_division", cord) if trunk else (cord,)
    if leaves == "lumbar_plexus":
        return ("lumbar_plexus",)
    if leaves == "sacral_plexus":
        return ("lumbosacral_trunk", "sacral_plexus") if root in LUMBOSACRAL_TRUNK_ROOTS else ("sacral_plexus",)
    return ()


def _cord_roots(nerve: str) -> Mapping[str, tuple[str, ...]]:
    return nerves()[nerve].cord_roots or trunk_nerve(nerve).cord_roots
