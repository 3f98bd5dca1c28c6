"""Shows a text with its findings marked, for a terminal and for a page, so that a person can correct them."""

from __future__ import annotations

from html import escape

from myotome.symptoms.reader.reading import Reading


def mark_up(text: str, reading: Reading, *, colour: bool = False) -> str:
    """``text`` with every finding in brackets and its concept behind it: ``[no rash](-rash)``; what was not understood in ``{...?}``.

    With ``colour`` present findings are green, absent ones blue and the rest yellow (ANSI); the brackets stay.
    """
    out: list[str] = []
    at = 0
    for start, end, labels, kind in _spans(reading):
        out.append(text[at:start])
        piece = text[start:end]
        marked = f"{{{piece}?}}" if kind == "unknown" else f"[{piece}]({', '.join(labels)})"
        out.append(f"\x1b[{_COLOURS[kind]}m{marked}\x1b[0m" if colour else marked)
        at = end
    out.append(text[at:])
    return "".join(out)


def mark_up_html(text: str, reading: Reading) -> str:
    """``text`` as escaped HTML with ``<mark>`` around findings (class present, absent, aside, value or unknown, concepts in ``title``)."""
    out: list[str] = []
    at = 0
    for start, end, labels, kind in _spans(reading):
        out.append(escape(text[at:start]))
        title = escape(", ".join(labels) or "not understood", quote=True)
        out.append(f'<mark class="{kind}" title="{title}">{escape(text[start:end])}</mark>')
        at = end
    out.append(escape(text[at:]))
    return "".join(out)


def _spans(reading: Reading) -> list[tuple[int, int, tuple[str, ...], str]]:
    """Spans that do not overlap, in order, each with its labels; overlapping ones are joined."""
    raw: list[tuple[int, int, str, str]] = []
    for finding in reading.findings:
        if finding.evidence.span:
            label = ("" if finding.present else "-") + finding.concept
            label += f" {finding.side}" if finding.side != "unstated" else ""
            label += f" @{finding.site}" if finding.site else ""
            label += f" {finding.grade}" if finding.grade else ""
            raw.append((*finding.evidence.span, label, "present" if finding.present else "absent"))
    for one in reading.set_aside:
        if one.finding.evidence.span:
            raw.append((*one.finding.evidence.span, f"{one.why}: {one.finding.concept}", "aside"))
    for measured, span in zip(reading.measurements, reading.measured_spans, strict=True):
        raw.append((*span, f"{measured.measure} {measured.quantity}", "value"))
    for taken, span in zip(reading.medications, reading.medication_spans, strict=True):
        raw.append((*span, f"medicine {taken.name}", "value"))
    raw += [(*u.span, "", "unknown") for u in reading.not_understood]
    raw.sort(key=lambda one: (one[0], -one[1]))
    joined: list[tuple[int, int, tuple[str, ...], str]] = []
    for start, end, label, kind in raw:
        if joined and start < joined[-1][1]:
            a, b, labels, first = joined[-1]
            named = labels if not label or label in labels else (*labels, label)
            joined[-1] = (a, max(b, end), named, kind if first == "unknown" else first)
        else:
            joined.append((start, end, (label,) if label else (), kind))
    return joined


_COLOURS = {"present": "32", "absent": "34", "aside": "33", "value": "36", "unknown": "33"}
