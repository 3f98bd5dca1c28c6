"""How common each cause is in the population: the chance that it stands beside another one (prevalence.toml)."""

from __future__ import annotations

from collections.abc import Mapping

from myotome.causes.cause import Cause
from myotome.words.case import Setting
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book


def prevalence(causes: Mapping[str, Cause], setting: Setting) -> dict[str, float]:
    """Share of people (0 to 1) whom each cause affects in this setting; raises KnowledgeError for a name that is no cause."""
    table = read_book("myotome.causes", "prevalence.toml").content
    listed, default, ward = table["prevalence"], float(table["default"]["value"]), table["ward_factor"]
    for slug in listed:
        if slug not in causes:
            raise KnowledgeError("is no cause of the catalogue", place="causes/prevalence", value=slug)
    factor = ward if setting is Setting.WARD else {}
    return {
        slug: float(listed[slug]["value"] if slug in listed else default) * float(factor.get(cause.family, 1.0))
        for slug, cause in causes.items()
    }
