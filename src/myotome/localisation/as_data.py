"""A localisation as plain data, for JSON and for tables beside the charts."""

from __future__ import annotations

from typing import Any

from myotome.localisation.chart import chart_rows
from myotome.localisation.localise import Localisation
from myotome.localisation.ranking import Explanation

LISTED = 10
"""How many explanations are listed."""


def as_data(result: Localisation) -> dict[str, Any]:
    """Everything a reader needs as dicts, lists, strings and numbers; posteriors between 0 and 1, information in bits."""
    return {
        "method": result.method,
        "side_assumed": result.side_assumed,
        "explanations": [_explanation(result, explanation) for explanation in result.ranked[:LISTED]],
        "reasons": list(result.reasons.sentences),
        "unexplained": list(result.reasons.unexplained),
        "examine_next": [
            {
                "kind": sign.kind,
                "slug": sign.slug,
                "label": sign.label,
                "side": sign.side,
                "how": sign.how,
                "bits": round(sign.bits, 4),
                "abnormal_favours": sign.favours,
                "normal_favours": sign.against,
            }
            for sign in result.next_signs
        ],
        "facet": {value: round(share, 4) for value, share in result.facet.items()},
        "muscles": [
            {
                "muscle": row.muscle.slug,
                "label": row.muscle.label,
                "side": row.side.value,
                "nerve": row.nerve,
                "roots": dict(row.muscle.roots),
                "found": row.state,
            }
            for row in chart_rows(result)
        ],
        "passed_over": list(result.evidence.passed_over),
    }


def _explanation(result: Localisation, explanation: Explanation) -> dict[str, Any]:
    return {
        "slug": explanation.slug,
        "label": result.label(explanation),
        "posterior": round(explanation.posterior, 4),
        "facet": explanation.facet,
        "lesions": [
            {
                "slug": lesion.slug,
                "side": lesion.side.value,
                "nerve": lesion.nerve,
                "site": lesion.site,
                "root": lesion.root,
            }
            for lesion in explanation.lesions
        ],
    }
