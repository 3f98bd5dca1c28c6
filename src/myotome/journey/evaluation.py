"""How often the truth is found: rank of the true cause over cases whose answer is known, with intervals and calibration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt
from typing import Any

from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.gather import gather
from myotome.journey.knowledge import Knowledge
from myotome.symptoms.red_flags import fired
from myotome.words.case import Case
from myotome.words.errors import MyotomeError, UnusableInput
from myotome.words.finding import Finding

TOPS = (1, 3, 5)
CALIBRATION_EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One evaluated case: the best rank among its true causes, that cause's probability, and who stood first."""

    case_id: str
    truth: tuple[str, ...]
    rank: int
    probability: float
    leader: str
    leader_probability: float
    findings: int
    red_flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions between two probabilities: how many, their mean, and the share that came true."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All cases together. ``top[k]`` is (share, low, high) with Wilson's 95 % interval; ties count against us."""

    ranked: tuple[Ranked, ...]
    failures: tuple[str, ...]
    top: Mapping[int, tuple[float, float, float]]
    mean_reciprocal_rank: float
    bins: tuple[Bin, ...]
    expected_calibration_error: float

    def lines(self) -> Iterable[str]:
        """The evaluation as lines for a terminal."""
        width = max((len(r.case_id) for r in self.ranked), default=4)
        yield f"{'case':{width}}  rank  P(truth)  truth; first where another"
        for r in self.ranked:
            first = "" if r.rank == 1 else f"; first: {r.leader} ({r.leader_probability:.2f})"
            flags = f"  [{', '.join(r.red_flags)}]" if r.red_flags else ""
            yield f"{r.case_id:{width}}  {r.rank:4d}  {r.probability:8.3f}  {' or '.join(r.truth)}{first}{flags}"
        yield from (f"not ranked, counted as not found: {failure}" for failure in self.failures)
        for k, (share, low, high) in self.top.items():
            yield f"top-{k}: {share:.3f} ({low:.2f} to {high:.2f}), {sum(r.rank <= k for r in self.ranked)} of {len(self.ranked) + len(self.failures)}"
        yield f"mean reciprocal rank: {self.mean_reciprocal_rank:.3f}"
        yield "calibration (every cause of every case): predicted -> observed"
        for b in self.bins:
            yield f"  {b.low:.2f} to {b.high:.2f}: {b.predicted:.3f} -> {b.observed:.3f}  (n = {b.count})"
        yield f"expected calibration error of the leading cause: {self.expected_calibration_error:.3f}"

    def to_json(self) -> dict[str, Any]:
        """The evaluation as plain values."""
        return {
            "cases": [{name: getattr(r, name) for name in Ranked.__dataclass_fields__} for r in self.ranked],
            "failures": list(self.failures),
            "top": {str(k): {"share": s, "low": lo, "high": hi} for k, (s, lo, hi) in self.top.items()},
            "mean_reciprocal_rank": self.mean_reciprocal_rank,
            "calibration": [{name: getattr(b, name) for name in Bin.__dataclass_fields__} for b in self.bins],
            "expected_calibration_error": self.expected_calibration_error,
        }


def evaluate(cases: Iterable[Case | MyotomeError], knowledge: Knowledge, evidence: str = "all") -> Evaluation:
    """Rank the truth of every case. A case that could not be read, states no truth or one that the catalogue lacks is a failure,
    named and counted as not found; raises UnusableInput when there is no other.
    """
    ranked: list[Ranked] = []
    predictions: list[tuple[float, bool]] = []
    failures: list[str] = []
    for case in cases:
        try:
            if isinstance(case, MyotomeError):
                raise case
            outcome, chances = _rank(case, knowledge, evidence)
        except MyotomeError as error:
            failures.append(error.sentence())
            continue
        ranked.append(outcome)
        predictions += [(p, slug in case.truth) for slug, p in chances.items()]
    if not ranked:
        raise UnusableInput("there is no case to evaluate", cure="Name a folder that holds case files with a truth.")
    n = len(ranked) + len(failures)
    return Evaluation(
        tuple(ranked),
        tuple(failures),
        {k: (sum(r.rank <= k for r in ranked) / n, *wilson(sum(r.rank <= k for r in ranked), n)) for k in TOPS},
        sum(1 / r.rank for r in ranked) / n,
        tuple(_bins(predictions)),
        _calibration_error([(r.leader_probability, r.rank == 1) for r in ranked]),
    )


def wilson(hits: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927, J Am Stat Assoc 22:209), 95 % by default."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, z * z
    centre, half = p + z2 / (2 * n), z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n)


def limit_evidence(case: Case, knowledge: Knowledge, evidence: str) -> tuple[Finding, ...]:
    """The findings of a case that its history and examination (``history``), its laboratory (``labs``) or all of it (``all``) give."""
    if evidence != "all":
        said = tuple(f for f in case.findings if _allowed(f.concept, knowledge, evidence))
        case = replace(case, findings=said, measurements=() if evidence == "history" else case.measurements)
    return gather(case, knowledge).findings


def _allowed(concept: str, knowledge: Knowledge, evidence: str) -> bool:
    ways = knowledge.vocabulary.resolve(concept).learned_by
    bedside = any(way in {"asked", "examined", "record"} for way in ways)
    laboratory = any(
        knowledge.orders[way[5:]].group == "blood" for way in ways if way[:5] == "test:" and way[5:] in knowledge.orders
    )
    return bedside or (evidence == "labs" and laboratory)


def _rank(case: Case, knowledge: Knowledge, evidence: str) -> tuple[Ranked, dict[str, float]]:
    if not case.truth:
        raise UnusableInput("states no truth to rank", place=case.id, cure="Add `truth: [cause]` to the case file.")
    for slug in case.truth:
        if slug not in knowledge.causes:
            raise UnusableInput(
                "the truth is no cause of the catalogue",
                place=case.id,
                value=slug,
                cure="See `myotome knowledge show causes`.",
            )
    findings = limit_evidence(case, knowledge, evidence)
    reasoner = knowledge.reasoner
    blind = replace(case, truth=())
    items = reasoner.weigh(findings).items
    marginal = reasoner.posterior(blind.person, blind.setting, items).marginal
    chances = {slug: float(p) for slug, p in zip(reasoner.model.causes, marginal, strict=True) if slug != LONE_CAUSE}
    best = max(case.truth, key=lambda slug: chances[slug])
    leader = max(chances, key=lambda slug: chances[slug])
    # A tie counts against us: everything at least as likely as the truth stands before it.
    rank = sum(p >= chances[best] for slug, p in chances.items() if slug not in case.truth) + 1
    flags = tuple(flag.flag.slug for flag in fired(findings, case.person))
    return Ranked(case.id, case.truth, rank, chances[best], leader, chances[leader], len(items), flags), chances


def _bins(predictions: Sequence[tuple[float, bool]]) -> Iterable[Bin]:
    for low, high in pairwise(CALIBRATION_EDGES):
        inside = [(p, hit) for p, hit in predictions if low <= p < high or (high == 1.0 and p == 1.0)]
        if inside:
            yield Bin(
                low,
                high,
                len(inside),
                sum(p for p, _ in inside) / len(inside),
                sum(hit for _, hit in inside) / len(inside),
            )


def _calibration_error(leading: Sequence[tuple[float, bool]]) -> float:
    error = 0.0
    for b in _bins(leading):
        error += b.count / len(leading) * abs(b.predicted - b.observed)
    return error
