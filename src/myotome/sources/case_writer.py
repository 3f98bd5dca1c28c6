"""A Case back into a case file: what `parse_case` reads is what this writes."""

from __future__ import annotations

from typing import Any

import yaml

from myotome.words.case import Case, Setting, Sex
from myotome.words.finding import Finding, Origin
from myotome.words.side import Side


def case_document(case: Case) -> dict[str, Any]:
    """Plain values in the format of a case file; what is not known is left out."""
    person = {
        "age_years": case.person.age_years,
        "sex": None if case.person.sex is Sex.UNKNOWN else case.person.sex.value,
        "weight_kg": case.weight_kg,
    }
    document: dict[str, Any] = {
        "format": "myotome-case/1",
        "id": case.id,
        "person": _said(person),
        "setting": Setting(case.setting).value,
        "seen_on": case.seen_on,
        "complaint": case.complaint,
        "findings": [_finding(finding) for finding in case.findings],
        "medications": [
            _said({"name": m.name, "dose": m.dose, "started": m.started, "stopped": m.stopped})
            | {"still_taken": m.still_taken}
            for m in case.medications
        ],
        "injuries": [
            _said(
                {
                    "what": i.what,
                    "place": i.place.value if i.place else None,
                    "side": None if i.side is Side.UNSTATED else i.side.value,
                    "year": i.year,
                    "month": i.month,
                    "harms": [harm.value for harm in i.harms],
                    "before": i.before,
                    "same_limb": i.same_limb,
                }
            )
            for i in case.injuries
        ],
        "measurements": [
            _said(
                {
                    "measure": m.measure,
                    "value": m.quantity.value,
                    "unit": m.quantity.unit,
                    "limits": _said({"low": m.norm.low, "high": m.norm.high}) if m.norm else None,
                    "side": None if m.side is Side.UNSTATED else m.side.value,
                    "site": m.site,
                    "method": m.method,
                    "taken_on": m.taken_on,
                }
            )
            for m in case.measurements
        ],
        "terms": [_said({"hpo": t.hpo, "label": t.label}) | {"present": t.present} for t in case.terms],
        "notes": case.notes,
        "sources": list(case.sources),
        "truth": list(case.truth),
    }
    return _said(document)


def case_yaml(case: Case) -> str:
    """The case as YAML text."""
    return str(yaml.safe_dump(case_document(case), sort_keys=False, allow_unicode=True, width=110))


def _finding(finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {"present" if finding.present else "absent": finding.concept}
    row |= {
        "side": None if finding.side is Side.UNSTATED else finding.side.value,
        "site": finding.site,
        "grade": finding.grade,
        "started": finding.started,
        "how": None if finding.evidence.origin is Origin.REPORTED else finding.evidence.origin.value,
        "text": finding.evidence.text,
    }
    return _said(row)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """The row without what nobody said."""
    return {
        name: value for name, value in row.items() if value is not None and value != "" and value != [] and value != {}
    }
