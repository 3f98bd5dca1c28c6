"""Fit the weights of the score's parts and of *not in the knowledge base*, and say what they are worth on papers not seen.

Run: ``python validation/genetic_fit_weights.py CASES.tsv [--write]``. How: validation/genetic.md. Takes about three minutes.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from myotome.diagnosis.genetic.evaluate import read_case_row
from myotome.diagnosis.genetic.likelihood import score_parts
from myotome.diagnosis.genetic.loader import load
from myotome.diagnosis.genetic.method import PARTS

FOLDS = 7
SHARE_NOT_IN_KNOWLEDGE = 0.25
FITTED = ("branches", "best_match", "related", "excluded", "onset")
START = np.array([0.1, 0.1, 5.0, 0.1, 0.1, 0.0, 0.0])
HIGHEST = (1.0, 1.0, 12.0, 1.0, 1.0, 40.0, 2.0)
LOWEST = (0.0, 0.0, 0.0, 0.0, 0.1)
"""The cases ask for no weight on onset at all; it keeps a little, since a wrong age does speak against a disease."""
PENALTY = 0.3
HOPELESS = 1e-4
OUT = Path(__file__).parents[1] / "src/myotome/diagnosis/genetic/data/weights.toml"


class Row(NamedTuple):
    """One case: parts of all entries (entries x fitted), what is not fitted, the truth's number, own terms left, signs."""

    pmid: str
    parts: np.ndarray
    fixed: np.ndarray
    truth: int
    left: int
    signs: int


def collect(path: Path, *, keep_pooled: bool = False) -> list[Row]:
    """The parts of every case, its own paper's rows dropped."""
    knowledge = load()
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: row["pmid"])
    collected, reduced, last = [], knowledge, ""
    for row in rows:
        if row["pmid"] != last:
            last, reduced = row["pmid"], knowledge.without_publication(row["pmid"], keep_pooled=keep_pooled)
        phenotype = read_case_row(row, knowledge)
        parts = score_parts(phenotype, reduced.evidence, reduced.ontology, reduced.method.likelihood)
        truth = knowledge.entry_number(row["disease_id"])
        left = int(reduced.evidence.profiles.own_terms[truth])
        matrix = np.stack([parts[name] for name in FITTED], axis=1).astype(np.float32)
        collected.append(Row(last, matrix, parts["sex"], truth, left, len(phenotype.present)))
    return collected


def loss(weights: np.ndarray, rows: list[Row]) -> tuple[float, np.ndarray]:
    """Cross-entropy per paper, and its gradient; the last two weights score *not in the knowledge base*."""
    total, gradient = (
        PENALTY * float((((weights - START) / HIGHEST) ** 2).sum()),
        2 * PENALTY * (weights - START) / np.square(HIGHEST),
    )
    cases = Counter(row.pmid for row in rows)
    for row in rows:
        share = cases[row.pmid] ** -0.7
        scores = row.parts @ weights[:-2] + row.fixed
        features = np.array([1.0, row.signs])
        unknown = float(features @ weights[-2:])
        top = max(float(scores.max()), unknown)
        odds, unknown_odds = np.exp(scores - top), np.exp(unknown - top)
        for weight, without_truth in ((1 - SHARE_NOT_IN_KNOWLEDGE, False), (SHARE_NOT_IN_KNOWLEDGE, True)):
            kept = odds.copy()
            if without_truth:
                kept[row.truth] = 0
            everything = float(kept.sum()) + unknown_odds
            mean = np.concatenate([row.parts.T @ kept / everything, unknown_odds / everything * features])
            right_odds, right = 0.0, np.zeros(len(weights))
            if not without_truth:
                right_odds += float(kept[row.truth])
                right[:-2] += kept[row.truth] * row.parts[row.truth]
            if without_truth or row.left == 0:
                right_odds += float(unknown_odds)
                right[-2:] += unknown_odds * features
            p = right_odds / everything
            total -= share * weight * np.log(p + HOPELESS)
            gradient = gradient - share * weight * (p / (p + HOPELESS)) * (right / max(right_odds, 1e-300) - mean)
    return total, gradient


