"""Published reports as JSON lines, plain phrases per field: read into Cases with no hand on them, their truth beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from myotome.causes.cause import Cause
from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.reader.report import read_report
from myotome.words.case import Case
from myotome.words.errors import MyotomeError, UnusableInput

COVERS = {
    "lgmd": ("dysferlinopathy",),
    "cachexia_cancer_chronic": ("cardiac_cachexia", "copd_wasting", "renal_wasting"),
}
"""Causes of the evidence tables that the catalogue keeps in several files."""
ALIKE = 86.0
"""Likeness (0 to 100) from which the words of a true cause are taken for a cause's name."""


def read_reports(path: Path, vocabulary: Vocabulary, causes: Mapping[str, Cause]) -> Iterator[Case | MyotomeError]:
    """One Case per line, or the error that names the line when it is no report or its truth is no cause known here."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(f"cannot be read: {error}", place=str(path), cure="Give JSON lines in UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}, line {number}"
            try:
                row = _row(line)
                case = read_report(row, vocabulary, f"{number:02d} {_name(row)}")
                yield replace(case, truth=true_causes(row, causes))
            except MyotomeError as error:
                yield error.at(place)


def true_causes(row: Mapping[str, Any], causes: Mapping[str, Cause]) -> tuple[str, ...]:
    """The cause of the row's code or name, and the finer causes of the catalogue that such a code stands for."""
    cause = true_cause(row, causes)
    return (cause, *COVERS.get(cause, ()))


def true_cause(row: Mapping[str, Any], causes: Mapping[str, Cause]) -> str:
    """Slug of the cause that a row states as true: by its code, else by the words of its name; raises UnusableInput when none fits."""
    code, words = _plain(str(row.get("cause_code", ""))), str(row.get("true_cause", ""))
    exact = {slug: slug for slug in causes} | {_plain(c.evidence_name): s for s, c in causes.items() if c.evidence_name}
    if code in exact:
        return exact[code]
    names = {name.lower(): slug for slug, c in causes.items() for name in (c.label, *c.synonyms)}
    found = process.extractOne(
        _bare(words), {n: _bare(n) for n in names}, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE
    )
    starting = [
        slug
        for slug in causes
        if code and (slug.startswith(code) or _plain(causes[slug].evidence_name).startswith(code))
    ]
    if len(starting) == 1:
        return starting[0]
    if found is not None:
        return names[found[2]]
    if starting:
        return min(starting, key=len)
    raise UnusableInput(
        "its true cause is no cause known here", value=words or code, cure="See `myotome knowledge show causes`."
    )


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnusableInput(f"broken JSON: {error.msg}", cure="Each line is one JSON object.") from error
    if not isinstance(row, dict):
        raise UnusableInput("a report is an object", value=type(row).__name__, cure="Each line is one JSON object.")
    return row


def _name(row: Mapping[str, Any]) -> str:
    """A short name that tells rows apart without copying their text."""
    address = str(row.get("source_url", "")).rstrip("/")
    return (re.sub(r"[^\w.-]+", "-", address.rpartition("/")[2])[:40] or "report").strip("-")


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9 ]+", " ", name.lower())
