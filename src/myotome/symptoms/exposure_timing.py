"""Whether a drug can have done it: it came before the illness, after a plausible time, and its withdrawal helped.

Uses dates where they are known and says what is unknown; it never tells anyone to stop a drug.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myotome.symptoms.drug_class import Drug
from myotome.words.case import Medication


@dataclass(frozen=True, slots=True)
class Timing:
    """Answers of the timing rule; None where dates are missing. ``lag_days`` runs from the first dose to the onset."""

    precedes: bool | None
    plausible_lag: bool | None
    dechallenge: bool | None
    """True when things got better after the drug was stopped, False when they went on long enough to speak against it."""
    lag_days: int | None
    unknown: tuple[str, ...]
    verdict: str

    @property
    def ruled_out(self) -> bool:
        """True when the drug was first taken after the illness began."""
        return self.precedes is False


def check_timing(
    medication: Medication,
    drug: Drug,
    onset: date | None,
    improving: bool | None = None,
    seen_on: date | None = None,
) -> Timing:
    """Hold one exposure against the lag of its class.

    ``onset`` is the day on which weakness or wasting began; ``improving`` whether it has got better since the drug was
    stopped; ``seen_on`` the day of this visit, needed to judge a withdrawal.
    """
    unknown: list[str] = []
    precedes: bool | None = None
    lag_days: int | None = None
    if medication.started is None:
        unknown.append("when the medicine was started")
    if onset is None:
        unknown.append("when the weakness began")
    if medication.started is not None and onset is not None:
        lag_days = (onset - medication.started).days
        precedes = lag_days >= 0
    plausible = _plausible(drug, lag_days, medication, onset)
    dechallenge = _dechallenge(medication, drug, improving, seen_on, unknown)
    return Timing(
        precedes, plausible, dechallenge, lag_days, tuple(unknown), _verdict(drug, precedes, plausible, dechallenge)
    )


def _plausible(drug: Drug, lag_days: int | None, medication: Medication, onset: date | None) -> bool | None:
    if drug.lag is None or lag_days is None:
        return None
    if lag_days < drug.lag.fewest_days:
        return False
    if drug.lag.most_days is None or lag_days <= drug.lag.most_days:
        return True
    # A long course started early is judged from its last dose: the harm may follow any of them.
    if medication.stopped is None or onset is None:
        return medication.still_taken
    return (onset - medication.stopped).days <= drug.lag.most_days


def _dechallenge(
    medication: Medication, drug: Drug, improving: bool | None, seen_on: date | None, unknown: list[str]
) -> bool | None:
    if medication.still_taken and medication.stopped is None:
        return None
    if improving is None:
        unknown.append("whether it got better after the medicine was stopped")
        return None
    if improving:
        return True
    if drug.lag is None or drug.lag.persists or drug.lag.recovery_days is None:
        return None
    if medication.stopped is None or seen_on is None:
        unknown.append("when the medicine was stopped")
        return None
    return False if (seen_on - medication.stopped).days > drug.lag.recovery_days else None


def _verdict(drug: Drug, precedes: bool | None, plausible: bool | None, dechallenge: bool | None) -> str:
    if precedes is False:
        return (
            f"{drug.label}: first taken after the weakness began, so it did not start it; it may still make it worse."
        )
    if plausible is False:
        return f"{drug.label}: the time between the first dose and the onset is not the usual one."
    if dechallenge is False:
        return f"{drug.label}: no better long after it was stopped, which speaks against it."
    if dechallenge:
        return f"{drug.label}: better since it was stopped, which speaks for it."
    if plausible:
        return f"{drug.label}: taken before the onset, after a plausible time."
    return f"{drug.label}: whether the time fits is not known."
