"""The result of an evaluation: one row per case, and what they add up to, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from myotome.diagnosis.genetic.calibration import expected_calibration_error, reliability

DESCRIBED = 5
"""A disease that keeps this many terms without the case's own paper is one that a method resting on annotations can find."""
RESAMPLES = 2000
SEED = 20261123


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: its truth, the phenotype terms the truth keeps, the places of disease, gene and class (1 = first; ties count
    against us), posteriors, and the seconds that ranking all diseases took (None: not timed)."""

    case_id: str
    pmid: str
    disease_id: str
    gene: str
    terms_left: int
    rank: int
    rank_among_omim: int
    rank_of_gene: int | None
    rank_of_class: int
    disease_class: str
    posterior: float
    first_posterior: float
    first_id: str
    first_class_posterior: float
    not_in_knowledge: float
    seconds: float | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Shares of cases (0..1) found at the top 1, 3 and 10, mean reciprocal rank, and the same as a mean over papers with its
    95 % bootstrap interval over papers."""

    what: str
    cases: int
    papers: int
    top1: float
    top3: float
    top10: float
    mrr: float
    paper_top1: float
    paper_top10: float
    top1_interval: tuple[float, float]
    top10_interval: tuple[float, float]
    median_rank: float


@dataclass(frozen=True, slots=True)
class GeneticEvaluation:
    """All cases under one protocol; ``failures`` are (case id, sentence) of cases that could not be ranked."""

    cases: tuple[CaseResult, ...]
    failures: tuple[tuple[str, str], ...]
    protocol: str
    diseases: int
    knowledge_version: str

    @property
    def coverage(self) -> float:
        """Share of all cases whose disease keeps DESCRIBED terms or more and that could be ranked."""
        return len(self._described()) / max(len(self.cases) + len(self.failures), 1)

    def summaries(self) -> tuple[Summary, ...]:
        """Disease among all entries and among OMIM, gene and class; on described diseases and on all cases."""
        rows: list[Summary] = []
        for what, ranks in _VIEWS:
            for which, cases in (("described", self._described()), ("all", self.cases)):
                if cases:
                    failed = len(self.failures) if which == "all" else 0
                    rows.append(_summary(f"{what}, {which} cases", cases, ranks, failed))
        return tuple(rows)

    def calibration(self) -> dict[str, Any]:
        """Reliability and expected calibration error of the first disease's and first class's posterior, and of *not here*."""
        right = [c.rank == 1 for c in self.cases]
        right_class = [c.rank_of_class == 1 for c in self.cases]
        lacking = [c.terms_left == 0 for c in self.cases]
        pairs = {
            "first_disease": ([c.first_posterior for c in self.cases], right),
            "first_class": ([c.first_class_posterior for c in self.cases], right_class),
            "not_in_knowledge": ([c.not_in_knowledge for c in self.cases], lacking),
        }
        return {
            name: {
                "ece": expected_calibration_error(stated, true),
                "bins": [asdict(row) for row in reliability(stated, true)],
            }
            for name, (stated, true) in pairs.items()
            if stated
        }

    def seconds_per_case(self) -> tuple[float, float] | None:
        """Mean and largest time of ranking all diseases for one case, in seconds; None when it was not timed."""
        seconds = [case.seconds for case in self.cases if case.seconds is not None]
        return (float(np.mean(seconds)), float(np.max(seconds))) if seconds else None

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values; ranks per case under ``cases``."""
        seconds = self.seconds_per_case()
        return {
            "protocol": self.protocol,
            "knowledge": self.knowledge_version,
            "diseases_ranked": self.diseases,
            "ties": "counted against us: the worst rank of the tie",
            "coverage": self.coverage,
            "seconds_per_case": {"mean": seconds[0], "largest": seconds[1]} if seconds else None,
            "summaries": [asdict(row) for row in self.summaries()],
            "calibration": self.calibration(),
            "cases": [asdict(case) for case in self.cases],
            "failures": [{"case_id": case, "problem": problem} for case, problem in self.failures],
        }

    def lines(self) -> list[str]:
        """The same for a terminal, one line each."""
        seconds = self.seconds_per_case()
        head = (
            f"{len(self.cases)} cases of {len({c.pmid for c in self.cases})} papers; {self.protocol}",
            f"{self.diseases} diseases ranked; {self.knowledge_version}; ties count against us",
            f"coverage: {self.coverage:.1%} of cases keep {DESCRIBED} terms or more of their disease",
            f"{'':38}{'cases':>6}{'papers':>7}{'top-1':>7}{'top-3':>7}{'top-10':>7}{'MRR':>7}   per paper: top-1, top-10 (95 %)",
        )
        body = [
            f"{s.what:38}{s.cases:6}{s.papers:7}{s.top1:7.3f}{s.top3:7.3f}{s.top10:7.3f}{s.mrr:7.3f}   "
            f"{s.paper_top1:.3f} ({s.top1_interval[0]:.2f}-{s.top1_interval[1]:.2f}), "
            f"{s.paper_top10:.3f} ({s.top10_interval[0]:.2f}-{s.top10_interval[1]:.2f})"
            for s in self.summaries()
        ]
        errors = ", ".join(f"{name} {row['ece']:.3f}" for name, row in self.calibration().items())
        tail = [
            f"expected calibration error: {errors}",
            f"time per case: mean {seconds[0] * 1e3:.1f} ms, largest {seconds[1] * 1e3:.1f} ms"
            if seconds
            else "not timed",
            *(f"not ranked: {case}: {problem}" for case, problem in self.failures),
        ]
        return [*head, *body, *tail]

    def _described(self) -> tuple[CaseResult, ...]:
        return tuple(case for case in self.cases if case.terms_left >= DESCRIBED)


_VIEWS: tuple[tuple[str, Callable[[CaseResult], int | None]], ...] = (
    ("disease", lambda case: case.rank),
    ("disease among OMIM", lambda case: case.rank_among_omim),
    ("gene", lambda case: case.rank_of_gene),
    ("class", lambda case: case.rank_of_class),
)


def _summary(
    what: str, cases: Sequence[CaseResult], rank_of: Callable[[CaseResult], int | None], failed: int
) -> Summary:
    ranks = np.array([rank_of(case) or np.inf for case in cases])
    papers = [
        np.array([r for r, c in zip(ranks, cases, strict=True) if c.pmid == p]) for p in sorted({c.pmid for c in cases})
    ]
    total = len(ranks) + failed
    first, tenth = ([float(np.mean(p <= k)) for p in papers] for k in (1, 10))
    return Summary(
        what=what,
        cases=total,
        papers=len(papers),
        top1=float(np.sum(ranks <= 1) / total),
        top3=float(np.sum(ranks <= 3) / total),
        top10=float(np.sum(ranks <= 10) / total),
        mrr=float(np.sum(1 / ranks) / total),
        paper_top1=float(np.mean(first)),
        paper_top10=float(np.mean(tenth)),
        top1_interval=_interval(first),
        top10_interval=_interval(tenth),
        median_rank=float(np.median(ranks)),
    )


def _interval(per_paper: Iterable[float]) -> tuple[float, float]:
    """95 % bootstrap interval of the mean over papers, with a fixed seed so that the same table prints the same line."""
    values = np.array(list(per_paper))
    draws = np.random.default_rng(SEED).integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
