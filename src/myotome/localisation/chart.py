"""The nerve and root chart: muscles in rows by nerve, roots in columns, as SVG that needs no colour.

The area of each disc is the share of the root in the muscle. A filled triangle marks a muscle that is affected, a tick one that
is normal. The columns and rows of the leading explanation are framed or named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from myotome.anatomy.muscles import Muscle, muscles
from myotome.anatomy.nerves import below, nerves, trunk_nerve
from myotome.localisation.localise import Localisation
from myotome.localisation.observe import is_abnormal, observations
from myotome.localisation.patterns import SPINE
from myotome.words.side import Side

ROW, COLUMN, LABEL, NERVE, STATE, HEAD = 26, 40, 300, 210, 190, 74
"""Sizes in user units: row height, column width, and the widths of the label, nerve and state columns; height of the head."""
BIGGEST_DISC: Final = 15.0
_STATES: Final = ("weak", "wasting", "fasciculation", "emg_denervated", "emg_myopathic")
_WORDS: Final = {
    ("weak", "yes"): "weak",
    ("weak", "slight"): "slightly weak",
    ("weak", "mild"): "weak",
    ("weak", "severe"): "very weak",
    ("wasting", "yes"): "wasted",
    ("fasciculation", "yes"): "flickers",
    ("emg_denervated", "yes"): "denervated",
    ("emg_myopathic", "yes"): "myopathic",
}


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One muscle on one side, for the chart and for the table that goes with it; ``in_leader``: beyond the leading nerve lesion."""

    muscle: Muscle
    side: Side
    nerve: str
    affected: bool
    state: str
    in_leader: bool


def chart_rows(result: Localisation) -> tuple[ChartRow, ...]:
    """The muscles that were looked at, affected ones first inside each nerve, nerves in the order of the anatomy."""
    seen = observations(result.evidence.items, result.side_assumed)
    states: dict[tuple[str, Side], list[tuple[str, str]]] = {}
    for (modality, slug, side), outcome in seen.told:
        if modality in _STATES:
            states.setdefault((slug, side), []).append((modality, outcome))
    beyond = {
        item.slug for lesion in result.leader.lesions if lesion.nerve for item in below(lesion.nerve, lesion.site)
    }
    rows = [_row(slug, side, found, beyond) for (slug, side), found in states.items()]
    order = {slug: index for index, slug in enumerate(nerves())}
    rows.sort(key=lambda row: (order[trunk_nerve(row.muscle.nerve).slug], order[row.muscle.nerve], not row.affected))
    return tuple(rows)


def nerve_root_chart(result: Localisation) -> str:
    """The chart as one SVG element, with a title and a description for screen readers; empty when no muscle was looked at."""
    rows = chart_rows(result)
    if not rows:
        return ""
    roots = _roots(rows)
    framed = [lesion.root for lesion in result.leader.lesions if lesion.root]
    width, height = LABEL + COLUMN * len(roots) + NERVE + STATE, HEAD + ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="nrc-title nrc-desc" font-family="sans-serif" font-size="13" fill="#111">',
        f'<title id="nrc-title">{escape(f"Nerves and roots: {result.label(result.leader)} leads")}</title>',
        f'<desc id="nrc-desc">{escape(_description(result, rows))}</desc>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_head(roots, framed, height),
        *(part for index, row in enumerate(rows) for part in _draw(row, index, roots, result.side_assumed)),
        "</svg>",
    ]
    return "".join(parts)


def _row(slug: str, side: Side, found: Sequence[tuple[str, str]], beyond: set[str]) -> ChartRow:
    muscle = muscles()[slug]
    words = list(dict.fromkeys(_WORDS[item] for item in found if is_abnormal(item[1])))
    inside = bool(beyond & {slug, *muscle.members})
    return ChartRow(muscle, side, nerves()[muscle.nerve].label, bool(words), ", ".join(words) or "normal", inside)


def _roots(rows: Sequence[ChartRow]) -> tuple[str, ...]:
    used = {root for row in rows for root in row.muscle.roots}
    spinal = [root for root in SPINE if root in used]
    return (*sorted((root for root in used if root.startswith("CN")), key=lambda root: int(root[2:])), *spinal)


def _head(roots: Sequence[str], framed: Sequence[str], height: int) -> list[str]:
    parts = []
    for index, root in enumerate(roots):
        left = LABEL + COLUMN * index
        parts.append(
            f'<text x="{left + COLUMN / 2}" y="{HEAD - 14}" text-anchor="middle" font-weight="bold">{root}</text>'
        )
        if root in framed:
            parts.append(
                f'<rect x="{left + 2}" y="{HEAD - 34}" width="{COLUMN - 4}" height="{height - HEAD + 28}" fill="none" '
                f'stroke="#111" stroke-width="2" stroke-dasharray="6 3"/>'
            )
    right = LABEL + COLUMN * len(roots)
    parts.append(f'<text x="12" y="{HEAD - 14}" font-weight="bold">Muscle</text>')
    parts.append(f'<text x="{right + 12}" y="{HEAD - 14}" font-weight="bold">Nerve</text>')
    parts.append(f'<text x="{right + NERVE + 12}" y="{HEAD - 14}" font-weight="bold">Found</text>')
    parts.append(
        '<text x="12" y="22">Disc: share of the root. Triangle: affected. Tick: normal. Dashed frame: leading root. Pointer: supplied beyond the leading nerve lesion.</text>'
    )
    return parts


def _draw(row: ChartRow, index: int, roots: Sequence[str], side_assumed: bool) -> list[str]:
    top = HEAD + ROW * index
    middle, right = top + ROW / 2, LABEL + COLUMN * len(roots)
    side = "" if side_assumed else f"{row.side.value.capitalize()} "
    name = f"{side}{row.muscle.label}"
    name = name if len(name) <= 40 else f"{name[:39]}…"
    weight = ' font-weight="bold"' if row.affected else ""
    parts = [f'<line x1="8" x2="{right + NERVE + STATE - 8}" y1="{top}" y2="{top}" stroke="#bbb"/>']
    parts.append(f'<text x="12" y="{middle + 4}"{weight}>{escape(name)}</text>')
    for place, root in enumerate(roots):
        share = row.muscle.roots.get(root, 0.0)
        if share > 0:
            radius = BIGGEST_DISC * 0.8 * share**0.5
            fill = "#444" if row.affected else "#fff"
            parts.append(
                f'<circle cx="{LABEL + COLUMN * place + COLUMN / 2}" cy="{middle}" r="{radius:.1f}" fill="{fill}" stroke="#444"/>'
            )
    nerve = f"▸ {row.nerve}" if row.in_leader else row.nerve
    parts.append(f'<text x="{right + 12}" y="{middle + 4}" font-size="11">{escape(nerve[:36])}</text>')
    mark = right + NERVE + 12
    if row.affected:
        parts.append(f'<path d="M{mark} {middle - 5}h11l-5.5 10z" fill="#111"/>')
    else:
        parts.append(f'<path d="M{mark} {middle}l4 5 8-10" fill="none" stroke="#111" stroke-width="2"/>')
    parts.append(f'<text x="{mark + 20}" y="{middle + 4}">{escape(row.state)}</text>')
    return parts


def _description(result: Localisation, rows: Sequence[ChartRow]) -> str:
    told = "; ".join(
        f"{'' if result.side_assumed else row.side.value + ' '}{row.muscle.label} {row.state}" for row in rows
    )
    return f"{result.label(result.leader)}, {result.leader.posterior:.0%}. {result.reasons.text} Muscles: {told}."
