"""Collects the words of the public pages into a .po file per language, and compiles them; needs Babel (group `translate`)."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CLINIC = Path(__file__).parents[2] / "src/myotome/clinic"
LOCALE = CLINIC / "language/locale"
METHODS = [("**.py", "python"), ("**/templates/**.html", "translating.templates:extract")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def collected() -> Catalog:
    """Every string of the clinic's code and templates that is marked for translation."""
    catalog = Catalog(project="Myotome", copyright_holder="The Myotome authors", fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(CLINIC, METHODS, keywords=KEYWORDS):
        catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def refresh() -> int:
    """Bring every language's .po up to date with the pages, keeping what is translated, and compile it."""
    fresh = collected()
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parent.parent.name)
        # A file in which no word changed stays as it was, so that two branches do not quarrel about a date.
        fresh.creation_date = catalog.creation_date
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with po.open("wb") as file:
            write_po(file, catalog, width=120, sort_output=True, no_location=True, omit_header=False)
        with po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        empty = [message.id for message in catalog if message.id and not all(_strings(message.string))]
        print(f"{po.parent.parent.name}: {len(catalog)} strings, {len(empty)} without a translation")
        for one in empty:
            print(f"  {one}")
    return 0


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    """A string, or every form of one with a number."""
    return string if isinstance(string, tuple) else (string,)
