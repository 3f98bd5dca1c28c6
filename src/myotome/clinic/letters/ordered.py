"""The ordered tests of a record for its letters: each with its state and what was taken into the record from its files."""

from __future__ import annotations

from django.utils import timezone

from myotome.clinic.investigations.page import GROUPS, test_label
from myotome.clinic.templatetags.words import entry_words
from myotome.journey.letters.ordered import OrderedTest
from myotome.record.file import PatientFile
from myotome.record.files.cabinet import Cabinet
from myotome.record.files.ordering import Orders


def ordered_tests(file: PatientFile) -> tuple[OrderedTest, ...]:
    """Every order of the file, oldest first."""
    files = Cabinet(file).results_by_order()
    held = {row.ref: row.content for kind in ("finding", "measurement", "medication") for row in file.entries(kind)}
    found = []
    for one in reversed(Orders(file).all()):
        entries, to_answer = files.get(one.ref, ((), 0))
        results = tuple(entry_words(held[ref]) for ref in entries if ref in held)
        asked_on = timezone.localdate(one.at)
        plain = GROUPS.get(one.group, "Another test")
        found.append(
            OrderedTest(
                one.test, test_label(one.test), plain, one.state, asked_on, one.on, one.note, results, to_answer
            )
        )
    return tuple(found)
