"""Medications become exposures: which lines of a medication list can harm muscle, nerve or junction, and what follows from them.

A stopped drug still counts, with its date (a statin's immune myopathy outlasts the statin). What is put on the skin or breathed in
is told apart. Nothing here tells anybody to stop a drug: that is for the prescriber.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from myotome.symptoms.drug_class import Drug, Interaction, Lag, build_drugs, load_drugs
from myotome.symptoms.drug_names import Hit, Reading, index_names, read_line
from myotome.symptoms.exposure_timing import Timing, check_timing
from myotome.words.case import Medication
from myotome.words.finding import Evidence, Finding, Origin

__all__ = [
    "Drug",
    "Exposure",
    "Interaction",
    "Lag",
    "Timing",
    "build_drugs",
    "check_timing",
    "load_drugs",
    "match_medications",
]


@dataclass(frozen=True, slots=True)
class Exposure:
    """One line of the list matched to one drug class.

    ``matched`` is the known name, ``score`` how near the line came to it (0 to 100), ``corrected`` True when it was misspelt;
    ``findings`` follow from it, none for a local preparation or a class that only matters beside others; ``note`` is for people.
    """

    medication: Medication
    drug: Drug
    matched: str
    score: float
    corrected: bool
    findings: tuple[Finding, ...]
    note: str = ""
    local: bool = False
    """True for what is put on the skin, dropped or breathed in."""

    @property
    def ingredient(self) -> str:
        """The ingredient taken; empty when the line names only a class."""
        return self.drug.ingredient_of(self.matched)


def match_medications(
    medications: tuple[Medication, ...], drugs: Mapping[str, Drug], onset: date | None = None
) -> tuple[Exposure, ...]:
    """Every line that names a drug class known here, in the list's order; a combination product gives one per class.

    With ``onset`` (the day the weakness began) a drug first taken later keeps its line and makes no finding.
    """
    names = index_names(drugs)
    exposures: list[Exposure] = []
    for medication in medications:
        reading = read_line(f"{medication.name} {medication.dose}", names)
        if not reading.denied:
            exposures += _merged([_exposure(medication, drugs[h.drug], h, reading, onset) for h in reading.hits])
    return tuple(_with_interactions(exposures))


def _exposure(medication: Medication, drug: Drug, hit: Hit, reading: Reading, onset: date | None) -> Exposure:
    local = (reading.local or hit.local_only) and not drug.local_counts
    late = onset is not None and medication.started is not None and medication.started > onset
    notes = []
    if hit.corrected:
        notes.append(f"Read as “{hit.name}”: please check the spelling.")
    if local:
        notes.append("Put on the skin, dropped or breathed in: little of it reaches the muscles, so it is not counted.")
    elif not drug.concept:
        notes.append("Not known to waste muscle by itself; it matters beside other medicines or illnesses.")
    if late:
        notes.append("First taken after the weakness began: it did not start it.")
    elif not medication.still_taken or medication.stopped is not None:
        when = f" on {medication.stopped.isoformat()}" if medication.stopped else ", date unknown"
        notes.append(f"Stopped{when}; it still counts as taken.")
    findings: tuple[Finding, ...] = ()
    if drug.concept and not local and not late:
        findings = (_finding(drug.concept, medication),)
    return Exposure(medication, drug, hit.name, hit.score, hit.corrected, findings, " ".join(notes), local)


def _finding(concept: str, medication: Medication) -> Finding:
    evidence = Evidence(Origin.DERIVED, by="medication list", text=medication.name)
    return Finding(concept, started=medication.started, evidence=evidence)


def _merged(exposures: list[Exposure]) -> list[Exposure]:
    """One exposure per class and line, the best match first ("Lipitor (atorvastatin)" is one statin)."""
    best: dict[str, Exposure] = {}
    for exposure in exposures:
        held = best.get(exposure.drug.slug)
        better = held is None or (exposure.score, len(exposure.findings)) > (held.score, len(held.findings))
        if better:
            best[exposure.drug.slug] = exposure
    return list(best.values())


def _with_interactions(exposures: list[Exposure]) -> list[Exposure]:
    out = []
    for exposure in exposures:
        found: dict[str, list[str]] = {}
        for rule in exposure.drug.interactions:
            for partner in exposures:
                if exposure.findings and _interacts(exposure, partner, rule):
                    found.setdefault(rule.concept, []).append(
                        f"With {partner.matched}: {rule.reason} Ask the prescriber or pharmacist today."
                        + _overlap_note(exposure.medication, partner.medication)
                    )
        extra = tuple(_finding(concept, exposure.medication) for concept in found)
        note = " ".join((exposure.note, *(line for lines in found.values() for line in lines))).strip()
        out.append(replace(exposure, findings=(*exposure.findings, *extra), note=note) if found else exposure)
    return out


def _interacts(exposure: Exposure, partner: Exposure, rule: Interaction) -> bool:
    if partner.drug.slug != rule.partner or partner.local:
        return False
    if not _named(exposure, rule.ingredients) or not _named(partner, rule.partner_ingredients):
        return False
    return not _apart(exposure.medication, partner.medication) and not _apart(partner.medication, exposure.medication)


def _named(exposure: Exposure, ingredients: tuple[str, ...]) -> bool:
    """True when the rule holds for this ingredient; a line that names only the class cannot rule it out."""
    return not ingredients or not exposure.ingredient or exposure.ingredient in ingredients


def _apart(first: Medication, second: Medication) -> bool:
    """True when the first was stopped before the second was started."""
    return first.stopped is not None and second.started is not None and first.stopped < second.started


def _overlap_note(first: Medication, second: Medication) -> str:
    if first.still_taken and second.still_taken:
        return ""
    return " Whether the two were taken at the same time is to be asked."
