"""What becomes of a proposal that a clinician accepts: a row of the record that names the file it comes from."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from myotome.record.file import PatientFile
from myotome.record.files.models import Proposal
from myotome.record.files.stored_words import finding_from, measurement_from, medication_from
from myotome.words.finding import Origin

HASH_SHOWN = 8


def entry_of(row: Proposal, file: PatientFile) -> UUID:
    """Append the entry and return its reference.

    A value enters as the file states it, in its own unit and with the laboratory's limits: the assessment judges it as it judges a value
    that was typed in, and the findings that follow come with it.
    """
    on = file.begin("result")
    said = evidence(row)
    if row.kind == Proposal.Kind.MEASUREMENT:
        stated = measurement_from(row.content["stated"])
        method = f"{stated.method}; {said}" if stated.method else said
        return file.add_measurement(replace(stated, method=method[:200]), on)
    if row.kind == Proposal.Kind.FINDING:
        finding = finding_from(row.content["stated"])
        origin = Origin.REPORTED if finding.evidence.origin is Origin.READ else finding.evidence.origin
        text = finding.evidence.text or row.said
        return file.add_finding(
            replace(finding, evidence=replace(finding.evidence, origin=origin, by=said, text=text)), on
        )
    return file.add_medication(medication_from(row.content["stated"]), on)


def evidence(row: Proposal) -> str:
    """File and place in a few letters: the hash names the file and tells nothing of the person, as its name may."""
    return f"file {row.reading.file.content.sha256[:HASH_SHOWN]}, {row.place}"
