"""A record from elsewhere: a case file of ours (YAML or JSON) or a phenopacket. Each finding, value and medicine is proposed by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from myotome.investigations.interpret import resolve_measure
from myotome.journey.uploads.reading import Reading, Stated, Subject, Unread
from myotome.sources.case_file import parse_case
from myotome.sources.document import parse_document
from myotome.sources.phenopacket import is_phenopacket, parse_phenopacket
from myotome.sources.readers.cells import as_text
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.words.case import Case
from myotome.words.errors import MyotomeError, UnusableInput

NAME, VERSION = "outside_record", "1"
MOST_BYTES: Final = 2_000_000
"""As of every case file."""
_OURS: Final = re.compile(
    r"^\s*[\"']?(format|findings|measurements|person|phenotypicFeatures|metaData)[\"']?\s*:", re.MULTILINE
)


def fits(content: bytes) -> bool:
    """Whether the beginning names a part of a case file or phenopacket."""
    try:
        start = as_text(content[:20_000])[0]
    except UnusableInput:
        return False
    return bool(_OURS.search(start) or re.search(r"\"(findings|measurements|phenotypicFeatures|metaData)\"\s*:", start))


def read(content: bytes) -> Reading:
    """Everything that the record states; raises UnusableInput with place, value and cure for a broken one."""
    if len(content) > MOST_BYTES:
        raise UnusableInput("too large for the record of one person", value=f"{len(content) / 1e6:.1f} MB")
    text = as_text(content)[0]
    document = parse_document(text, "the file", is_json=text.lstrip().startswith("{"))
    vocabulary = load_vocabulary()
    packet = is_phenopacket(document)
    case = (
        parse_phenopacket(document, vocabulary, place="the file")
        if packet
        else parse_case(document, vocabulary, place="the file", fallback_id="uploaded")
    )
    stated, unread = _stated(case, vocabulary)
    title = "Phenopacket" if packet else "Case file"
    notices = tuple(_notices(case, document, packet))
    return Reading(
        NAME,
        VERSION,
        title,
        tuple(stated),
        tuple(unread),
        notices,
        Subject(case.person.sex, None, case.person.age_years),
    )


def _stated(case: Case, vocabulary: Vocabulary) -> tuple[list[Stated], list[Unread]]:
    stated: list[Stated] = []
    unread: list[Unread] = []
    for k, finding in enumerate(case.findings, start=1):
        words = vocabulary.concepts[finding.concept].label + ("" if finding.present else ": not found")
        stated.append(Stated(f"finding {k}", finding.evidence.text[:500] or words, finding=finding))
    for k, measurement in enumerate(case.measurements, start=1):
        said = f"{measurement.measure} {measurement.quantity}"
        try:
            measurement = replace(measurement, measure=resolve_measure(measurement.measure))
            stated.append(Stated(f"measurement {k}", said, measurement=measurement))
        except MyotomeError as error:
            unread.append(Unread(f"measurement {k}", said, error.sentence()))
    for k, medication in enumerate(case.medications, start=1):
        said = ", ".join(filter(None, (medication.name, medication.dose)))
        stated.append(Stated(f"medicine {k}", said, medication=medication))
    known = {concept.hpo for concept in vocabulary.concepts.values() if concept.hpo}
    for k, term in enumerate(case.terms, start=1):
        if term.hpo not in known:
            said = f"{term.hpo} {term.label}".strip() + ("" if term.present else ": not found")
            unread.append(Unread(f"term {k}", said, "the vocabulary has no finding with this term"))
    return stated, unread


def _notices(case: Case, document: dict[str, Any], packet: bool) -> list[str]:
    notices = []
    if case.complaint or case.notes:
        notices.append("The free text of the file stays in the file: read it there.")
    if packet and (document.get("diseases") or document.get("interpretations")):
        notices.append("The file names a diagnosis, which is not taken over.")
    if packet and document.get("measurements"):
        notices.append("Measurements of a phenopacket are not read yet.")
    if case.weight_kg is not None:
        notices.append(f"Body weight in the file: {case.weight_kg:g} kg; enter it by hand if it holds.")
    return notices
