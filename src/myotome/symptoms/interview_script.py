"""The script of the interview: sections, questions, options and conclusions, read from interview.toml and checked on load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Person, Sex
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_book
from myotome.words.side import Side


class Kind(StrEnum):
    """What kind of answer a question takes."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    LIST = "list"
    TEXT = "text"


class Into(StrEnum):
    """Where in the case the written words go."""

    NOWHERE = ""
    COMPLAINT = "complaint"
    NOTES = "notes"
    MEDICATIONS = "medications"
    PAST_MEDICATIONS = "past_medications"


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its words, the concepts that are present or absent when it is chosen, and where they lie."""

    __pydantic_config__ = FORBID_EXTRA

    text: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    side: Side = Side.UNSTATED
    site: str = ""


@dataclass(frozen=True, slots=True)
class Combo:
    """Exactly these options, and no other, chosen: what is present then. It is absent when another set was chosen."""

    __pydantic_config__ = FORBID_EXTRA

    only: tuple[str, ...]
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``text`` is in plain words; ages are in years, ``age_from`` inclusive, ``age_below`` exclusive.

    ``concept`` is set for yes_no and may be for list; ``no`` and ``unchosen`` are ``absent`` or ``nothing``; ``if_any`` holds
    concepts of which one must be present so far.
    """

    __pydantic_config__ = FORBID_EXTRA

    id: str
    section: str
    text: str
    kind: Kind = Kind.YES_NO
    concept: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    combos: tuple[Combo, ...] = ()
    into: Into = Into.NOWHERE
    no: str = "absent"
    unchosen: str = "absent"
    side: bool = False
    age_from: float | None = None
    age_below: float | None = None
    sex: Sex | None = None
    if_any: tuple[str, ...] = ()

    def fits(self, person: Person) -> bool:
        """Whether the question makes sense for this person; an unknown age or sex does not rule it out."""
        if self.sex is not None and person.sex not in (Sex.UNKNOWN, self.sex):
            return False
        if person.age_years is None:
            return True
        return (self.age_from is None or person.age_years >= self.age_from) and (
            self.age_below is None or person.age_years < self.age_below
        )

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept that an answer can settle, each once, in the order of the script."""
        named = [self.concept] if self.concept else []
        for option in self.options.values():
            named += [*option.present, *option.absent]
        for combo in self.combos:
            named += combo.present
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the interview; ``by_value``: its questions compete, with those of neighbouring such sections."""

    slug: str
    title: str
    by_value: bool


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows from several answers: present when ``count`` of ``of`` are present, absent when all of them are absent."""

    __pydantic_config__ = FORBID_EXTRA

    concept: str
    count: int
    of: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """The whole script in order. ``stay_share`` (0 to 1) and ``effort_per_option`` shape the choice of the next question."""

    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    conclusions: tuple[Conclusion, ...]
    stay_share: float
    effort_per_option: float


def load_script(vocabulary: Vocabulary) -> Script:
    """Read interview.toml; raises KnowledgeError naming section and question when it breaks a rule."""
    return build_script(read_book("myotome.symptoms", "interview.toml"), vocabulary)


def build_script(book: Book, vocabulary: Vocabulary) -> Script:
    """Put a parsed script together and hold it against the vocabulary."""
    content = book.content
    for part in ("interview", "sections"):
        if part not in content:
            raise KnowledgeError("a part of the script is missing", place=book.name, value=part)
    rows: dict[str, dict[str, Any]] = dict(content.get("questions", {}))
    sections: dict[str, Section] = {}
    questions: dict[str, Question] = {}
    for slug, row in content["sections"].items():
        if not {"title", "order", "ask"} <= row.keys():
            raise KnowledgeError(
                "a section needs title, order and ask", place=f"{book.name} > {slug}", value=sorted(row)
            )
        sections[slug] = Section(
            slug, row["title"], _one_of(row["order"], ("script", "value"), f"{book.name} > {slug}") == "value"
        )
        for name in row["ask"]:
            if name in questions:
                raise KnowledgeError("is asked twice", place=f"{book.name} > {slug}", value=name)
            questions[name] = _question(name, slug, rows.pop(name, {}), vocabulary, book.name)
    if rows:
        raise KnowledgeError("no section asks this question", place=f"{book.name} > questions", value=next(iter(rows)))
    conclusions = tuple(
        read_row(_CONCLUSION, {"concept": slug, **row}, f"{book.name} > conclusions > {slug}")
        for slug, row in content.get("conclusions", {}).items()
    )
    settings = content["interview"]
    script = Script(sections, questions, conclusions, settings["stay_share"], settings["effort_per_option"])
    _check(script, vocabulary, book.name)
    return script


def _question(name: str, section: str, row: dict[str, Any], vocabulary: Vocabulary, book: str) -> Question:
    place = f"{book} > {section} > {name}"
    if row.get("kind", Kind.YES_NO) == Kind.YES_NO:
        row = {"concept": name, **row}
        if row["concept"] not in vocabulary.concepts:
            raise KnowledgeError("is neither a question of the script nor a concept", place=place, value=row["concept"])
        row = {"text": vocabulary.concepts[row["concept"]].question, **row}
    question: Question = read_row(_QUESTION, {"id": name, "section": section, **row}, place)
    for word in (question.no, question.unchosen):
        _one_of(word, ("absent", "nothing"), place)
    if (question.kind in (Kind.CHOICE, Kind.MANY)) != bool(question.options):
        raise KnowledgeError(
            "choice and many need options, the other kinds have none", place=place, value=question.kind.value
        )
    for combo in question.combos:
        unknown = [option for option in combo.only if option not in question.options]
        if unknown:
            raise KnowledgeError("a combo names an option that is not offered", place=place, value=unknown)
    return question


def _check(script: Script, vocabulary: Vocabulary, book: str) -> None:
    """Every concept exists, and a condition only looks back: at what an earlier question can have settled."""
    so_far: set[str] = set()
    for question in script.questions.values():
        place = f"{book} > {question.section} > {question.id}"
        for slug in question.concepts:
            _known(slug, vocabulary, place)
        for slug in question.if_any:
            if slug not in so_far:
                raise KnowledgeError("waits for a concept that no earlier question settles", place=place, value=slug)
        so_far.update(question.concepts)
    for conclusion in script.conclusions:
        place = f"{book} > conclusions > {conclusion.concept}"
        _known(conclusion.concept, vocabulary, place)
        for slug in (*conclusion.of, *conclusion.unless):
            if slug not in so_far:
                raise KnowledgeError("rests on a concept that no question settles", place=place, value=slug)


def _known(slug: str, vocabulary: Vocabulary, place: str) -> None:
    if slug not in vocabulary.concepts:
        raise KnowledgeError("no concept of this name", place=place, value=slug)


def _one_of(word: str, allowed: tuple[str, ...], place: str) -> str:
    if word not in allowed:
        raise KnowledgeError(f"must be {' or '.join(allowed)}", place=place, value=word)
    return word


_QUESTION = TypeAdapter(Question)
_CONCLUSION = TypeAdapter(Conclusion)
