"""What to do for one case: first what is dangerous, then what fits the ranked causes, and what is not recommended, each with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from myotome.causes.cause import Cause
from myotome.symptoms.exposures import Exposure
from myotome.treatment.treatment import Treatment
from myotome.words.case import Case
from myotome.words.finding import Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan; the parts that are still to come are not here."""

    cautions: tuple[str, ...] = ()


def make_plan(
    chances: Mapping[str, float],
    findings: Sequence[Finding],
    case: Case,
    causes: Mapping[str, Cause],
    treatments: Mapping[str, Treatment],
    exposures: Sequence[Exposure],
) -> Plan:
    """First version: the monitoring advice of every exposure."""
    return Plan(tuple(f"{e.drug.label}: {e.drug.monitor_action}" for e in exposures))
