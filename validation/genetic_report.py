"""How right the genetic ranking is: nested cross-validation by paper, two protocols, two baselines, and what each idea is worth.

Run: ``python validation/genetic_report.py CASES.tsv [--ablate] [--json OUT.json]``. Five minutes; the table goes to validation/genetic.md.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from genetic_baselines import frequency_ratio_scores, phrank_scores
from genetic_fit_weights import FITTED, collect, fold_of, nested

from myotome.diagnosis.genetic.evaluate import evaluate_phenopackets, read_case_row
from myotome.diagnosis.genetic.evaluation import GeneticEvaluation
from myotome.diagnosis.genetic.knowledge import Knowledge
from myotome.diagnosis.genetic.loader import load

Table = list[dict[str, str]]


def with_weights(knowledge: Knowledge, weights: np.ndarray | Mapping[str, float]) -> Knowledge:
    """The same knowledge with other weights of the parts (array: as fitted; mapping: some replaced)."""
    method = knowledge.method
    if isinstance(weights, Mapping):
        return replace(knowledge, method=replace(method, weights={**method.weights, **weights}))
    named = {**method.weights, **dict(zip(FITTED, weights[:-2].tolist(), strict=True))}
    return replace(
        knowledge,
        method=replace(method, weights=named, unknown_base=float(weights[-2]), unknown_per_term=float(weights[-1])),
    )


def nested_evaluation(
    table: Table, knowledge: Knowledge, by_fold: dict[int, np.ndarray], *, keep_pooled: bool
) -> GeneticEvaluation:
    """Every case ranked with the weights that were fitted without its paper's fold, and without its paper's rows."""
    parts = []
    for fold, weights in by_fold.items():
        rows = [row for row in table if fold_of(row["pmid"]) == fold]
        if rows:
            parts.append(
                evaluate_phenopackets(
                    rows, with_weights(knowledge, weights), keep_pooled=keep_pooled, clock=time.perf_counter
                )
            )
    return replace(parts[0], cases=tuple(case for part in parts for case in part.cases))


def baselines(table: Table, knowledge: Knowledge, *, keep_pooled: bool) -> dict[str, dict[str, tuple[int, str, int]]]:
    """Worst rank among OMIM of each case by Phrank and by a plain frequency likelihood ratio, on the same rows."""
    found: dict[str, dict[str, tuple[int, str, int]]] = {"Phrank": {}, "frequency LR": {}}
    for pmid in sorted({row["pmid"] for row in table}):
        annotations = knowledge.annotations.without(pmid, keep_pooled=keep_pooled)
        for row in (row for row in table if row["pmid"] == pmid):
            truth = annotations.disease_ids.index(row["disease_id"])
            phenotype = read_case_row(row, knowledge)
            for name, scorer in (("Phrank", phrank_scores), ("frequency LR", frequency_ratio_scores)):
                scores = scorer(annotations, knowledge.ontology, phenotype)
                rank = int(np.count_nonzero(scores >= scores[truth] - 1e-9))
                found[name][row["case_id"]] = (rank, pmid, annotations.distinct_terms(truth))
    return found


def print_baseline(name: str, ranks: dict[str, tuple[int, str, int]]) -> None:
    """Print one baseline's line for described diseases and for all cases."""
    for which, least in (("described", 5), ("all", 0)):
        rows = [row for row in ranks.values() if row[2] >= least]
        places = np.array([row[0] for row in rows])
        papers = [np.array([r for r, p, _ in rows if p == pmid]) for pmid in {p for _, p, _ in rows}]
        tops = [float(np.mean(places <= k)) for k in (1, 3, 10)]
        mean = [float(np.mean([np.mean(paper <= k) for paper in papers])) for k in (1, 10)]
        print(f"{name + ', ' + which:38}{len(rows):6}{len(papers):7}{tops[0]:7.3f}{tops[1]:7.3f}{tops[2]:7.3f}"
              f"{float(np.mean(1 / places)):7.3f}   {mean[0]:.3f}, {mean[1]:.3f}", flush=True)  # fmt: skip


ABLATIONS: dict[str, dict[str, float]] = {
    "all parts": {},
    "without branches": {"branches": 0.0},
    "without best match": {"best_match": 0.0},
    "without related terms": {"related": 0.0},
    "without excluded signs": {"excluded": 0.0},
    "without sex": {"sex": 0.0},
    "onset weight 0": {"onset": 0.0},
    "onset weight 0.5": {"onset": 0.5},
    "only best match": {"branches": 0.0, "related": 0.0, "excluded": 0.0, "onset": 0.0, "sex": 0.0},
    "only branches": {"best_match": 0.0, "related": 0.0, "excluded": 0.0, "onset": 0.0, "sex": 0.0},
    "only related terms": {"best_match": 0.0, "branches": 0.0, "excluded": 0.0, "onset": 0.0, "sex": 0.0},
}


def ablate(table: Table, knowledge: Knowledge, *, keep_pooled: bool) -> None:
    """Print what is lost without each part (shipped weights; strict or pooled rows kept)."""
    for name, weights in ABLATIONS.items():
        evaluation = evaluate_phenopackets(table, with_weights(knowledge, weights), keep_pooled=keep_pooled)
        among_omim = next(s for s in evaluation.summaries() if s.what.startswith("disease among OMIM, described"))
        print(f"  {name:26} top-1 {among_omim.top1:.3f} top-10 {among_omim.top10:.3f} MRR {among_omim.mrr:.3f}  "
              f"per paper {among_omim.paper_top1:.3f} {among_omim.paper_top10:.3f}", flush=True)  # fmt: skip


def main(path: Path) -> dict[str, object]:
    """Print the report; return its figures."""
    knowledge = load()
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t"))
    by_fold = nested(collect(path))
    figures: dict[str, object] = {}
    for keep_pooled in (False, True):
        evaluation = nested_evaluation(table, knowledge, by_fold, keep_pooled=keep_pooled)
        print("\n".join(evaluation.lines()), flush=True)
        figures[evaluation.protocol] = evaluation.to_json()
        for name, ranks in baselines(table, knowledge, keep_pooled=keep_pooled).items():
            print_baseline(name, ranks)
        if "--ablate" in sys.argv:
            ablate(table, knowledge, keep_pooled=keep_pooled)
        print()
    return figures


if __name__ == "__main__":
    report = main(Path(sys.argv[1]))
    if "--json" in sys.argv:
        Path(sys.argv[sys.argv.index("--json") + 1]).write_text(json.dumps(report, indent=1), encoding="utf-8")
