"""Levels of the spinal cord and patterns of the whole body, turned from rows of hypotheses.toml into losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.anatomy.muscles import LIMB_REGIONS, muscles, single_muscles
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import skin_areas
from myotome.localisation.expected import Row, combined, expected
from myotome.localisation.loss import Loss, group_loss, of_segments
from myotome.words.side import Side

SPINE: Final = (
    *(f"C{i}" for i in range(1, 9)),
    *(f"T{i}" for i in range(1, 13)),
    *(f"L{i}" for i in range(1, 6)),
    *(f"S{i}" for i in range(1, 6)),
)
"""Spinal segments from top to bottom."""

BOTH: Final = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Built:
    """The fields of a Hypothesis and its loss on every column."""

    about: dict[str, Any]
    row: Row


def levels(table: Mapping[str, Any]) -> Iterator[Built]:
    """One hypothesis per level and side of every [[level]] row."""
    for row in table["level"]:
        share = row["prior"] / len(row["levels"])
        for level in row["levels"]:
            for sides in ((Side.LEFT,), (Side.RIGHT,)) if row["sides"] == "one" else (BOTH,):
                about = {
                    "slug": f"{row['family']}_{level.lower()}",
                    "family": row["family"],
                    "label": f"{row['label']} at {_span(level, row)}",
                    "facet": "anterior_horn" if row.get("only_lower") else "cord",
                    "side": sides[0] if len(sides) == 1 else Side.BOTH,
                    "prior": share,
                    "focal": True,
                }
                yield Built(about, _level_row(row, level, sides, table["upper"]))


def widespread(table: Mapping[str, Any]) -> Iterator[Built]:
    """One hypothesis per side of every [[pattern]] row, or one for both sides."""
    for row in table["pattern"]:
        for sides in (BOTH,) if row["both_sides"] else ((Side.LEFT,), (Side.RIGHT,)):
            about = {
                "slug": row["slug"],
                "family": row.get("family", row["slug"]),
                "label": row["label"],
                "facet": row["facet"],
                "side": sides[0] if len(sides) == 1 else Side.BOTH,
                "prior": row["prior"],
                "focal": False,
            }
            override = {"fasciculation": row["fasciculation"]} if "fasciculation" in row else None
            yield Built(about, expected(_pattern_loss(row, table["upper"]), row["kind"], sides, override))


def _pattern_loss(row: Mapping[str, Any], upper: Mapping[str, Any]) -> Loss:
    scale = row.get("upper", 0.0)
    lost = _upper_loss(upper, scale) if scale else _by_region(row.get("regions", {}), row.get("muscles", {}))
    arcs = {
        slug: row["reflexes"].get(slug, row["reflexes"].get("all", 0.0))
        if "reflexes" in row
        else (group_loss(reflex.muscle, lost) if reflex.muscle else 0.0)
        for slug, reflex in reflexes().items()
    }
    brisk = row.get("brisk", {"all": scale})
    return Loss(
        muscle=lost,
        skin=_skin(row),
        reflex={} if scale else arcs,
        brisk={slug: brisk.get(slug, brisk["all"]) for slug, reflex in reflexes().items() if reflex.kind == "tendon"},
        sign=row.get("signs", {}),
    )


def _skin(row: Mapping[str, Any]) -> dict[str, float]:
    given = row.get("skin", {})
    limbs = row.get("skin_limbs", 0.0)
    trunk_areas = {"face_v1", "face_v2", "face_v3", "chest_wall", "abdominal_wall", "saddle", "occiput", "side_of_neck"}
    return {slug: given.get(slug, given.get("all", 0.0 if slug in trunk_areas else limbs)) for slug in skin_areas()}


def _by_region(regions: Mapping[str, float], named: Mapping[str, float]) -> dict[str, float]:
    lost = {muscle.slug: regions.get(muscle.region, 0.0) for muscle in single_muscles()}
    groups = {slug: value for slug, value in named.items() if muscles()[slug].members}
    for slug, value in groups.items():
        lost |= dict.fromkeys(muscles()[slug].members, value)
    return lost | {slug: value for slug, value in named.items() if slug not in groups}


def _upper_loss(upper: Mapping[str, Any], scale: float) -> dict[str, float]:
    base = dict.fromkeys(LIMB_REGIONS | {"chest", "face", "abdomen"}, upper["others"])
    return {slug: scale * value for slug, value in _by_region(base, upper["muscles"]).items()}


def _level_row(row: Mapping[str, Any], level: str, sides: tuple[Side, ...], upper: Mapping[str, Any]) -> Row:
    at = frozenset(_segments(level, row.get("spans", 1)))
    lowest = max(SPINE.index(segment) for segment in at)
    below = frozenset(SPINE[lowest + 1 :])
    rows = [expected(of_segments(at, row["lower_share"]), "anterior_horn", sides)]
    if not row.get("only_lower"):
        rows.append(expected(_long_tracts(row, at, below, upper), "upper", sides))
    return combined(rows)


def _long_tracts(row: Mapping[str, Any], at: frozenset[str], below: frozenset[str], upper: Mapping[str, Any]) -> Loss:
    scale = row.get("upper_scale", 1.0)
    full = _upper_loss(upper, scale)
    lost = {m.slug: full.get(m.slug, 0.0) * _carried(m.roots, below) for m in single_muscles()}
    brisk = {r.slug: scale * _carried(r.roots, below) for r in reflexes().values() if r.kind == "tendon"}
    skin = {
        area.slug: row.get("skin_below", 0.0) * _carried(area.roots, below)
        + row.get("skin_level", 0.0) * _carried(area.roots, at)
        for area in skin_areas().values()
    }
    return Loss(muscle=lost, skin=skin, brisk=brisk, sign=row.get("signs", {}))


def _carried(roots: Mapping[str, float], wanted: frozenset[str]) -> float:
    return sum(share for root, share in roots.items() if root in wanted)


def _segments(level: str, spans: int) -> tuple[str, ...]:
    first = SPINE.index(level)
    return SPINE[first : first + spans]


def _span(level: str, row: Mapping[str, Any]) -> str:
    segments = _segments(level, row.get("spans", 1))
    return level if len(segments) == 1 else f"{segments[0]} to {segments[-1]}"
