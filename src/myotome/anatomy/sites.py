"""Any place that a finding can lie at: a region, a muscle, a reflex, an area of skin. One look-up for all of them."""

from __future__ import annotations

from myotome.anatomy.muscles import REGIONS, lookup
from myotome.anatomy.reflexes import reflex_named
from myotome.anatomy.skin import skin_named
from myotome.words.errors import UnknownName

WHOLE_LIMBS = ("arm", "leg", "limb", "trunk", "proximal_arm", "distal_arm", "proximal_leg", "distal_leg")
"""Places wider than a region, as letters and patients name them."""


def site_slug(name: str) -> str:
    """The slug of a place from any of its common names; raises UnknownName with the nearest muscle names."""
    plain = "_".join(name.strip().lower().replace("-", " ").split())
    if plain in REGIONS or plain in WHOLE_LIMBS:
        return plain
    cure = ""
    for find in (lookup, reflex_named, skin_named):
        try:
            return find(name).slug
        except UnknownName as error:
            cure = cure or error.cure
    raise UnknownName("no muscle, reflex, region or area of skin of this name", value=name, cure=cure)
