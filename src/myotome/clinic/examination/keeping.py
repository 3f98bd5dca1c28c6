"""Keeps what an examination found: an earlier examined finding of the same sign at the same place gives way to the new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from myotome.record.file import PatientFile
from myotome.words.finding import Finding, Origin

WHY_REPLACED = "examined again"


def keep_examined(file: PatientFile, found: Iterable[Finding], on: Any) -> None:
    """Append the findings on one occasion (``file.begin``). What the patient said stays beside what was seen."""
    held = {place_of(row.content): row for row in file.entries("finding") if isinstance(row.content, Finding)}
    for finding in found:
        before = held.get(place_of(finding))
        if before is None or not isinstance(before.content, Finding):
            file.add_finding(finding, on)
        elif before.content.evidence.origin is Origin.EXAMINED:
            file.correct_finding(before.ref, finding, WHY_REPLACED, on)
        else:
            file.add_finding(finding, on)


def place_of(finding: Finding) -> tuple[str, str, str]:
    """What makes two findings speak of the same: concept, site and side."""
    return finding.concept, finding.site, finding.side.value
