"""How well the reader finds what a person found in the development reports: precision, recall and F1, present and absent apart.

Usage: python validation/reader.py [--errors] [REPORTS GOLD]. The gold (tests/real/reader_gold.tsv) was written by hand before the reader ran: case,
field, characters, concept, state, side, site. A reading counts as right when field, phrase, concept and state agree and the spans touch. Rows
marked optional (a reader may say them or not) and concepts that a right finding implies are neither counted for nor against.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.symptoms.reader.report import read_fields

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT.parent / "shared" / "cases" / "reports_dev.jsonl"
GOLD = ROOT / "tests" / "real" / "reader_gold.tsv"


def compare(reports: Path, gold_file: Path) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Figures per state (present, absent, measurement, side, site) and the list of errors."""
    vocabulary = load_vocabulary()
    rows = [json.loads(line) for line in reports.read_text().splitlines() if line.strip()]
    gold = list(csv.DictReader(gold_file.read_text().splitlines(), delimiter="\t"))
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("present", "absent", "measurement", "side", "site")}
    errors: list[str] = []
    for number, row in enumerate(rows, start=1):
        case = f"report-{number:02d}"
        for field, item, reading in read_fields(row, vocabulary):
            here = [g for g in gold if g["case"] == case and g["field"] == field and int(g["item"]) == item]
            _findings(case, field, reading, here, vocabulary, counts, errors)
            _measurements(case, field, reading, here, counts, errors)
    return {name: _figures(count) for name, count in counts.items()}, errors


def _findings(case, field, reading, here, vocabulary: Vocabulary, counts, errors) -> None:  # type: ignore[no-untyped-def]
    wanted = [g for g in here if not g["concept"].startswith("=")]
    hit: set[int] = set()
    closed = {slug for g in wanted for slug in _implied(g["concept"], vocabulary)}
    for finding in reading.findings:
        span = finding.evidence.span
        same = [
            (n, g)
            for n, g in enumerate(wanted)
            if g["concept"] == finding.concept
            and g["state"] == finding.state
            and int(g["start"]) < span[1]
            and span[0] < int(g["end"])
        ]
        if same:
            best = next(
                (p for p in same if p[0] not in hit and (not p[1]["site"] or p[1]["site"] == finding.site)), same[0]
            )
            n, g = best
            if n not in hit and not g["optional"]:
                counts[g["state"]]["right"] += 1
                _detail(case, finding, g, counts, errors)
            hit.add(n)
        elif finding.concept in closed and finding.present:
            continue
        else:
            counts[finding.state]["wrong"] += 1
            errors.append(
                f"FALSE {case} {field}: {finding.evidence.text!r} -> {finding.state} {finding.concept} {finding.site}"
            )
    named = {(g["concept"], g["state"], g["site"]) for n, g in enumerate(wanted) if n in hit}
    for n, g in enumerate(wanted):
        said_by = [
            f
            for f in reading.findings
            if f.present and g["concept"] in _implied(f.concept, vocabulary) and _touch(f, g)
        ]
        if n not in hit and g["state"] == "present" and said_by and not g["optional"]:
            counts["present"]["right"] += 1
            continue
        if n not in hit and not g["optional"] and (g["concept"], g["state"], g["site"]) in named:
            continue  # said twice in one phrase: once is enough
        if n not in hit and not g["optional"]:
            counts[g["state"]]["missed"] += 1
            text = reading.text[int(g["start"]) : int(g["end"])]
            errors.append(f"MISSED {case} {field}: {text!r} -> {g['state']} {g['concept']} {g['site']}")


def _touch(finding, g) -> bool:  # type: ignore[no-untyped-def]
    span = finding.evidence.span
    return int(g["start"]) < span[1] and span[0] < int(g["end"])


def _detail(case, finding, g, counts, errors) -> None:  # type: ignore[no-untyped-def]
    for name in ("side", "site"):
        if g[name]:
            said = str(getattr(finding, name))
            counts[name]["right" if said == g[name] else "missed"] += 1
            if said != g[name]:
                errors.append(f"{name.upper()} {case} {finding.evidence.text!r}: {said} for {g[name]}")


def _measurements(case, field, reading, here, counts, errors) -> None:  # type: ignore[no-untyped-def]
    wanted = [g["concept"][1:] for g in here if g["concept"].startswith("=")]
    for m in reading.measurements:
        said = f"{m.measure} {m.quantity.value:g} {m.quantity.unit}"
        if said in wanted:
            wanted.remove(said)
            counts["measurement"]["right"] += 1
        elif "unit assumed" not in m.flags:
            counts["measurement"]["wrong"] += 1
            errors.append(f"FALSE value {case} {field}: {said}")
    counts["measurement"]["missed"] += len(wanted)
    errors += [f"MISSED value {case} {field}: {said}" for said in wanted]


def _implied(slug: str, vocabulary: Vocabulary) -> set[str]:
    found: set[str] = set()
    queue = [slug]
    while queue:
        for name in vocabulary.concepts[queue.pop()].implies:
            if name not in found:
                found.add(name)
                queue.append(name)
    return found


def _figures(count: Counter[str]) -> dict[str, float]:
    right, wrong, missed = count["right"], count["wrong"], count["missed"]
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"right": right, "wrong": wrong, "missed": missed, "precision": precision, "recall": recall, "f1": f1}


def main() -> None:
    paths = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    figures, errors = compare(*(paths or (REPORTS, GOLD)))
    if "--errors" in sys.argv:
        print("\n".join(errors))
    for name, f in figures.items():
        print(
            f"{name:12s} right {f['right']:.0f} wrong {f['wrong']:.0f} missed {f['missed']:.0f}  "
            f"precision {f['precision']:.3f} recall {f['recall']:.3f} F1 {f['f1']:.3f}"
        )


if __name__ == "__main__":
    main()
