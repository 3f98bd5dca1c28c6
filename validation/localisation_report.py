"""How right localisation is on the written patterns, without and with one wrong sign, and what each of its parts is worth.

Run: `python validation/localisation_report.py [--draws 20] [--seed 1]`. The figures of a run stand in validation/localisation.md.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from myotome.localisation.evidence import Item, Sensation
from myotome.localisation.observe import observations
from myotome.localisation.ranking import rank
from myotome.localisation.weigh import weigh
from spec.localisation_noise import drawn, wrong_signs
from spec.localisation_table import FOLDER, Pattern, pattern, patterns


def place(row: Pattern, *extra: Item) -> tuple[int, float]:
    """Rank of the right lesion and posterior of the leader."""
    ranked = rank(weigh(observations((*row.evidence.items, *extra))))
    found = next((n for n, explanation in enumerate(ranked, start=1) if row.is_met_by(explanation)), 999)
    return found, ranked[0].posterior


def shares(places: Sequence[int]) -> str:
    size = len(places)
    return f"n {size}, top-1 {sum(p == 1 for p in places) / size:.1%}, top-3 {sum(p <= 3 for p in places) / size:.1%}"


def reliability(pairs: Iterable[tuple[int, float]]) -> None:
    """Stated posterior of the leader against how often it was right."""
    bins: dict[int, list[tuple[int, float]]] = {}
    for found, posterior in pairs:
        bins.setdefault(min(int(posterior * 5), 4), []).append((found, posterior))
    for index, members in sorted(bins.items()):
        right = sum(found == 1 for found, _ in members) / len(members)
        stated = sum(posterior for _, posterior in members) / len(members)
        print(
            f"  stated {index / 5:.1f} to {index / 5 + 0.2:.1f}: n {len(members)}, mean {stated:.2f}, right {right:.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = patterns()
    with (FOLDER / "localisation_terse.tsv").open(encoding="utf-8", newline="") as file:
        terse = tuple(pattern(row) for row in csv.DictReader(file, delimiter="\t"))
    for name, table in (("patterns", rows), ("short patterns, written after the code", terse)):
        plain = [place(row) for row in table]
        print(f"{name}: {shares([p for p, _ in plain])}")
        print("  not first:", ", ".join(row.id for row, (p, _) in zip(table, plain, strict=True) if p > 1))
        noisy = [(row.id, *place(row, wrong)) for row in table for wrong in drawn(row, asked.draws, asked.seed)]
        print(f"{name} with one wrong sign: {shares([p for _, p, _ in noisy])}")
        print("  outside three, most often:", Counter(i for i, p, _ in noisy if p > 3).most_common(8))
        reliability((p, posterior) for _, p, posterior in noisy)
    l5 = [row for row in rows if row.lesion == "root_l5"]
    false = [place(row, w)[0] for row in l5 for w in wrong_signs(row) if isinstance(w, Sensation)]
    print(f"L5 with every false sensory sign in turn: {shares(false)}, worst place {max(false)}")


if __name__ == "__main__":
    main()
