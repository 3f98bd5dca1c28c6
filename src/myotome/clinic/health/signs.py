"""What people notice, and the causes in which it is frequent."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from myotome.wiring import knowledge

OFTEN: Final = 0.4
SOMETIMES: Final = 0.15
MOST_BY_SIGN: Final = 10
"""A sign leads to the causes in which it is often present, else to those in which it sometimes is, and to no more than so many."""
ASKED: Final = "asked"


@lru_cache(maxsize=1024)
def causes_with(concept: str) -> tuple[str, ...]:
    """Causes in which the sign is frequent, those first that are commonest in general practice."""
    causes, signs = knowledge().causes, knowledge().vocabulary.concepts
    # A complaint that no cause speaks of is looked up under the sign that it stands for, or under the wider sign that holds it.
    wider = (concept, signs[concept].stands_for.removeprefix("not "), *signs[concept].parents)
    concept = next((one for one in wider if any(one in cause.claims for cause in causes.values())), concept)
    told = {slug: cause.claims[concept].p for slug, cause in causes.items() if concept in cause.claims}
    often = [slug for slug, p in told.items() if p >= OFTEN] or [slug for slug, p in told.items() if p >= SOMETIMES]
    often.sort(key=lambda slug: -(causes[slug].claims[concept].p * causes[slug].share["primary"].value))
    return tuple(slug for slug in often if slug != "none_known")[:MOST_BY_SIGN]


def signs_people_tell() -> dict[str, str]:
    """Label of every sign that a person can tell of and that leads to a cause, by concept."""
    concepts = knowledge().vocabulary.concepts
    return {slug: one.label for slug, one in concepts.items() if ASKED in one.learned_by and causes_with(slug)}
