"""What localisation tells the general differential: one facet, so that the same signs are not counted twice.

The facet has the values of ``hypotheses.FACETS``. The posterior of each value is passed on; a value that is likelier than not
also becomes a finding ``localisation_<value>`` that follows from the others (``Origin.DERIVED``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from myotome.localisation.hypotheses import FACETS
from myotome.localisation.ranking import Explanation
from myotome.localisation.signs import setting
from myotome.words.finding import Evidence, Finding, Origin


def facet_posterior(ranked: Sequence[Explanation]) -> Mapping[str, float]:
    """Posterior of each value of the localisation facet; sums to 1."""
    mass = dict.fromkeys(FACETS, 0.0)
    for explanation in ranked:
        mass[explanation.facet] += explanation.posterior
    total = sum(mass.values())
    return MappingProxyType({value: share / total for value, share in mass.items()})


def facet_findings(posterior: Mapping[str, float]) -> tuple[Finding, ...]:
    """The finding ``localisation_<value>`` for a value whose posterior reaches the limit of signs.toml; at most one."""
    limit = float(setting("facet", "present_from"))
    leader = max(posterior, key=lambda value: posterior[value])
    if posterior[leader] < limit:
        return ()
    text = f"Pattern of muscles, reflexes and skin: {leader.replace('_', ' ')}, {posterior[leader]:.0%}."
    return (Finding(f"localisation_{leader}", evidence=Evidence(Origin.DERIVED, "localisation", text)),)
