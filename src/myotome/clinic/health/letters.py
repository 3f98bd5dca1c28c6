"""The index from A to Z over every page: grouped by first letter of the label in the language of the page, with cross-references."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from myotome.clinic.health.article import article
from myotome.clinic.health.pages import Link, every_page
from myotome.clinic.language.texts import text_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index: a name, and the page that it leads to. ``see`` is the page's own label where the name is another one."""

    name: str
    link: Link
    see: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter and its lines. ``anchor`` is safe in an address."""

    letter: str
    anchor: str
    entries: tuple[Entry, ...]


def letters() -> tuple[Letter, ...]:
    """The whole index in the active language: every page under its label, and the article's headings as "name, see label"."""
    lines = [
        Entry(link.label, link) for link in (Link(shelf, slug, text_of(shelf, slug)) for shelf, slug in every_page())
    ]
    headings = text_of("article", "headings")
    for slug in article().headings:
        link = Link("causes", slug, text_of("causes", slug))
        if headings[slug].casefold() != link.label.casefold():
            lines.append(Entry(headings[slug], link, link.label))
    lines.sort(key=lambda line: (first_letter(line.name), plain(line.name)))
    return tuple(
        Letter(letter, f"letter-{ord(letter):x}", tuple(found))
        for letter, found in groupby(lines, key=lambda line: first_letter(line.name))
    )


def first_letter(name: str) -> str:
    """The letter under which a name stands, without its accents; # for a digit or a sign."""
    letter = plain(name)[:1].upper()
    return letter if letter.isalpha() else "#"


def plain(text: str) -> str:
    """Lower case without accents on Latin letters; signs of other scripts are kept, because they are letters there."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not ("\u0300" <= c <= "\u036f")).strip()
