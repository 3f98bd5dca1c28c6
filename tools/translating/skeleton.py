"""What is missing in the tables of a language, and a skeleton of it with the English beside each line."""

import json

from myotome.clinic.language.books import BOOKS, english, hash_of
from myotome.clinic.language.texts import faults


def missing(language: str) -> int:
    """Print every text that is not shown in the language, and why; exit status 1 when there is one."""
    count = 0
    for book in BOOKS:
        wrong = faults(book, language)
        print(
            f"{book}: {len(english(book)) - len(wrong.keys() & english(book).keys())} of {len(english(book))} are shown"
        )
        for slug, why in wrong.items():
            print(f"  {slug}: {why}")
        count += len(wrong)
    return int(count > 0)


def skeleton(language: str, book: str) -> int:
    """Print entries for what is missing or stale in one book: fill in the quotes, and put the entry in place of a stale one."""
    for slug in faults(book, language):
        source = english(book).get(slug)
        if source is None:
            continue
        print(f"[{slug}]")
        for name, text in source.items():
            print(f"# {text}")
            print(f"{name} = {json.dumps('')}")
        print(f'of = "{hash_of(source)}"\n')
    return 0
