"""Measures speed and memory now, prints the table and writes it to results.md. `make bench` runs it; about two minutes.

Run: `python benchmarks/run.py [--date 2026-11-23] [--patients 10000] [--out benchmarks/results.md]`.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # one core, said before numpy is loaded
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "src"))

import kernel_speed  # noqa: E402
import numpy as np  # noqa: E402  # after the number of threads is set
import pyagrum_peer  # noqa: E402

Row = tuple[str, str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--date", default=datetime.datetime.now(datetime.UTC).date().isoformat(), help="written beside the results"
    )
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=HERE / "results.md")
    wanted = parser.parse_args()
    rows = [*_speed(wanted.patients), *_memory(), *_peer()]
    text = "\n".join(_page(rows, wanted.date))
    wanted.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    print(f"\nWritten to {wanted.out}.")


def _speed(patients: int) -> Iterable[Row]:
    one = kernel_speed.one_patient()
    yield _time("differential with intervals, pushes and next tests, warm", one["warm"], 40, "median over the cases")
    yield _time("the same, first case of a fresh process after loading", one["cold"], 40, "7 fresh processes")
    yield _time(
        "the same, first case after `Reasoner.prepare()`, as a server does", one["ready"], 40, "7 fresh processes"
    )
    yield _time("`Reasoner.prepare()` itself", one["prepare"], None, "7 fresh processes")
    yield _time("`assess`, the whole path, warm", one["assess"], None, "median over the cases")
    yield _time("loading the knowledge", kernel_speed.load_time(), 300, "fresh processes")
    yield _time("`import myotome`", kernel_speed.import_time(), 150, "fresh processes")
    whole = kernel_speed.import_time("myotome.journey.assess")
    yield _time("`import myotome.journey.assess`, with numpy, scipy and pydantic", whole, None, "fresh processes")
    many = kernel_speed.batch(patients)
    how = f"{many['patients']:,.0f} patients from the model, {many['findings']:.0f} findings each, one core"
    yield _row("batch: findings to probabilities of all causes", many["ms_each"], "ms each", 1.0, how)
    yield _row("of which the kernel, all triples", many["kernel_ms_each"], "ms each", None, "2,000 of them")


def _memory() -> Iterable[Row]:
    for what, peak in kernel_speed.memory().items():
        yield _row(f"peak memory: {what}", peak, "MB", 400.0, "process of its own")


def _peer() -> Iterable[Row]:
    try:
        peer = pyagrum_peer.compare()
    except ImportError:
        yield ("against pyAgrum", "not measured", "", "pyAgrum is not installed: `make bench` installs it")
        return
    how = f"pyAgrum {peer.version} LazyPropagation, {peer.cases} cases of 20 findings, 20 causes x 60 findings, up to 3 causes"
    yield ("largest difference of a posterior from pyAgrum's", f"{peer.difference:.1e}", "1e-6", how)
    yield _row("pyAgrum, one case", peer.theirs_ms, "ms", None, "median")
    yield _row("our kernel, the same case", peer.ours_ms, "ms", None, "median of 21 each")
    yield ("pyAgrum's time / ours, in the same run", f"{peer.ratio:.0f}", "at least 100", "median over the cases")


def _time(what: str, spent: kernel_speed.Spent, most: float | None, how: str) -> Row:
    detail = f"{how}; n {spent.n}, fastest {spent.fastest_ms:.1f}, slowest {spent.slowest_ms:.1f}"
    return _row(what, spent.median_ms, "ms", most, detail)


def _row(what: str, value: float, unit: str, most: float | None, how: str) -> Row:
    target = "" if most is None else f"{most:g} {unit}: {'met' if value <= most else 'NOT met'}"
    return (what, f"{value:.2f} {unit}" if value < 10 else f"{value:.0f} {unit}", target, how)


def _page(rows: Iterable[Row], date: str) -> Iterable[str]:
    from myotome.wiring import knowledge

    known = knowledge()
    model = known.reasoner.model
    yield "# Speed and memory"
    yield ""
    yield f"Measured {date} by `python benchmarks/run.py` on one core of {_machine()}."
    yield (
        f"Python {platform.python_version()}, numpy {np.__version__}; Myotome {known.versions.program}, method "
        f"{known.versions.method}, knowledge {known.versions.knowledge}: {len(model.causes)} causes x "
        f"{len(model.concepts) + len(model.facet_value)} concepts, all sets of up to three causes."
    )
    yield "Medians, unless said otherwise; other programs ran on the machine."
    yield ""
    yield "| what | measured | target | how |"
    yield "|---|---|---|---|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    names = (
        [r.split(":")[1].strip() for r in info.read_text().splitlines() if r.startswith("model name")]
        if info.exists()
        else []
    )
    return f"{names[0] if names else platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


if __name__ == "__main__":
    main()
