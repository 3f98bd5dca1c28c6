"""What an assessment says: the answer to the six questions for one case at one moment. Frozen, and it names what shaped it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myotome.diagnosis.differential import Differential
from myotome.diagnosis.next_test import Change, ProposedTest, Question
from myotome.diagnosis.patterns import PatternMatch
from myotome.diagnosis.referral import Referral
from myotome.journey.knowledge import Versions
from myotome.localisation import Localisation
from myotome.symptoms.exposures import Exposure
from myotome.symptoms.red_flags import RedFlag
from myotome.treatment.plan import Plan
from myotome.words.case import Case
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement

if TYPE_CHECKING:
    from myotome.diagnosis.genetic.rank import (
        GeneticRanking,  # half the import time of everything else, and rarely needed
    )


@dataclass(frozen=True, slots=True)
class Assessment:
    """One case, assessed.

    ``findings`` are the case's own and those that follow from its measurements and medications; ``notices`` are sentences on
    what was set aside, corrected or not understood, none of which is ever dropped in silence.
    """

    case: Case
    findings: tuple[Finding, ...]
    measurements: tuple[Measurement, ...]
    exposures: tuple[Exposure, ...]
    red_flags: tuple[RedFlag, ...]
    patterns: tuple[PatternMatch, ...]
    differential: Differential
    next_tests: tuple[ProposedTest, ...]
    questions: tuple[Question, ...]
    changes: tuple[Change, ...]
    localisation: Localisation | None
    """Where the lesion lies; None when too few named muscles, reflexes or areas were examined."""
    genetic: GeneticRanking | None
    """Single genetic diseases, when genetic causes are likely or ontology terms were given; else None."""
    referral: Referral
    plan: Plan
    notices: tuple[str, ...]
    versions: Versions
