"""One entry of the knowledge base as its page shows it: claims with published rows, every other field in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Final

from myotome.causes.cause import Bands, Cause, Claim
from myotome.journey.wording import SETTINGS, concept_label
from myotome.wiring import knowledge
from myotome.words.case import Setting
from myotome.words.source import Source

HIDDEN: Final = frozenset({"slug", "label", "sha256", "books"})


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: how often under this cause (0 to 1), how often elsewhere, how sure, and the rows behind it."""

    label: str
    claim: Claim
    background: float


@dataclass(frozen=True, slots=True)
class CausePage:
    """One cause: shares by setting, bands by facet, claims from the most to the least frequent, sources with links."""

    shares: tuple[tuple[str, Any], ...]
    bands: tuple[tuple[str, tuple[tuple[str, float], ...], Bands], ...]
    claims: tuple[ClaimRow, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry: its name in words and its lines; ``links`` beside lines that are citations."""

    name: str
    lines: tuple[tuple[str, str], ...]


def cause_page(cause: Cause) -> CausePage:
    """Everything that a cause's file states."""
    known = knowledge()
    concepts = known.vocabulary.concepts
    claims = sorted(cause.claims.values(), key=lambda claim: -claim.p)
    cited = [share.source for share in cause.share.values()]
    cited += [row.source for claim in claims for row in claim.published] + list(cause.sources)
    return CausePage(
        tuple((SETTINGS[Setting(name)], share) for name, share in cause.share.items()),
        tuple(
            (
                known.vocabulary.exclusives[facet].label or facet,
                tuple((concept_label(known, value), p) for value, p in bands.p.items()),
                bands,
            )
            for facet, bands in cause.bands.items()
        ),
        tuple(
            ClaimRow(concept_label(known, claim.concept), claim, concepts[claim.concept].background)
            for claim in claims
            if claim.concept in concepts
        ),
        tuple((text, _link(text)) for text in dict.fromkeys(cited) if text and text != "elicited"),
    )


def entry_page(entry: Any) -> tuple[Field, ...]:
    """Every filled field of a test, treatment, drug or finding."""
    made = []
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in HIDDEN or value in ("", (), None, {}, False):
            continue
        lines = tuple((line, _link(line)) for line in _lines(value))
        if lines:
            made.append(Field(field.name.replace("_", " ").capitalize(), lines))
    return tuple(made)


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, Enum):
        yield str(value.value).replace("_", " ")
    elif is_dataclass(value) and not isinstance(value, type):
        yield "; ".join(_pairs(value))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"{_plain(key)}: {'; '.join(_lines(inner))}"
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from _lines(inner)
    else:
        yield _plain(value)


def _pairs(value: Any) -> Iterator[str]:
    for field in fields(value):
        inner = getattr(value, field.name)
        if inner not in ("", (), None, {}, False) and field.name != "sha256":
            yield f"{field.name.replace('_', ' ')} {', '.join(_lines(inner))}"


def _plain(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("_", " ") if " " not in text and "/" not in text else text


def _link(text: str) -> str:
    return Source(text).url or ""
