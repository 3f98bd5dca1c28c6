"""Keeps the assessment of a patient in step with the record: assesses again when what it rests on has changed, and keeps every one."""

from __future__ import annotations

from uuid import UUID

from myotome.clinic.running.watch import ASSESS, timed
from myotome.journey.assess import assess
from myotome.journey.export import to_json
from myotome.journey.report import render_report
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed
from myotome.record.shelf.reviews import knowledge_as_reviewed, taken_back_here
from myotome.wiring import knowledge
from myotome.words.errors import MyotomeError, NothingMeasurable


def versions_here() -> str:
    """What an assessment made now would rest on, besides the record: program, method, knowledge, and approvals that were taken back."""
    known = knowledge().versions
    versions = f"{known.program} {known.method} {known.knowledge}"
    # An approval that was taken back calls for a new assessment that says so; a new approval shows in the next one that is made.
    return versions + "".join(f" without {name}" for name in taken_back_here())


def bring_up_to_date(gateway: Gateway, ref: UUID, deed: Deed = Deed.READ_RECORD) -> str:
    """Assess the patient again if anything changed since the last assessment; returns why that was not possible, or nothing.

    The assessment is computed outside any transaction, so that no other writer waits for it; if the record changed meanwhile, the
    result is dropped and the next reader computes it anew.
    """
    known, versions = knowledge_as_reviewed(knowledge()), versions_here()
    with gateway.look(ref, deed, "compare the record with its assessment") as file:
        basis, latest = file.basis(versions), file.latest()
        if latest is not None and latest.basis == basis:
            return ""
        case = file.case()
    try:
        with timed(ASSESS):
            assessment = assess(case, known)
            content, report = to_json(assessment, known), render_report(assessment, known)
    except NothingMeasurable:
        return "There is nothing in this record yet that bears on any cause."
    except MyotomeError as error:
        return error.sentence()
    with gateway.open(ref, deed, "keep a new assessment") as file:
        if file.basis(versions) == basis:
            file.keep_assessment(content, report, basis)
    return ""