def fit(rows: list[Row]) -> np.ndarray:
    """Weights of FITTED and the two of *not in the knowledge base*, none below 0 but the base."""
    bounds = [*zip(LOWEST, HIGHEST[:-2], strict=True), (-20.0, HIGHEST[-2]), (0.0, HIGHEST[-1])]
    return np.asarray(minimize(loss, START, args=(rows,), jac=True, bounds=bounds, method="L-BFGS-B").x)


def fold_of(pmid: str) -> int:
    """The fold that a paper belongs to; all its cases go together."""
    return int(hashlib.sha256(f"fold {pmid}".encode()).hexdigest(), 16) % FOLDS


def nested(rows: list[Row]) -> dict[int, np.ndarray]:
    """For each fold the weights that were fitted without it."""
    return {fold: fit([row for row in rows if fold_of(row.pmid) != fold]) for fold in range(FOLDS)}


def unknown_shares(rows: list[Row], by_fold: dict[int, np.ndarray]) -> tuple[float, float]:
    """Mean posterior of *not in the knowledge base* with the truth among the diseases, and with it taken out."""
    found: tuple[list[float], list[float]] = ([], [])
    for row in (row for row in rows if row.left):
        weights = by_fold[fold_of(row.pmid)]
        odds = np.exp(row.parts @ weights[:-2] + row.fixed)
        unknown = float(np.exp(weights[-2] + weights[-1] * row.signs))
        everything = float(odds.sum()) + unknown
        found[0].append(unknown / everything)
        found[1].append(unknown / (everything - float(odds[row.truth])))
    return float(np.mean(found[0])), float(np.mean(found[1]))


def class_temperature(rows: list[Row], by_fold: dict[int, np.ndarray]) -> float:
    """Temperature at which the posterior of the right class fits best, each case scored by weights that never saw its paper."""
    class_of = load().class_of
    cases = Counter(row.pmid for row in rows)

    def loss(log_temperature: float) -> float:
        total = 0.0
        for row in rows:
            scores = (row.parts @ by_fold[fold_of(row.pmid)][:-2] + row.fixed) / np.exp(log_temperature)
            odds = np.exp(scores - scores.max())
            shares = np.bincount(class_of, weights=odds)
            total -= cases[row.pmid] ** -0.7 * np.log(shares[class_of[row.truth]] / shares.sum())
        return total

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def write(weights: np.ndarray, spread: np.ndarray, temperature: float, out: Path = OUT) -> None:
    """Write the weights with where they come from."""
    lines = [
        'version = "1"',
        'source = "Fitted by validation/genetic_fit_weights.py on 202 cases, 77 papers, of phenopacket-store b694d17 '
        '(BSD-3-Clause), each ranked without its own paper"',
        'population = "published cases with muscle weakness, wasting, myopathy or neuropathy"',
        'confidence = "verified"',
        "",
        "# Weight of each part of the score; the comment is the standard deviation over the folds.",
        "[weight]",
        *(f"{name} = {value:.4f}  # {sd:.4f}" for name, value, sd in zip(FITTED, weights, spread, strict=False)),
        "sex = 1.0  # not fitted",
        "",
        "# Score of *not in the knowledge base*: base + per_term x number of present signs; a quarter of cases lack their disease.",
        "[not_in_knowledge]",
        f"base = {weights[-2]:.4f}  # {spread[-2]:.4f}",
        f"per_term = {weights[-1]:.4f}  # {spread[-1]:.4f}",
        "",
        "# Scores are divided by this before they are added up per class; fitted on the nested scores.",
        "[class]",
        f"temperature = {temperature:.4f}",
    ]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    assert set(FITTED) | {"sex"} == set(PARTS)
    the_rows = collect(Path(sys.argv[1]))
    by_fold = nested(the_rows)
    final = fit(the_rows)
    spread_over_folds = np.std(list(by_fold.values()), axis=0)
    print("weights", dict(zip((*FITTED, "base", "per_term"), final.round(4).tolist(), strict=True)))
    print("spread over folds", spread_over_folds.round(4).tolist())
    temperature_of_classes = class_temperature(the_rows, by_fold)
    print("class temperature", round(temperature_of_classes, 3))
    with_it, without_it = unknown_shares(the_rows, by_fold)
    print(
        f"not in the knowledge base: {with_it:.3f} with the truth among the diseases, {without_it:.3f} with it taken out"
    )
    if "--write" in sys.argv:
        write(final, spread_over_folds, temperature_of_classes)
