"""How long localisation takes per case: weighing alone, and the whole answer with reasons, next signs and facet.

Run: `python benchmarks/localisation_speed.py`. One core; the first call, which builds the tables, is reported apart.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from myotome.localisation.localise import localise
from myotome.localisation.observe import observations
from myotome.localisation.weigh import weigh
from spec.localisation_table import patterns


def main() -> None:
    start = time.perf_counter()
    localise(patterns()[0].evidence)
    print(f"first call with tables: {1e3 * (time.perf_counter() - start):.0f} ms")
    for name, work in (("weighing", lambda e: weigh(observations(e.items))), ("whole answer", localise)):
        spent = []
        for _ in range(5):
            for row in patterns():
                start = time.perf_counter()
                work(row.evidence)
                spent.append(1e3 * (time.perf_counter() - start))
        spent.sort()
        p99 = spent[int(0.99 * len(spent))]
        print(
            f"{name}: median {statistics.median(spent):.2f} ms, 99th percentile {p99:.2f} ms, most {spent[-1]:.2f} ms"
        )


if __name__ == "__main__":
    main()
