"""Loads and checks ``catalogue/*.toml``: pools published numbers with elicited ones and refuses what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NotRequired

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from myotome.causes.cause import Bands, Cause, Claim, Share
from myotome.words.errors import KnowledgeError
from myotome.words.review import ReviewRow
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_book, read_folder
from myotome.words.source import Confidence, Published

ELICITED_WEIGHT: Mapping[str, float] = {"H": 20.0, "M": 10.0, "L": 5.0}
"""Observations that an elicited number is worth on its own (evidence/README: a Beta of 5 to 10)."""
ELICITED_BESIDE_PUBLISHED: Mapping[str, float] = {"H": 4.0, "M": 2.0, "L": 1.0}
"""What is left of that weight once somebody counted: published numbers win, small series are not believed whole."""
UNSTATED_N = 30.0
"""Weight of a published share whose denominator was not stated."""
MOST_WEIGHT = 120.0
"""No pooled number counts as more than this: populations differ by more than sampling error."""


def load_causes() -> dict[str, Cause]:
    """Every cause of the catalogue by slug; raises KnowledgeError naming the file and the line's key."""
    return build_causes(read_folder("myotome.causes", "catalogue"))


def build_causes(books: Iterable[Book]) -> dict[str, Cause]:
    """Causes from parsed files, in the files' order."""
    return {book.name: read_cause(book) for book in books}


def read_cause(book: Book) -> Cause:
    """One cause from its parsed file."""
    page = read_row(_PAGE, book.content, f"causes/{book.name}")
    place = f"causes/{book.name}"
    claims = {c: _claim(c, row, place) for c, row in page["findings"].items()}
    bands = {f: _bands(f, row, place) for f, row in page.get("bands", {}).items()}
    shares = _where_it_lies(book.name, page["cause"]["family"])
    if shares:
        bands.setdefault("localisation", _bands("localisation", {"p": shares}, place))
    for setting, share in page["share"].items():
        if not 0 <= share.low <= share.value <= share.high <= 1:
            raise KnowledgeError(
                "a share needs 0 <= low <= value <= high <= 1", place=f"{place} > share.{setting}", value=share
            )
    head: dict[str, Any] = {**page["cause"], **page.get("review", {})}
    return Cause(slug=book.name, claims=claims, bands=bands, share=page["share"], sha256=book.sha256, **head)


def pool_claim(concept: str, claim: Claim | None, published: tuple[Published, ...]) -> Claim:
    """A claim with further published rows; without one before, the rows alone."""
    rows = (*(claim.published if claim else ()), *published)
    elicited, grade = (claim.elicited, claim.grade) if claim else (None, "L")
    p, weight = _pool(elicited, grade, rows)
    return Claim(concept, p, weight, _confidence(rows), elicited, rows, grade)


def _claim(concept: str, row: _ClaimRow, place: str) -> Claim:
    published = tuple(row.get("published", ()))
    elicited = row.get("elicited")
    if elicited is None and not published:
        raise KnowledgeError("needs an elicited or a published number", place=f"{place} > {concept}")
    for number in (*(r.p for r in published), *(() if elicited is None else (elicited,))):
        if not 0 <= number <= 1:
            raise KnowledgeError("a probability must lie between 0 and 1", place=f"{place} > {concept}", value=number)
    grade = row.get("grade", "L")
    p, weight = _pool(elicited, grade, published)
    return Claim(concept, p, weight, _confidence(published), elicited, published, grade)


def _pool(elicited: float | None, grade: str, published: tuple[Published, ...]) -> tuple[float, float]:
    if not published:
        assert elicited is not None
        return elicited, ELICITED_WEIGHT[grade]
    sizes = [row.of or UNSTATED_N for row in published]
    total, weighted = sum(sizes), sum(size * row.p for size, row in zip(sizes, published, strict=True))
    if elicited is not None:
        total += ELICITED_BESIDE_PUBLISHED[grade]
        weighted += ELICITED_BESIDE_PUBLISHED[grade] * elicited
    return weighted / total, min(total, MOST_WEIGHT)


def _bands(facet: str, row: _BandsRow, place: str) -> Bands:
    shares = dict(row["p"])
    total = sum(shares.values())
    if abs(total - 1) > 0.011:
        raise KnowledgeError(
            "the shares of a band must sum to 1", place=f"{place} > bands.{facet}", value=round(total, 4)
        )
    shares = {value: share / total for value, share in shares.items()}
    grade, published = row.get("grade", "L"), row.get("published", {})
    rows = tuple((value, entry) for value, entries in published.items() for entry in entries)
    for value, entries in published.items():
        if value not in shares:
            raise KnowledgeError(
                "a published share names no value of this band", place=f"{place} > bands.{facet}", value=value
            )
        pooled, _ = _pool(shares[value], grade, tuple(entries))
        rest = 1 - shares[value]
        scale = (1 - pooled) / rest if rest else 0.0
        shares = {v: pooled if v == value else s * scale for v, s in shares.items()}
    weight = max([ELICITED_WEIGHT[grade], *(min(entry.of or UNSTATED_N, MOST_WEIGHT) for _, entry in rows)])
    return Bands(facet, shares, weight, _confidence(tuple(entry for _, entry in rows)), rows)


def _where_it_lies(slug: str, family: str) -> dict[str, float]:
    """Shares of the localisation facet: the cause's own, else its family's, else none (localisation.toml)."""
    table = _localisation()
    return table["cause"].get(slug) or table["family"].get(family, {})


@lru_cache(maxsize=1)
def _localisation() -> dict[str, dict[str, dict[str, float]]]:
    return read_book("myotome.causes", "localisation.toml").content


def _confidence(published: tuple[Published, ...]) -> Confidence:
    if not published:
        return Confidence.ELICITED
    kinds = {row.confidence for row in published}
    return Confidence.VERIFIED if Confidence.VERIFIED in kinds else Confidence.SECONDARY


@with_config(FORBID_EXTRA)
class _ClaimRow(TypedDict):
    elicited: NotRequired[float]
    grade: NotRequired[str]
    published: NotRequired[list[Published]]


@with_config(FORBID_EXTRA)
class _BandsRow(TypedDict):
    p: dict[str, float]
    grade: NotRequired[str]
    published: NotRequired[dict[str, list[Published]]]


@with_config(FORBID_EXTRA)
class _CauseRow(TypedDict):
    label: str
    family: str
    summary: str
    patient: str
    synonyms: NotRequired[tuple[str, ...]]
    evidence_name: NotRequired[str]
    icd10: NotRequired[str]
    must_not_miss: NotRequired[bool]
    settling_tests: NotRequired[tuple[str, ...]]
    specialists: NotRequired[tuple[str, ...]]
    treatments: NotRequired[tuple[str, ...]]
    sources: NotRequired[tuple[str, ...]]


@with_config(FORBID_EXTRA)
class _Page(TypedDict):
    cause: _CauseRow
    share: dict[str, Share]
    findings: dict[str, _ClaimRow]
    bands: NotRequired[dict[str, _BandsRow]]
    review: NotRequired[ReviewRow]


_PAGE: TypeAdapter[_Page] = TypeAdapter(_Page)
