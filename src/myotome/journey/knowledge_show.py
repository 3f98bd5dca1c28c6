"""The knowledge base as text: a shelf as a list, an entry with every number, its weight and its source."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from rapidfuzz import process

from myotome.causes.cause import Cause
from myotome.journey.knowledge import Knowledge
from myotome.words.errors import UnknownName

SHELVES = ("causes", "concepts", "tests", "treatments", "drugs")


def show(knowledge: Knowledge, what: str) -> str:
    """A shelf or one entry as lines of text; raises UnknownName with the nearest names."""
    shelves = _shelves(knowledge)
    if what in shelves:
        return "\n".join(f"{slug:40} {entry.label}" for slug, entry in shelves[what].items())
    slug = what.strip().lower().replace(" ", "_").replace("-", "_")
    if slug in knowledge.causes:
        return "\n".join(_cause(knowledge.causes[slug], knowledge))
    for name in SHELVES:
        entry = shelves[name].get(slug)
        if entry is not None:
            return "\n".join(_fields(entry))
    by_label = {entry.label.lower(): s for shelf in shelves.values() for s, entry in shelf.items()}
    if what.lower() in by_label:
        return show(knowledge, by_label[what.lower()])
    near = [
        match[0] for match in process.extract(what.lower(), [*by_label, *by_label.values()], limit=4, score_cutoff=60)
    ]
    cure = f"Did you mean {' or '.join(near)}?" if near else f"The shelves are {', '.join(SHELVES)}."
    raise UnknownName("nothing in the knowledge base has this name", value=what, cure=cure)


def _shelves(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    return {
        "causes": dict(knowledge.causes),
        "concepts": dict(knowledge.vocabulary.concepts),
        "tests": dict(knowledge.orders),
        "treatments": dict(knowledge.treatments),
        "drugs": dict(knowledge.drugs),
    }


def _cause(cause: Cause, knowledge: Knowledge) -> Iterator[str]:
    yield f"{cause.label}  ({cause.slug}, {cause.family}; {cause.status}, version {cause.version})"
    yield fill(cause.summary, 110)
    yield ""
    for setting, share in cause.share.items():
        yield f"share in {setting:8} {share.value:.4f} ({share.low:.4f} to {share.high:.4f})  {share.confidence}: {share.source}"
    for facet, bands in cause.bands.items():
        yield f"{facet:10} " + ", ".join(f"{value} {p:.2f}" for value, p in bands.p.items()) + f"  [{bands.confidence}]"
    yield ""
    for claim in sorted(cause.claims.values(), key=lambda c: -c.p):
        concept = knowledge.vocabulary.concepts.get(claim.concept)
        label = concept.label if concept else claim.concept
        background = f"{concept.background:.3f}" if concept else "?"
        yield f"{claim.p:6.3f}  (elsewhere {background}; worth {claim.weight:.0f})  {label}  [{claim.confidence}]"
        for row in claim.published:
            yield f"          {row.p:.3f} of {row.of:g}  {row.population}: {row.source}"
    yield ""
    yield fill(cause.patient, 110)


def _fields(entry: object) -> Iterator[str]:
    for name in getattr(entry, "__dataclass_fields__", {}):
        value = getattr(entry, name)
        if value not in ("", (), None, {}) and name != "sha256":
            yield f"{name}: {value}"
