"""What a text was read as, one proposal at a time: each has a name of its own by which it is accepted, and the words it came from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from myotome.clinic.templatetags.words import entry_words
from myotome.symptoms.reader import Reading, read_text
from myotome.wiring import knowledge
from myotome.words.case import Medication
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement

LONGEST: Final = 20_000
"""Letters; about ten pages."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that was read. ``key`` names it and nothing else that could be read; ``quote`` are the words it came from."""

    key: str
    kind: str
    content: Finding | Measurement | Medication
    words: str
    quote: str


def read(text: str, by: str = "") -> Reading:
    """Read a text of one person; raises UnusableInput for another language."""
    return read_text(text[:LONGEST], knowledge().vocabulary, by=by)


def proposals(reading: Reading) -> tuple[Proposal, ...]:
    """Everything that was read, in the order findings, values, medicines; the same thing said twice is proposed once."""
    found: list[Proposal] = []
    for finding in reading.findings:
        found.append(Proposal(_key(finding), "finding", finding, entry_words(finding), finding.evidence.text))
    for value, span in zip(reading.measurements, reading.measured_spans, strict=True):
        found.append(Proposal(_key(value), "measurement", value, entry_words(value), reading.text[slice(*span)]))
    for taken, span in zip(reading.medications, reading.medication_spans, strict=True):
        found.append(Proposal(_key(taken), "medication", taken, entry_words(taken), reading.text[slice(*span)]))
    return tuple({one.key: one for one in reversed(found)}.values())[::-1]


def accepted(reading: Reading, keys: Collection[str], confirmed_by: str) -> tuple[Proposal, ...]:
    """The proposals whose names are among ``keys``; a finding says who confirmed it. Names of nothing that was read are nothing."""
    kept = []
    for one in proposals(reading):
        if one.key in keys:
            content = one.content
            if isinstance(content, Finding):
                by = ", ".join(filter(None, (content.evidence.by, f"confirmed by {confirmed_by}")))
                content = replace(content, evidence=replace(content.evidence, by=by[:150], span=None))
            kept.append(replace(one, content=content))
    return tuple(kept)


def aside(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """What the text names and does not say of this person now: in words, why, and the quote."""
    return tuple((entry_words(one.finding), one.why.value, one.finding.evidence.text) for one in reading.set_aside)


def _key(content: Any) -> str:
    said = repr(
        replace(content, evidence=replace(content.evidence, span=None)) if isinstance(content, Finding) else content
    )
    return sha256(said.encode()).hexdigest()[:16]
