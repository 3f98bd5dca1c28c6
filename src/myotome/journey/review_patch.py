"""A clinic's reviews as a patch to the knowledge files: the ``[review]`` table as it should stand, so that decisions flow back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import unified_diff

from myotome.journey.knowledge_books import FOLDERS, KnowledgeFile
from myotome.journey.reviewed import standing_of
from myotome.words.printable import printable
from myotome.words.review import Signature
from myotome.words.shelf import read_text
from myotome.words.standing import Decision, Review, State


def review_patch(file: KnowledgeFile, reviews: Sequence[Review]) -> str:
    """A unified diff of one file for ``git apply``; empty where the clinic's decisions change nothing. The content is never touched."""
    package, folder = FOLDERS[file.kind]
    before = read_text(package, f"{folder}/{file.slug}.toml")
    after = f"{file.content}\n{review_table(file, reviews)}"
    lines = unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{file.path}", f"b/{file.path}"
    )
    return "".join(lines)


def review_table(file: KnowledgeFile, reviews: Sequence[Review]) -> str:
    """The ``[review]`` table of a file after the clinic's decisions: who approved this very content, or what was asked for, as a comment."""
    found = standing_of(file, reviews)
    on_this = [review for review in reviews if review.sha256 == file.sha256]
    status = {State.APPROVED: "approved", State.CHANGES: "in review"}.get(found.state, "draft")
    if file.status == "superseded" or not on_this:
        status = file.status
    signatures = list(file.reviews)
    if status == "approved":
        signatures += [s for s in map(_signature, _standing(on_this)) if s not in signatures]
    elif on_this:
        signatures = [s for s in signatures if s.sha256 != file.sha256]
    lines = ["[review]", f"status = {_text(status)}", f"version = {_text(file.version)}"]
    if file.authors:
        lines.append(f"authors = [{', '.join(map(_text, file.authors))}]")
    if signatures:
        lines += ["reviews = [", *(f"  {_row(s)}," for s in signatures), "]"]
    if found.next_review:
        lines.append(f"next_review = {_text(found.next_review)}")
    lines += _remarks(on_this)
    return "\n".join(lines) + "\n"


def _standing(reviews: Sequence[Review]) -> list[Review]:
    """The approvals since the last decision that was none."""
    last = max((place for place, one in enumerate(reviews) if one.decision is not Decision.APPROVE), default=-1)
    return list(reviews[last + 1 :])


def _signature(review: Review) -> Signature:
    role = f"{review.role} ({review.registration})" if review.registration else review.role
    return Signature(review.by, role, review.date, review.sha256)


def _remarks(reviews: Sequence[Review]) -> Iterator[str]:
    for one in reviews:
        if one.remark:
            yield f"# {one.date}, {' '.join(one.by.split())}, {one.decision}: {' '.join(printable(one.remark).split())}"


def _row(signature: Signature) -> str:
    parts = ("by", "role", "date", "sha256")
    return "{ " + ", ".join(f"{name} = {_text(getattr(signature, name))}" for name in parts) + " }"


def _text(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's, and what neither can hold is replaced first."""
    return json.dumps(printable(value), ensure_ascii=False)
