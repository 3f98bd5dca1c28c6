"""Every file of the knowledge that is signed for: where it lies, what it is called, and the review under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from pydantic import TypeAdapter

from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.review import ReviewRow, Signature
from myotome.words.rows import read_row
from myotome.words.shelf import Book, read_folder

FOLDERS: Final[Mapping[str, tuple[str, str]]] = {
    "causes": ("myotome.causes", "catalogue"),
    "tests": ("myotome.investigations", "catalogue"),
    "treatments": ("myotome.treatment", "catalogue"),
    "drugs": ("myotome.symptoms", "drugs"),
}
"""Package and folder of each shelf."""
HEADS: Final[Mapping[str, str]] = {"causes": "cause", "tests": "order", "treatments": "treatment"}
"""Table that names an entry; that of a drug is called as the file."""


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """One file: ``family`` is what its shelf is sorted by, empty for drugs; ``content`` the text above ``[review]`` (TOML)."""

    kind: str
    slug: str
    label: str
    family: str
    must_not_miss: bool
    sha256: str
    content: str = field(repr=False)
    status: str = "draft"
    version: str = "0.1"
    authors: tuple[str, ...] = ()
    reviews: tuple[Signature, ...] = ()
    next_review: str = ""

    @property
    def path(self) -> str:
        """Where it lies in the repository."""
        package, folder = FOLDERS[self.kind]
        return f"src/{package.replace('.', '/')}/{folder}/{self.slug}.toml"


@lru_cache(maxsize=1)
def knowledge_files() -> Mapping[tuple[str, str], KnowledgeFile]:
    """Every file by shelf and slug, in the shelves' order; raises KnowledgeError for a broken one."""
    return {
        (kind, book.name): _file(kind, book)
        for kind, (package, folder) in FOLDERS.items()
        for book in read_folder(package, folder)
    }


def knowledge_file(kind: str, slug: str) -> KnowledgeFile:
    """One file; raises UnknownName."""
    found = knowledge_files().get((kind, slug))
    if found is None:
        raise UnknownName("nothing in the knowledge base has this name", value=f"{kind}/{slug}")
    return found


def _file(kind: str, book: Book) -> KnowledgeFile:
    place, name = f"{kind}/{book.name}", HEADS.get(kind, book.name)
    if name not in book.content:
        raise KnowledgeError("the file does not say what it is", place=place, cure=f"Begin it with [{name}].")
    head: Mapping[str, Any] = book.content[name]
    stated = book.content.get("review", {"status": "draft", "version": "0.1"})
    review = read_row(_REVIEW, stated, f"{place} > review")
    content, _, _ = book.text.partition("\n[review]")
    return KnowledgeFile(
        kind,
        book.name,
        str(head["label"]),
        str(head.get("family") or head.get("group") or head.get("kind") or ""),
        bool(head.get("must_not_miss", False)),
        book.sha256,
        content,
        **review,
    )


_REVIEW: TypeAdapter[ReviewRow] = TypeAdapter(ReviewRow)
