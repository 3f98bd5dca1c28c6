"""Where a number comes from, and how far it has been checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from myotome.words.errors import KnowledgeError


class Confidence(StrEnum):
    """How far a number of the knowledge base was checked, best first."""

    VERIFIED = "verified"
    """Read in the cited paper, its abstract or its own table."""
    SECONDARY = "secondary"
    """Read in a page, review or textbook that quotes the source."""
    ELICITED = "elicited"
    """A guess from general medical knowledge; no page was read."""


@dataclass(frozen=True, slots=True)
class Source:
    """One citation as it is printed, with a link where the text holds a PMID, PMC id, DOI or address."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise KnowledgeError("a source is empty", value=self.text, cure="Name the work, or say 'elicited'.")

    @property
    def url(self) -> str | None:
        """Address of the work, or None when the text names it without an identifier."""
        for pattern, prefix in _LINKS:
            found = pattern.search(self.text)
            if found:
                return prefix + found.group(1).rstrip(".,;)")
        return None


@dataclass(frozen=True, slots=True)
class Published:
    """One published proportion: ``p`` (0 to 1) of ``of`` people in ``population`` had the finding. ``of`` is 0 when not stated."""

    p: float
    population: str
    source: str
    of: float = 0
    confidence: Confidence = Confidence.VERIFIED


_LINKS = (
    (re.compile(r"(https?://\S+)"), ""),
    (re.compile(r"\bPMID:?\s*(\d{5,9})"), "https://pubmed.ncbi.nlm.nih.gov/"),
    (re.compile(r"\b(PMC\d{5,9})"), "https://pmc.ncbi.nlm.nih.gov/articles/"),
    (re.compile(r"\b(10\.\d{4,9}/[^\s;,]+)"), "https://doi.org/"),
)
