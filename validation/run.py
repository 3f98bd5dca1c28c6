"""How right Myotome is on what can be seen here: published cases, other weights, simulated patients. `make validate` runs it.

Run: `python validation/run.py [--date 2026-11-23] [--worlds 25] [--each 30] [--seed 1]`; about four minutes. It prints the report and
writes `reports.md` and `reliability.svg` beside itself.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Iterable
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # said before numpy is loaded
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "src"))

import reports  # noqa: E402  # after the number of threads is set
import simulated_report  # noqa: E402
from reliability import reliability_svg  # noqa: E402

from myotome.wiring import cases_in, knowledge  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", default=datetime.datetime.now(datetime.UTC).date().isoformat())
    parser.add_argument("--worlds", type=int, default=25)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    text = []
    for line in _lines(wanted):
        print(line, flush=True)
        text.append(line)
    (HERE / "reports.md").write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")
    (HERE / "reliability.svg").write_text(reliability_svg(simulated_report.diagrams), encoding="utf-8")


def _lines(wanted: argparse.Namespace) -> Iterable[str]:
    known = knowledge()
    versions = known.versions
    yield "# How right Myotome is on what can be seen here"
    yield ""
    yield (
        f"Written {wanted.date} by `python validation/run.py --worlds {wanted.worlds} --each {wanted.each} --seed {wanted.seed}`; "
        f"Myotome {versions.program}, method {versions.method}, knowledge {versions.knowledge}, "
        f"{len(known.reasoner.model.causes)} causes."
    )
    yield ""
    yield from reports.tables(cases_in(HERE.parent / "examples" / "reports"), known)
    yield ""
    yield from simulated_report.tables(known, wanted.worlds, wanted.each, wanted.seed)


if __name__ == "__main__":
    main()
