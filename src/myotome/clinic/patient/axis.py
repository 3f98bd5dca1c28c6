"""The time axis over a record, drawn: what was written and assessed, visits, medicines as bars, measured values as lines; one scale of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString, mark_safe

from myotome.clinic.patient.day import Day
from myotome.followup.series import Series
from myotome.journey.wording import amount
from myotome.words.case import Medication
from myotome.words.units import Quantity

WIDTH, LEFT, RIGHT, TOP, LANE = 1000, 168, 22, 42, 21
MOST_MEDICINES, MOST_SERIES, MOST_TICKS, MOST_LETTERS = 6, 6, 8, 24
"""How much is drawn; the table under the picture holds all. Display choices, in units of the picture."""
STEPS_DAYS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652)
SHORTEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day lies, kept inside the picture."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)

    def ticks(self) -> Iterator[date]:
        """Round dates, at most MOST_TICKS of them."""
        span = (self.last - self.first).days
        step = next((s for s in STEPS_DAYS if span / s <= MOST_TICKS), STEPS_DAYS[-1])
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=step)


def draw_axis(
    days: Sequence[Day], medicines: Sequence[Medication], series: Sequence[Series], today: date
) -> SafeString:
    """The picture as SVG; empty for a record without a day. Its table is the list of ``days`` and of ``series``."""
    if not days:
        return SafeString("")
    seen = [day.on for day in days] + [value.on for one in series for value in one.values] + [today]
    first, last = min(seen), max(seen)
    if (last - first).days < SHORTEST_DAYS:
        first -= timedelta(days=SHORTEST_DAYS - (last - first).days)
    scale = _Scale(first, last)
    lanes = [
        _lane("Entered", _dots(days, scale, "entered")),
        _lane("Assessed", _dots(days, scale, "assessed")),
        _lane("Visits", _dots(days, scale, "visits")),
        *(_lane(one.name, _bar(one, scale, today)) for one in medicines[:MOST_MEDICINES]),
        *(_lane(one.label, _line(one, scale)) for one in series[:MOST_SERIES]),
    ]
    lanes = [lane for lane in lanes if lane]
    height = TOP + LANE * len(lanes) + 6
    body = "".join(f'<g transform="translate(0 {TOP + LANE * n})">{lane}</g>' for n, lane in enumerate(lanes))
    # Every text below is escaped where it is written.
    return mark_safe(  # noqa: S308
        f'<svg class="ax" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Time axis: {escape(_told(days, today))}">'
        f"{_frame(scale, height, today)}{body}</svg>"
    )


def _told(days: Sequence[Day], today: date) -> str:
    return f"{len(days)} days from {days[0].on:%-d %B %Y} to {max(days[-1].on, today):%-d %B %Y}; all stands in the table below"


def _frame(scale: _Scale, height: int, today: date) -> str:
    rows = []
    for day in scale.ticks():
        x = scale.x(day)
        if x < WIDTH - 60:
            rows.append(f'<path class="ax-tick" d="M{x:.1f} 19V{height - 4}"/>')
            rows.append(f'<text x="{x:.1f}" y="14">{day:%-d %b %Y}</text>')
    at = scale.x(today)
    rows.append(f'<path class="ax-today" d="M{at:.1f} 32V{height - 4}"/>')
    rows.append(f'<text class="ax-now" x="{min(at, WIDTH - 30):.1f}" y="28">today</text>')
    return "".join(rows)


def _lane(name: str, drawn: str) -> str:
    short = name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…"
    return f'<text class="ax-lane" x="0" y="5">{escape(short)}</text>{drawn}' if drawn else ""


def _dots(days: Iterable[Day], scale: _Scale, kind: str) -> str:
    found = []
    for day in days:
        told = getattr(day, kind)
        if told:
            x = scale.x(day.on)
            title = f"<title>{day.on:%-d %b %Y}: {escape(', '.join(told))}</title>"
            shape = _SHAPES[kind].format(x=x)
            look = "ax-ahead" if day.ahead else "ax-signed" if any("signed" in one for one in told) else "ax-dot"
            found.append(f'<g class="{look}">{title}{shape}</g>')
    return "".join(found)


_SHAPES = {
    "entered": '<circle cx="{x:.1f}" cy="0" r="5"/>',
    "assessed": '<path d="M{x:.1f}-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z"/>',
    "visits": '<path d="M{x:.1f}-6.5l6 11h-12z"/>',
}
"""A kind of day by its shape: the lane's name says it too."""


def _bar(medicine: Medication, scale: _Scale, today: date) -> str:
    start = medicine.started or scale.first
    end = medicine.stopped or (today if medicine.still_taken else start)
    left, right = scale.x(start), max(scale.x(end), scale.x(start) + 3)
    span = f"from {start:%-d %b %Y}" if medicine.started else "start not known"
    until = f"to {end:%-d %b %Y}" if medicine.stopped else "still taken" if medicine.still_taken else "no longer taken"
    title = f"<title>{escape(', '.join(filter(None, (medicine.name, medicine.dose, span, until))))}</title>"
    open_left = "" if medicine.started else ' stroke-dasharray="4 3"'
    ends = f'<path class="ax-end" d="M{right:.1f}-7V7"/>' if not medicine.still_taken else ""
    return f'<g>{title}<rect class="ax-bar" x="{left:.1f}" y="-5" width="{right - left:.1f}" height="10"{open_left}/>{ends}</g>'


def _line(series: Series, scale: _Scale) -> str:
    values = [value.value for value in series.values]
    low, high = min(values), max(values)
    points = [
        (scale.x(one.on), 7 - 14 * ((one.value - low) / (high - low) if high > low else 0.5)) for one in series.values
    ]
    told = "; ".join(f"{one.on:%-d %b %Y} {_amount(one.value, series)}" for one in series.values)
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle class="ax-value" cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>' for x, y in points)
    x, _ = points[-1]
    place = f'x="{x - 8:.1f}" text-anchor="end"' if x > WIDTH - 90 else f'x="{x + 8:.1f}"'
    return (
        f'<g><title>{escape(series.label)}: {escape(told)}</title><path class="ax-line" d="M{line}"/>{dots}'
        f'<text class="ax-last" {place} y="5">{escape(_amount(series.values[-1].value, series))}</text></g>'
    )


def _amount(value: float, series: Series) -> str:
    return amount(Quantity(value, series.unit))
