"""What a lesion takes: the share lost of each muscle, reflex and skin area, derived from the anatomy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from myotome.anatomy.muscles import muscles, single_muscles
from myotome.anatomy.nerves import below
from myotome.anatomy.pathways import plexus_parts
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import dermatomes, skin_areas

Route = Callable[[str, str], float]
"""Share of the fibres of a root (second) on their way to a nerve (first) that a lesion takes."""

SEGMENT_SHARE = 0.8
"""Loss seen at its own level when one root of a muscle made of level strips is lost (elicited)."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Shares lost, 0 to 1, by slug; what is not named has lost nothing.

    ``muscle`` holds single muscles only; groups follow from their members. ``needle`` holds muscles made of level strips, in which
    the needle finds one lost level although the whole is strong. ``reflex`` is loss of the arc, ``brisk`` release
    from above. ``sign`` holds signs of no single structure, ``block`` conduction blocks as ``nerve@site``.
    """

    muscle: Mapping[str, float] = field(default_factory=dict)
    needle: Mapping[str, float] = field(default_factory=dict)
    skin: Mapping[str, float] = field(default_factory=dict)
    dermatome: Mapping[str, float] = field(default_factory=dict)
    reflex: Mapping[str, float] = field(default_factory=dict)
    brisk: Mapping[str, float] = field(default_factory=dict)
    sign: Mapping[str, float] = field(default_factory=dict)
    block: Mapping[str, float] = field(default_factory=dict)


def of_root(root: str) -> Loss:
    """Loss of one spinal root: its share of every muscle, reflex and area, and its whole dermatome."""
    loss = _of_route(lambda _, carried: float(carried == root))
    own = {slug: 1.0 for slug, dermatome in dermatomes().items() if dermatome.root == root}
    return replace(loss, dermatome=own)


def of_plexus_part(part: str) -> Loss:
    """Loss of a trunk, division, cord or plexus, by its slug in ``pathways.plexus_parts``."""
    return _of_route(lambda nerve, root: float(part in plexus_parts(nerve, root)))


def of_plexus(parts: frozenset[str]) -> Loss:
    """Loss of everything that runs through any of ``parts``."""
    return _of_route(lambda nerve, root: float(bool(parts.intersection(plexus_parts(nerve, root)))))


def of_nerve(nerve: str, site: str, partial: Mapping[str, float]) -> Loss:
    """Loss of all that ``nerve`` supplies beyond ``site``; ``partial`` scales branches that are often spared."""
    supply = below(nerve, site)
    lost: dict[str, float] = {}
    for item in supply:
        if item.kind == "muscle":
            share = muscles()[item.slug].nerves[item.nerve] * partial.get(item.slug, 1.0)
            lost[item.slug] = lost.get(item.slug, 0.0) + share
    skin = {item.slug: 1.0 for item in supply if item.kind == "skin"}
    reached = {item.nerve for item in supply}
    arcs = {
        reflex.slug: group_loss(reflex.muscle, lost) if reflex.muscle else float(reflex.nerve in reached)
        for reflex in reflexes().values()
    }
    return Loss(muscle=lost, skin=skin, reflex=arcs, block={f"{nerve}@{site}": 1.0} if site else {})


def of_segments(roots: frozenset[str], share: float) -> Loss:
    """Loss of the anterior horn at some levels: ``share`` of the muscle and reflex fibres of those roots, no feeling."""
    loss = _of_route(lambda _, root: share * (root in roots))
    return replace(loss, skin={})


def group_loss(slug: str, lost: Mapping[str, float]) -> float:
    """Loss of a muscle or, as the weighted mean of its members, of a group."""
    muscle = muscles()[slug]
    if not muscle.members:
        return lost.get(slug, 0.0)
    return sum(share * lost.get(member, 0.0) for member, share in muscle.members.items())


def _of_route(route: Route) -> Loss:
    lost: dict[str, float] = {}
    needle: dict[str, float] = {}
    for muscle in single_muscles():
        shares = [
            part * share * route(nerve, root)
            for nerve, part in muscle.nerves.items()
            for root, share in muscle.roots.items()
        ]
        total = sum(shares)
        if muscle.segmental and total > 0:
            worst = max(route(nerve, root) for nerve in muscle.nerves for root in muscle.roots)
            needle[muscle.slug] = max(total, SEGMENT_SHARE * worst)
        if total > 0:
            lost[muscle.slug] = total
    skin = {
        area.slug: sum(share * route(area.nerve, root) for root, share in area.roots.items())
        for area in skin_areas().values()
    }
    arcs = {
        reflex.slug: sum(share * route(reflex.nerve, root) for root, share in reflex.roots.items())
        for reflex in reflexes().values()
    }
    return Loss(muscle=lost, needle=needle, skin=skin, reflex=arcs)
