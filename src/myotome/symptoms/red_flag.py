"""What a red flag is: the row of the table, its rules, and the flag that fired in a person."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.symptoms.need import Need
from myotome.words.case import Person, Sex
from myotome.words.finding import Finding
from myotome.words.source import Confidence
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a flag shows. ``why`` finishes the sentence "because ...".

    ``age_from`` and ``age_below`` are in years, inclusive and exclusive; an unknown age passes unless
    ``age_must_be_known``. ``sex`` is None where it does not matter. ``unless_absent`` holds concepts that switch the
    rule off when they were looked for and not seen; ``unless_only_chronic`` switches it off when the course is
    stated as chronic and as nothing faster. ``timeframe`` is None where the flag's own holds.
    """

    why: str
    needs: tuple[Need, ...]
    age_from: float | None = None
    age_below: float | None = None
    age_must_be_known: bool = False
    sex: Sex | None = None
    unless_absent: tuple[str, ...] = ()
    unless_only_chronic: bool = False
    timeframe: Timeframe | None = None

    def met_by(self, present: frozenset[str], absent: frozenset[str], person: Person) -> tuple[str, ...]:
        """The concepts that make this rule hold, each once; empty when it does not hold."""
        if not self._fits(person) or not absent.isdisjoint(self.unless_absent):
            return ()
        if self.unless_only_chronic and CHRONIC in present and present.isdisjoint(FASTER):
            return ()
        met: dict[str, None] = {}
        for need in self.needs:
            here = need.met_by(present)
            if not here:
                return ()
            met.update(dict.fromkeys(here))
        return tuple(met)

    def _fits(self, person: Person) -> bool:
        if self.sex is not None and person.sex not in (Sex.UNKNOWN, self.sex):
            return False
        if person.age_years is None:
            return not self.age_must_be_known
        return (self.age_from is None or person.age_years >= self.age_from) and (
            self.age_below is None or person.age_years < self.age_below
        )


@dataclass(frozen=True, slots=True)
class Flag:
    """One row of the table: what it is, what to do, and the rules by which it shows."""

    slug: str
    label: str
    likely: tuple[str, ...]
    """What may be behind it, as words for the clinician; the flag does not claim which."""
    timeframe: Timeframe
    action: str
    """For the clinician."""
    patient: str
    """For the patient: what to do now, in plain words, no disease as a verdict; ``{emergency}`` stands for the
    number to call.
    """
    rules: tuple[Rule, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    note: str = ""

    def concepts(self) -> frozenset[str]:
        """Every concept that any of its rules names."""
        needed = (slug for rule in self.rules for need in rule.needs for slug in need.concepts())
        blocking = (slug for rule in self.rules for slug in rule.unless_absent)
        return frozenset((*needed, *blocking))


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A flag that fired in this person: how soon, why, and the findings that fired it (never empty)."""

    flag: Flag
    timeframe: Timeframe
    because: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def slug(self) -> str:
        """Slug of the flag."""
        return self.flag.slug

    @property
    def label(self) -> str:
        """Label of the flag."""
        return self.flag.label

    @property
    def action(self) -> str:
        """What the clinician does."""
        return self.flag.action

    @property
    def patient(self) -> str:
        """What the patient does, in plain words, with no country's number in it."""
        return self.for_patient()

    def for_patient(self, emergency_number: str = "your emergency number") -> str:
        """What the patient does, with the emergency number of the country (999, 112, 911)."""
        return self.flag.patient.replace("{emergency}", emergency_number)


CHRONIC = "onset_chronic"
FASTER = frozenset({"onset_acute", "onset_subacute", "onset_sudden"})
