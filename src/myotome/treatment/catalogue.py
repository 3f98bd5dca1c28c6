"""Loads and checks ``catalogue/*.toml``, one file per treatment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from myotome.treatment.treatment import Contraindication, Dose, Effect, Fits, Grade, Stage, Treatment
from myotome.words.errors import KnowledgeError
from myotome.words.review import ReviewRow
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_folder

__all__ = ["Treatment", "build_treatments", "load_treatments", "read_treatment"]

KINDS = frozenset({"exercise", "nutrition", "supplement", "device", "medicine", "procedure", "care", "monitoring"})


def load_treatments() -> dict[str, Treatment]:
    """Every treatment of the catalogue by slug; raises KnowledgeError naming the file and the key."""
    return build_treatments(read_folder("myotome.treatment", "catalogue"))


def build_treatments(books: Iterable[Book]) -> dict[str, Treatment]:
    """Treatments from parsed files, in the files' order."""
    return {book.name: read_treatment(book) for book in books}


def read_treatment(book: Book) -> Treatment:
    """One treatment from its parsed file."""
    place = f"treatment/{book.name}"
    page = read_row(_PAGE, book.content, place)
    head: dict[str, Any] = {**page["treatment"], **page.get("review", {})}
    if head["kind"] not in KINDS:
        raise KnowledgeError("this kind of treatment is unknown", place=place, value=head["kind"])
    return Treatment(
        slug=book.name,
        dose=page["dose"],
        fits=page.get("fits", Fits()),
        effects=tuple(page.get("effects", ())),
        contraindications=tuple(page.get("contraindications", ())),
        sha256=book.sha256,
        **head,
    )


@with_config(FORBID_EXTRA)
class _TreatmentRow(TypedDict):
    label: str
    kind: str
    stage: Stage
    what: str
    grade: Grade
    evidence: str
    patient: str
    delivered_by: tuple[str, ...]
    monitoring: str
    sources: tuple[str, ...]
    prescription: NotRequired[bool]
    helps: NotRequired[bool]


@with_config(FORBID_EXTRA)
class _Page(TypedDict):
    treatment: _TreatmentRow
    dose: Dose
    fits: NotRequired[Fits]
    effects: NotRequired[list[Effect]]
    contraindications: NotRequired[list[Contraindication]]
    review: NotRequired[ReviewRow]


_PAGE: TypeAdapter[_Page] = TypeAdapter(_Page)
