"""How right the ranking is on patients drawn from the model and from worlds whose numbers differ from it.

The patients are drawn once per world; the program ranks them with its own numbers. A best case: nature follows our kind of model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from reports import weights
from simulated import Simulated, Ward, draw_world

from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.evaluation import wilson
from myotome.journey.knowledge import Knowledge
from myotome.words.case import Setting

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
TOPS = (1, 3, 5)


@dataclass(frozen=True)
class Outcome:
    """One patient: rank of the chief cause, whether it must not be missed, the leader's probability and whether it acts."""

    rank: int
    must_not_miss: bool
    stated: float
    right: bool


@dataclass(frozen=True)
class Bin:
    low: float
    high: float
    n: int
    stated: float
    right: int


def draw(knowledge: Knowledge, setting: Setting, spread: float, worlds: int, each: int, seed: int) -> list[Simulated]:
    """Patients of ``worlds`` worlds, ``each`` from every one."""
    chance = np.random.default_rng(seed)
    ward = Ward(knowledge, setting)
    drawn: list[Simulated] = []
    for k in range(worlds):
        drawn += ward.patients(
            draw_world(knowledge, setting, chance, spread), each, chance, f"{setting}-{spread:g}-{k}"
        )
    return drawn


def rank_all(patients: Sequence[Simulated], knowledge: Knowledge) -> list[Outcome]:
    """Outcome of every patient; a tie counts against us."""
    reasoner = knowledge.reasoner
    names = reasoner.model.causes
    known = np.array([name != LONE_CAUSE for name in names])
    seen = ((p.case.person, p.case.setting, p.case.findings) for p in patients)
    outcomes = []
    for patient, marginal in zip(patients, reasoner.probabilities(seen), strict=True):
        at = reasoner.model.cause_index[patient.chief]
        rank = int((marginal[known] >= marginal[at]).sum())
        leader = int(np.where(known, marginal, -1).argmax())
        must = knowledge.causes[patient.chief].must_not_miss
        outcomes.append(Outcome(rank, must, float(marginal[leader]), names[leader] in patient.acting))
    return outcomes


def bins(outcomes: Sequence[Outcome]) -> Iterator[Bin]:
    for low, high in pairwise(EDGES):
        inside = [o for o in outcomes if low <= o.stated < high or (high == 1.0 and o.stated >= 1.0)]
        if inside:
            stated = sum(o.stated for o in inside) / len(inside)
            yield Bin(low, high, len(inside), stated, sum(o.right for o in inside))


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Mean distance between stated and observed over the bins, weighted by their size."""
    return sum(abs(b.stated * b.n - b.right) for b in bins(outcomes)) / len(outcomes)


def tables(knowledge: Knowledge, worlds: int, each: int, seed: int) -> Iterable[str]:
    """The report's sections on simulated patients, as Markdown."""
    n = worlds * each
    yield "## Simulated patients"
    yield ""
    yield (
        f"{n} patients a row ({worlds} worlds, {each} each, seed {seed}), looked at as a first visit would: standard questions, two rounds of "
        "what the program would ask, two tests that it would order. In a world *as uncertain as stated* every probability and base rate "
        "is drawn from its own uncertainty; *twice* doubles the standard deviations. The rank is that of the chief cause, the reason to "
        "come; patients whose cause is not in the catalogue are left out. **Nature is here of the same kind as our model, which real patients are not: read these figures as a ceiling.**"
    )
    yield ""
    yield "| setting | true numbers | top-1 | top-3 | top-5 | must-not-miss causes in the top 5 | calibration error of the leader |"
    yield "|---|---|---|---|---|---|---|"
    kept: dict[tuple[Setting, float], list[Simulated]] = {}
    ranked: dict[tuple[Setting, float], list[Outcome]] = {}
    rows = [
        (Setting.CLINIC, 0.0),
        (Setting.CLINIC, 1.0),
        (Setting.CLINIC, 2.0),
        (Setting.PRIMARY, 1.0),
        (Setting.WARD, 1.0),
    ]
    words = {0.0: "exactly ours", 1.0: "as uncertain as stated", 2.0: "twice as uncertain"}
    for setting, spread in rows:
        kept[setting, spread] = draw(knowledge, setting, spread, worlds, each, seed)
        outcomes = ranked[setting, spread] = rank_all(kept[setting, spread], knowledge)
        tops = " | ".join(_share(sum(o.rank <= k for o in outcomes), n) for k in TOPS)
        feared = [o for o in outcomes if o.must_not_miss]
        safe = f"{_share(sum(o.rank <= 5 for o in feared), len(feared))}, n {len(feared)}"
        yield f"| {setting} | {words[spread]} | {tops} | {safe} | {calibration_error(outcomes):.3f} |"
    yield ""
    for spread in (1.0, 2.0):
        yield f"### What a leader's probability was worth (clinic, {words[spread]})"
        yield ""
        yield "| stated | patients | mean stated | it was acting |"
        yield "|---|---|---|---|"
        for b in bins(ranked[Setting.CLINIC, spread]):
            yield f"| {b.low:.0%} to {b.high:.0%} | {b.n} | {b.stated:.0%} | {_share(b.right, b.n)} |"
        yield ""
    yield "![Reliability: stated against observed](reliability.svg)"
    yield ""
    yield from _by_absent_weight(kept[Setting.CLINIC, 1.0], knowledge)
    diagrams.clear()
    diagrams.update({words[s]: list(bins(ranked[Setting.CLINIC, s])) for s in (0.0, 1.0, 2.0)})


diagrams: dict[str, list[Bin]] = {}
"""Bins of the last report, for its picture."""


def _by_absent_weight(patients: Sequence[Simulated], knowledge: Knowledge) -> Iterable[str]:
    yield "### What an absence is worth here (clinic, as uncertain as stated)"
    yield ""
    yield (
        "Here everything that is absent was really looked for, unlike in a published case, so counting absences in full is right by "
        "construction. The questions asked are those that the shipped weights led to."
    )
    yield ""
    yield "| absent counts | further of a facet counts | top-1 | top-3 | top-5 | calibration error of the leader |"
    yield "|---|---|---|---|---|---|"
    for absent, temper in ((0.0, 0.5), (0.25, 0.5), (0.5, 0.5), (1.0, 0.5), (0.5, 0.25), (0.5, 1.0), (1.0, 1.0)):
        with weights(knowledge, absent, temper):
            outcomes = rank_all(patients, knowledge)
        tops = " | ".join(f"{sum(o.rank <= k for o in outcomes) / len(outcomes):.0%}" for k in TOPS)
        yield f"| {absent:g} | {temper:g} | {tops} | {calibration_error(outcomes):.3f} |"


def _share(hits: int, n: int) -> str:
    low, high = wilson(hits, n)
    return f"{hits / max(n, 1):.0%} ({low:.0%} to {high:.0%})"
