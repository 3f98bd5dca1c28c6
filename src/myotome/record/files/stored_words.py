"""Measurements, findings and medicines into JSON and back, for what a file proposes."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter

from myotome.words.case import Medication
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement

_MEASUREMENT: Final[TypeAdapter[Measurement]] = TypeAdapter(Measurement)
_FINDING: Final[TypeAdapter[Finding]] = TypeAdapter(Finding)
_MEDICATION: Final[TypeAdapter[Medication]] = TypeAdapter(Medication)


def as_json(content: Measurement | Finding | Medication) -> Any:
    """Plain values that JSON can hold."""
    if isinstance(content, Measurement):
        return _MEASUREMENT.dump_python(content, mode="json")
    if isinstance(content, Finding):
        return _FINDING.dump_python(content, mode="json")
    return _MEDICATION.dump_python(content, mode="json")


def measurement_from(value: Any) -> Measurement:
    """The measurement that ``as_json`` wrote."""
    return _MEASUREMENT.validate_python(value)


def finding_from(value: Any) -> Finding:
    """The finding that ``as_json`` wrote."""
    return _FINDING.validate_python(value)


def medication_from(value: Any) -> Medication:
    """The medicine that ``as_json`` wrote."""
    return _MEDICATION.validate_python(value)
