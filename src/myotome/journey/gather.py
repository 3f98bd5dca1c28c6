"""Everything that a case says, as findings: its own, those of its measurements, medicines and named muscles, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.investigations.interpret import interpret
from myotome.journey.knowledge import Knowledge
from myotome.localisation.localise import Localisation, locate
from myotome.symptoms.entail import entail
from myotome.symptoms.exposures import Exposure, match_medications
from myotome.symptoms.injuries import injury_findings
from myotome.treatment.plan import weakness_began
from myotome.words.case import Case
from myotome.words.errors import MyotomeError
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one case comes to. ``conflicts`` are sentences on contradictions that were resolved on the way."""

    findings: tuple[Finding, ...]
    measurements: tuple[Measurement, ...]
    exposures: tuple[Exposure, ...]
    localisation: Localisation | None
    conflicts: tuple[str, ...]


def gather(case: Case, knowledge: Knowledge) -> Gathered:
    """Turn a case into findings; raises UnusableInput when a measurement cannot be what it claims to be."""
    measurements = tuple(_interpreted(m, case, k) for k, m in enumerate(case.measurements))
    exposures = match_medications(case.medications, knowledge.drugs, weakness_began(case.findings))
    localisation = locate(case)
    given = [*case.findings]
    given += localisation.findings if localisation else ()
    given += (finding for measurement in measurements for finding in measurement.findings)
    given += (finding for exposure in exposures for finding in exposure.findings)
    given += injury_findings(case.injuries)
    entailed = entail(given, knowledge.vocabulary)
    return Gathered(entailed.findings, measurements, exposures, localisation, entailed.conflicts)


def _interpreted(measurement: Measurement, case: Case, position: int) -> Measurement:
    try:
        return interpret(measurement, case.person, case.weight_kg)
    except MyotomeError as error:
        raise error.at(f"{case.id} > measurements[{position}]") from None
