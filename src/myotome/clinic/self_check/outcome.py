"""How a self-check ends: how soon to see whom, what to bring, which tests may follow. Never the name of a disease.

The ranking of causes is used for whom to see and which tests may follow, and is shown nowhere; a test walks the example cases and finds no
name of a cause on any page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from myotome.clinic.disease_names import names_a_disease
from myotome.clinic.health.pages import Link, links
from myotome.clinic.intake.flow import interview
from myotome.clinic.language.texts import text_of
from myotome.clinic.self_check.asking import Alarm, alarms
from myotome.journey.assess import assess
from myotome.journey.assessment import Assessment
from myotome.symptoms.interview import InterviewState
from myotome.symptoms.interview_script import Into
from myotome.wiring import knowledge
from myotome.words.errors import NothingMeasurable
from myotome.words.timeframe import Timeframe

WHEN: Final[Mapping[Timeframe, Any]] = {
    Timeframe.MINUTES: _("Get help now"),
    Timeframe.HOURS: _("Get help now"),
    Timeframe.SAME_DAY: _("See a doctor today"),
    Timeframe.TWO_DAYS: _("See a doctor within two days"),
    Timeframe.TWO_WEEKS: _("See a doctor within two weeks"),
    Timeframe.ROUTINE: _("Ask for a usual visit in the next weeks"),
}
WHO: Final[Mapping[str, Any]] = {
    "neurology": _("a doctor for nerves and muscles (neurologist)"),
    "neuromuscular_clinic": _("a clinic for nerve and muscle (neuromuscular clinic)"),
    "clinical_neurophysiology": _("a doctor who tests nerves and muscles (neurophysiologist)"),
    "rheumatology": _("a doctor for joints and inflammation (rheumatologist)"),
    "endocrinology": _("a doctor for hormones (endocrinologist)"),
    "geriatrics": _("a doctor for older people (geriatrician)"),
    "orthopaedics": _("a doctor for bones and joints (orthopaedist)"),
    "hand_surgery": _("a hand surgeon"),
    "spinal_surgery": _("a doctor for the spine"),
    "neurosurgery": _("a doctor for the spine"),
    "paediatric_neurology": _("a children's doctor for nerves and muscles"),
    "gastroenterology": _("a doctor for stomach and gut (gastroenterologist)"),
    "cardiology": _("a heart doctor (cardiologist)"),
    "respiratory": _("a lung doctor"),
    "nephrology": _("a kidney doctor"),
    "dietetics": _("a dietitian"),
    "physiotherapy": _("a physiotherapist"),
    "rehabilitation": _("a doctor for rehabilitation"),
    "speech_and_language": _("a therapist for speech and swallowing"),
    "occupational_therapy": _("an occupational therapist"),
}
"""In plain words. Who is not here would give away a disease (oncology, palliative care ...): then the family doctor is named."""
MOST_WHO, MOST_TESTS = 2, 5
TELLING: Final = frozenset({"genetic", "biopsy"})
"""Groups of tests that a first page does not name: they come, if at all, after a doctor has seen the person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last page. ``medicines`` and ``injuries`` are the person's own words."""

    timeframe: Timeframe
    alarms: tuple[Alarm, ...]
    who: tuple[Any, ...]
    tests: tuple[Link, ...]
    medicines: tuple[str, ...]
    injuries: tuple[str, ...]

    @property
    def when(self) -> Any:
        """How soon, in words."""
        return WHEN[self.timeframe]


def outcome_of(state: InterviewState) -> Outcome:
    """The end of the self-check at whatever point it is; with no answer that bears on anything, a usual visit."""
    try:
        assessment: Assessment | None = assess(interview().to_case(state), knowledge())
    except NothingMeasurable:
        assessment = None
    case = interview().to_case(state)
    return Outcome(
        timeframe=assessment.referral.urgency if assessment else Timeframe.ROUTINE,
        alarms=alarms(state),
        who=_who(assessment) if assessment else (),
        tests=links("tests", _tests(assessment)) if assessment else (),
        medicines=tuple(one.name for one in case.medications),
        injuries=_written(state, "injuries"),
    )


def _who(assessment: Assessment) -> tuple[Any, ...]:
    named = dict.fromkeys(WHO[one.slug] for one in assessment.referral.to if one.slug in WHO)
    return tuple(named)[:MOST_WHO]


def _tests(assessment: Assessment) -> tuple[str, ...]:
    found = [one.slug for one in assessment.next_tests if one.group not in TELLING]
    return tuple(slug for slug in found if not _tells(slug))[:MOST_TESTS]


def _tells(test: str) -> bool:
    """Whether its label names a disease in any language, so that the same tests are named in all of them."""
    return any(names_a_disease(text_of("tests", test, language)["label"]) for language, _ in settings.LANGUAGES)


def _written(state: InterviewState, question: str) -> tuple[str, ...]:
    answer = state.answers.get(question)
    return answer.values if answer and interview().question(question).into is not Into.NOWHERE else ()
