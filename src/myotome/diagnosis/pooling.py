"""Adds what the catalogue of tests publishes (sensitivities) to what the causes claim, each study once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from myotome.causes.cause import Cause
from myotome.causes.shelf import pool_claim
from myotome.investigations.order import Order
from myotome.investigations.performance import published_sensitivities, unseen
from myotome.symptoms.concepts import Vocabulary


def with_test_performance(
    causes: Mapping[str, Cause], orders: Mapping[str, Order], vocabulary: Vocabulary
) -> dict[str, Cause]:
    """The causes with the sensitivities of their settling tests pooled into their claims.

    The sensitivity of a test is P(its finding | cause). Values of exclusive facets (CK bands) are left to the cause's own file.
    """
    pooled = {slug: dict(cause.claims) for slug, cause in causes.items()}
    for (slug, concept), rows in published_sensitivities(orders).items():
        if slug not in causes or concept not in vocabulary.concepts or vocabulary.concepts[concept].exclusive:
            continue
        claim = pooled[slug].get(concept)
        fresh = unseen(rows, claim.sources if claim else ())
        if fresh:
            pooled[slug][concept] = pool_claim(concept, claim, fresh)
    return {slug: replace(cause, claims=pooled[slug]) for slug, cause in causes.items()}
