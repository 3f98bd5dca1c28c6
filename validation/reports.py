"""The published cases of `examples/reports`: ranks by evidence used, red flags, and how the result leans on two fixed weights.

Nothing is tuned here. The two weights were fixed before the cases were ranked; the table only shows what other values would have given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from myotome.diagnosis import evidence, information
from myotome.diagnosis.evidence import ABSENT_WEIGHT, TEMPER
from myotome.journey.evaluation import Evaluation, evaluate
from myotome.journey.knowledge import Knowledge
from myotome.words.case import Case

ABSENT_WEIGHTS = (0.0, 0.25, 0.5, 1.0)
TEMPERS = (0.25, 0.5, 1.0)
EVIDENCE = ("history", "labs", "all")


@dataclass(frozen=True)
class Setting:
    """One choice of the two weights and what it gives."""

    absent: float
    temper: float
    shipped: bool
    result: Evaluation


def by_evidence(cases: Sequence[Case], knowledge: Knowledge) -> dict[str, Evaluation]:
    return {used: evaluate(cases, knowledge, used) for used in EVIDENCE}


def by_weights(cases: Sequence[Case], knowledge: Knowledge) -> Iterator[Setting]:
    """Every pair of weights, all evidence."""
    for absent in ABSENT_WEIGHTS:
        for temper in TEMPERS:
            with weights(knowledge, absent, temper):
                result = evaluate(cases, knowledge, "all")
            yield Setting(absent, temper, (absent, temper) == (ABSENT_WEIGHT, TEMPER), result)


@contextmanager
def weights(knowledge: Knowledge, absent: float, temper: float) -> Iterator[None]:
    """The knowledge with other weights, put back afterwards."""
    reasoner = knowledge.reasoner
    before = (reasoner.absent_weight, evidence.TEMPER, information.TEMPER, information.ABSENT_WEIGHT)
    reasoner.absent_weight = absent
    vars(evidence)["TEMPER"] = vars(information)["TEMPER"] = temper
    vars(information)["ABSENT_WEIGHT"] = absent
    try:
        yield
    finally:
        reasoner.absent_weight = before[0]
        vars(evidence)["TEMPER"], vars(information)["TEMPER"], vars(information)["ABSENT_WEIGHT"] = before[1:]


def tables(cases: Sequence[Case], knowledge: Knowledge) -> Iterable[str]:
    """The report's sections on these cases, as Markdown."""
    results = by_evidence(cases, knowledge)
    yield f"## The {len(cases)} published cases"
    yield ""
    yield (
        "**The authors have seen these cases, chose how to encode them, and corrected the catalogue with them in view. They show "
        "that the program runs on real text, and prove nothing about how right it is on others.** The intervals are Wilson's, 95 %."
    )
    yield ""
    yield "| evidence used | top-1 | top-3 | top-5 | mean reciprocal rank | calibration error of the leader |"
    yield "|---|---|---|---|---|---|"
    for used, result in results.items():
        cells = [f"{s:.0%} ({low:.0%} to {high:.0%})" for s, low, high in result.top.values()]
        yield f"| {used} | {' | '.join(cells)} | {result.mean_reciprocal_rank:.2f} | {result.expected_calibration_error:.2f} |"
    yield ""
    yield "| case, all evidence | rank of the truth | its probability | truth | red flags that fire |"
    yield "|---|---|---|---|---|"
    for r in results["all"].ranked:
        yield f"| {r.case_id} | {r.rank} | {r.probability:.2f} | {' or '.join(r.truth)} | {', '.join(r.red_flags) or 'none'} |"
    missed = [
        r
        for r in results["all"].ranked
        if any(knowledge.causes[slug].must_not_miss for slug in r.truth) and not r.red_flags
    ]
    feared = sum(any(knowledge.causes[slug].must_not_miss for slug in r.truth) for r in results["all"].ranked)
    named = ", ".join(r.case_id for r in missed) or "none"
    yield ""
    yield (
        f"{feared} of them have a cause that must not be missed; in {feared - len(missed)} of those at least one red flag fires, "
        f"in these none does: {named}. A flag stands for a danger of the hour or week, so a slow disease need not raise one."
    )
    yield ""
    yield "### What other weights would have given"
    yield ""
    yield (
        f"Shipped: an absent finding counts {ABSENT_WEIGHT:g} of a present one, each further finding of a facet {TEMPER:g} of the one "
        "before. Both were fixed by the design before these cases were ranked, and nothing was chosen from this table."
    )
    yield ""
    yield "| absent counts | further of a facet counts | top-1 | top-3 | top-5 | mean reciprocal rank | calibration error | |"
    yield "|---|---|---|---|---|---|---|---|"
    for s in by_weights(cases, knowledge):
        top = " | ".join(f"{s.result.top[k][0]:.0%}" for k in (1, 3, 5))
        error = s.result.expected_calibration_error
        mark = "shipped" if s.shipped else ""
        yield f"| {s.absent:g} | {s.temper:g} | {top} | {s.result.mean_reciprocal_rank:.2f} | {error:.2f} | {mark} |"
