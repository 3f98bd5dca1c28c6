"""How long Myotome takes, and how much memory: loading, importing, one patient cold and warm, ten thousand in turn.

Times of one patient count from the findings to the ranking with intervals, pushes and next tests. Every time is on one core, and other
programs may run beside: the median of many is reported, and the fastest as the nearest to a quiet machine.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "validation"))

REPORTS = ROOT / "examples" / "reports"
FINDINGS_PER_PATIENT = 12


@dataclass(frozen=True)
class Spent:
    """Milliseconds: median, fastest and slowest of ``n``."""

    median_ms: float
    fastest_ms: float
    slowest_ms: float
    n: int


def spent(milliseconds: Sequence[float]) -> Spent:
    return Spent(statistics.median(milliseconds), min(milliseconds), max(milliseconds), len(milliseconds))


def import_time(module: str = "myotome", rounds: int = 7) -> Spent:
    """`import <module>` in a fresh process each time, the interpreter's own start taken off."""
    code = f"import time; t = time.perf_counter(); import {module}; print(1e3 * (time.perf_counter() - t))"
    return spent([float(_fresh(code)) for _ in range(rounds)])


def load_time(rounds: int = 5) -> Spent:
    """`load_knowledge()` in a fresh process each time, after its imports."""
    code = (
        "import time; from myotome.journey.knowledge import load_knowledge\n"
        "t = time.perf_counter(); load_knowledge(); print(1e3 * (time.perf_counter() - t))"
    )
    return spent([float(_fresh(code)) for _ in range(rounds)])


def one_patient(cold_cases: int = 7, rounds: int = 5) -> dict[str, Spent]:
    """The published cases: the first case of a fresh process, and each of them again once everything is worked out."""
    call = "import kernel_speed; kernel_speed.print_first({}, prepared={})"
    cold = [json.loads(_fresh(call.format(k, False))) for k in range(cold_cases)]
    ready = [json.loads(_fresh(call.format(k, True))) for k in range(cold_cases)]
    from myotome.journey.assess import assess
    from myotome.wiring import cases_in, knowledge

    known, warm, whole = knowledge(), [], []
    cases = cases_in(REPORTS)
    for case in cases:
        differential_and_tests(known, case)
        assess(case, known)
    for case in cases:
        times = [_timed(lambda case=case: differential_and_tests(known, case)) for _ in range(rounds)]
        warm.append(statistics.median(times))
        whole.append(statistics.median(_timed(lambda case=case: assess(case, known)) for _ in range(rounds)))
    return {
        "cold": spent([row["differential_ms"] for row in cold]),
        "ready": spent([row["differential_ms"] for row in ready]),
        "prepare": spent([row["prepare_ms"] for row in ready]),
        "warm": spent(warm),
        "assess": spent(whole),
    }


def print_first(number: int, *, prepared: bool) -> None:
    """In a fresh process: time the first case after loading, or after all was worked out beforehand, and print it."""
    from myotome.wiring import cases_in, knowledge

    known = knowledge()
    case = cases_in(REPORTS)[number]
    prepare = _timed(known.reasoner.prepare) if prepared else 0.0
    first = _timed(lambda: differential_and_tests(known, case))
    print(json.dumps({"prepare_ms": prepare, "differential_ms": first}))


def differential_and_tests(known, case):  # type: ignore[no-untyped-def]
    """The differential with intervals, pushes and joint explanations, and the next tests."""
    from myotome.diagnosis.next_test import propose_tests

    reasoner = known.reasoner
    evidence = reasoner.weigh(case.findings)
    prior = reasoner.prior(case.person, case.setting)
    posterior = reasoner.posterior(case.person, case.setting, evidence.items)
    ranked = reasoner.describe(case.setting, evidence, prior, posterior)
    return ranked, propose_tests(reasoner.outlook(case.setting, posterior, evidence), known.orders, case.setting)


def batch(count: int = 10_000) -> dict[str, float]:
    """Milliseconds a patient for the probabilities of all causes, from findings; the patients are drawn from the model by a seed."""
    from myotome.wiring import knowledge
    from myotome.words.case import Setting

    known = knowledge()
    patients = some_patients(known, count)
    reasoner = known.reasoner
    given = [(case.person, Setting.CLINIC, case.findings) for case in patients]
    for _ in reasoner.probabilities(given[:500]):
        pass
    start = time.perf_counter()
    ranked = sum(int(marginal.argmax() >= 0) for marginal in reasoner.probabilities(given))
    whole = time.perf_counter() - start
    weighed = [(reasoner.prior(who, where), reasoner.weigh(seen).items) for who, where, seen in given[:2000]]
    from myotome.diagnosis.kernel import marginals

    start = time.perf_counter()
    for _ in marginals(reasoner.expansion, weighed):
        pass
    kernel = (time.perf_counter() - start) / len(weighed)
    return {
        "patients": ranked,
        "ms_each": 1e3 * whole / ranked,
        "kernel_ms_each": 1e3 * kernel,
        "findings": statistics.mean(len(case.findings) for case in patients),
    }


def some_patients(known, count: int, seed: int = 1):  # type: ignore[no-untyped-def]
    """Patients drawn from the model: 12 findings each, of the standard questions, and the values of the bedside facets."""
    from dataclasses import replace

    from simulated import Ward, draw_world

    from myotome.words.case import Setting

    chance = np.random.default_rng(seed)
    ward = Ward(known, Setting.CLINIC)
    world = draw_world(known, Setting.CLINIC, chance, spread=0)
    patients = ward.patients(world, count, chance, "bench", rounds=None)
    kept = []
    for patient in patients:
        findings = patient.case.findings
        chosen = chance.choice(len(findings), min(FINDINGS_PER_PATIENT, len(findings)), replace=False)
        kept.append(replace(patient.case, findings=tuple(findings[k] for k in sorted(chosen))))
    return kept


def memory() -> dict[str, float]:
    """Peak memory in MB (10^6 bytes), each in a process of its own: the ranking of the published cases, `assess` on them, the batch."""
    every = "from myotome.wiring import cases_in, knowledge\nfor case in cases_in(kernel_speed.REPORTS){}: {}"
    ranking, whole = "kernel_speed.differential_and_tests(knowledge(), case)", "assess(case, knowledge())"
    return {
        "ranking and next tests, first case": peak_memory_mb(every.format("[:1]", ranking)),
        "ranking and next tests, all cases": peak_memory_mb(every.format("", ranking)),
        "assess, all cases": peak_memory_mb("from myotome.journey.assess import assess\n" + every.format("", whole)),
        "all worked out beforehand": peak_memory_mb(
            "from myotome.wiring import knowledge\nknowledge().reasoner.prepare()"
        ),
        "batch of 2,000": peak_memory_mb("kernel_speed.batch(2000)"),
    }


def peak_memory_mb(code: str) -> float:
    """Largest resident memory of a fresh process that runs ``code``.

    Linux tells it in /proc; getrusage would count the process that forked, too, and is used elsewhere.
    """
    return float(_fresh(f"import kernel_speed\n{code}\nprint(kernel_speed.own_peak_mb())").splitlines()[-1])


def own_peak_mb() -> float:
    """Largest resident memory of this process so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _timed(work) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def _fresh(code: str) -> str:
    """What a fresh Python prints; the benchmark's own folder is on its path."""
    path = os.pathsep.join([str(ROOT / "benchmarks"), str(ROOT / "validation"), str(ROOT / "src")])
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a benchmark failed in its own process:\n{done.stderr}")
    return done.stdout.strip()
