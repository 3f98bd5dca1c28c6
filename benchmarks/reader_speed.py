"""Words per second of the reader on one core, on the sentences of its spec (or a text file): python benchmarks/reader_speed.py [FILE]."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.reader import read_text

SPEC = Path(__file__).resolve().parents[1] / "tests" / "spec" / "reader.tsv"


def main() -> None:
    if len(sys.argv) > 1:
        text = Path(sys.argv[1]).read_text(encoding="utf-8")
    else:
        rows = csv.DictReader(SPEC.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        text = "\n".join(row["sentence"] for row in rows)
    vocabulary = load_vocabulary()
    began = time.perf_counter()
    read_text("Weak legs.", vocabulary)
    print(f"first reading, with the lexicon built: {time.perf_counter() - began:.2f} s")
    times = max(1, 20_000 // max(1, len(text.split())))
    words = len(text.split()) * times
    began = time.perf_counter()
    for _ in range(times):
        read_text(text, vocabulary)
    spent = time.perf_counter() - began
    print(f"{words} words in {spent:.2f} s: {words / spent:,.0f} words per second")


if __name__ == "__main__":
    main()
