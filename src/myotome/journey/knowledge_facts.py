"""What one knowledge file states, fact by fact, in a clinician's words: the claim with value, interval, confidence and sources, or a text.

Works on the text of any day: what today's program can no longer read as a claim is still told field by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import tomli

from myotome.causes.cause import Claim
from myotome.causes.shelf import read_cause
from myotome.journey.wording import SETTINGS, percent, plain_number, span
from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Setting
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import Book

SECTIONS: Final[Mapping[str, str]] = {
    "share": "How often it is the reason",
    "bands": "Age, sex, tempo and other facts of which one holds",
    "findings": "What it shows",
    "performance": "How well it tells",
    "lines": "What to write on the request",
    "dose": "How much",
    "fits": "What calls for it",
    "effects": "Measured effects",
    "contraindications": "Reasons against it",
}
FIRST: Final = "What it is"
WEIGHED: Final = frozenset(SECTIONS[name] for name in ("share", "bands", "findings", "performance"))
"""Sections whose numbers take part in a ranking."""
CHANCES: Final = frozenset({"p", "elicited", "sensitivity", "specificity", "value", "low", "high"})
"""Fields that hold a probability in the weighed sections."""
NAMED_BY: Final = ("what", "outcome", "partner", "measure", "ask", "reason", "cause", "concept", "source", "population")
INTERVAL: Final = (0.05, 0.95)
"""Quantiles between which nine of ten draws lie."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a file states: under which heading, its name, and its parts as (label, words); one part without label for a text."""

    section: str
    name: str
    parts: tuple[tuple[str, str], ...]

    @property
    def weighed(self) -> bool:
        """True where a change can alter a ranking."""
        return self.section in WEIGHED


def facts_of(kind: str, slug: str, text: str, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Every fact of a file's content (TOML above ``[review]``), in its order; raises KnowledgeError for a text that is no TOML."""
    try:
        content = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise KnowledgeError(f"not valid TOML: {error}", place=f"{kind}/{slug}") from error
    claims = _claims(slug, text, content) if kind == "causes" else {}
    return tuple(fact for table, inner in content.items() for fact in _table(table, inner, claims, vocabulary))


def _claims(slug: str, text: str, content: dict[str, Any]) -> Mapping[str, Claim]:
    try:
        return read_cause(Book(slug, text, content)).claims
    except KnowledgeError:
        return {}  # written for another program: its numbers are told as they stand


def _table(table: str, inner: Any, claims: Mapping[str, Claim], vocabulary: Vocabulary) -> Iterator[Fact]:
    section = SECTIONS.get(table, FIRST)
    if isinstance(inner, list):
        yield from _rows(section, inner)
        return
    for name, value in inner.items():
        label = _label(table, name, vocabulary)
        if table == "findings" and isinstance(value, Mapping):
            yield Fact(section, label, (*_pooled(claims.get(name)), *_parts(value, chances=True)))
        elif table in {"share", "bands"} and isinstance(value, Mapping):
            yield Fact(section, label, tuple(_parts(_named(value, vocabulary), chances=True)))
        elif isinstance(value, Mapping) and value:
            yield Fact(section, label, tuple(_parts(value)))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield from _rows(section, value, label)
        else:
            yield Fact(section, label, (("", _words(value)),))


def _rows(section: str, rows: Sequence[Any], heading: str = "") -> Iterator[Fact]:
    """Rows of a list by what they are about; the second row about the same is numbered."""
    seen: dict[str, int] = {}
    for row in rows:
        about = [str(row[key]) for key in NAMED_BY if row.get(key)][:3] or [_words(row)[:80]]
        name = ": ".join(filter(None, (heading, ", ".join(_spaced(one) for one in about))))
        seen[name] = seen.get(name, 0) + 1
        numbered = name if seen[name] == 1 else f"{name} ({seen[name]})"
        yield Fact(section, numbered, tuple(_parts(row, chances=section in WEIGHED)))


def _pooled(claim: Claim | None) -> Iterator[tuple[str, str]]:
    """The number that the model uses, pooled from guess and counts, with where nine of ten draws of it lie."""
    if claim is None:
        return
    # Of scipy.special and when it is needed: scipy.stats would take 46 MB of every web process.
    from scipy.special import betaincinv

    yield "Used", percent(claim.p)
    low, high = betaincinv(claim.p * claim.weight, (1 - claim.p) * claim.weight, INTERVAL)
    yield "Interval", f"{span(float(low), float(high))} (nine of ten draws)"
    yield "Confidence", claim.confidence.value
    yield "Sources", "; ".join(claim.sources)


def _parts(row: Mapping[str, Any], *, chances: bool = False) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if key == "published":
            yield from _published(value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and chances and key in CHANCES:
            yield _title(key), percent(float(value))
        elif key == "p" and isinstance(value, Mapping):
            yield from ((name, percent(float(chance))) for name, chance in value.items())
        else:
            yield _title(key), _words(value)


def _published(value: Any) -> Iterator[tuple[str, str]]:
    """Counted rows, each labelled by its source, so that a corrected count shows as a change and not as another study."""
    groups = value.items() if isinstance(value, Mapping) else (("", value),)
    seen: dict[str, int] = {}
    for about, rows in groups:
        for row in rows:
            of = f" of {row['of']:g}" if row.get("of") else ""
            rest = "; ".join(filter(None, (row.get("population", ""), row.get("confidence", ""))))
            label = ": ".join(filter(None, ("Counted", _spaced(about), row.get("source", ""))))
            seen[label] = seen.get(label, 0) + 1
            yield (
                label if seen[label] == 1 else f"{label} ({seen[label]})",
                "; ".join(filter(None, (f"{percent(float(row['p']))}{of}", rest))),
            )


def _named(row: Mapping[str, Any], vocabulary: Vocabulary) -> Mapping[str, Any]:
    """The values of a facet under their names."""
    p = row.get("p")
    return (
        {**row, "p": {_concept(name, vocabulary): chance for name, chance in p.items()}}
        if isinstance(p, Mapping)
        else row
    )


def _label(table: str, name: str, vocabulary: Vocabulary) -> str:
    if table == "findings":
        return _concept(name, vocabulary)
    if table == "share":
        return SETTINGS[Setting(name)].capitalize() if name in {s.value for s in Setting} else _title(name)
    if table == "bands" and name in vocabulary.exclusives:
        return (vocabulary.exclusives[name].label or _spaced(name)).capitalize()
    return _title(name)


def _concept(slug: str, vocabulary: Vocabulary) -> str:
    known = vocabulary.concepts.get(slug)
    return known.label if known else _spaced(slug)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return plain_number(float(value))
    if isinstance(value, Mapping):
        return "; ".join(f"{_spaced(str(key))}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_words(inner) for inner in value)
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(_spaced(str(value)).split())


def _title(key: str) -> str:
    return _spaced(key).capitalize()


def _spaced(text: str) -> str:
    """A slug in plain letters; a sentence or an address as it is."""
    return text.replace("_", " ") if " " not in text and "/" not in text else text
