"""Translated texts of the knowledge: shown only while they fit their English source; otherwise the English, and the page can say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from myotome.words.errors import UnknownName


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A Hindi table of red flags and causes that holds what a test puts into it."""
    from myotome.clinic.language import texts

    rows: dict[str, Any] = {}
    monkeypatch.setattr(texts, "_table", lambda book, language: rows if language == "hi" else {})
    texts._usable.cache_clear()
    yield rows
    texts._usable.cache_clear()


def _row(book: str, slug: str, **changed: Any) -> dict[str, Any]:
    from myotome.clinic.language.books import english, hash_of

    source = english(book)[slug]
    row = {"of": hash_of(source), "read_by": "", "fields": {name: f"हिन्दी {text}" for name, text in source.items()}}
    return row | changed


def test_what_has_no_translation_is_shown_in_english_and_says_so(table: dict[str, Any]) -> None:
    """An empty table shows English, marked as not the language that was asked for."""
    from myotome.clinic.language.texts import text_of

    text = text_of("causes", "als", "hi")
    assert (text.language, text.as_asked, text.drafted) == ("en", False, False)
    assert text["label"] == "Amyotrophic lateral sclerosis (ALS)"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"of": "000000000000"}, "the English has changed since"),
        ({"of": ""}, "the English has changed since"),
        ({"fields": {"patient": ""}}, "not filled: patient"),
        ({"fields": {"patient": "अभी फ़ोन करें"}}, "patient must keep {emergency}"),
        ({"fields": {"patient": "{emergency} {emergency}"}}, "patient must keep {emergency}"),
        ({"fields": {"patient": "{emergency}", "label": "x"}}, "the English has no label"),
    ],
)
def test_a_translation_that_no_longer_fits_is_not_shown(table: dict[str, Any], changed: Any, why: str) -> None:
    """Changed English, a gap, a lost emergency number or a stray field: English is shown instead, and the fault is told."""
    from myotome.clinic.language.texts import faults, text_of

    table["acute_stroke"] = _row("red_flags", "acute_stroke", **changed)
    assert text_of("red_flags", "acute_stroke", "hi").language == "en"
    assert faults("red_flags", "hi")["acute_stroke"] == why


def test_a_translation_that_fits_is_shown_and_says_that_nobody_has_read_it(table: dict[str, Any]) -> None:
    """Until a reader is named it counts as drafted by a machine."""
    from myotome.clinic.language.texts import text_of

    table["als"] = _row("causes", "als")
    text = text_of("causes", "als", "hi")
    assert text["label"].startswith("हिन्दी ")
    assert (text.language, text.as_asked, text.drafted) == ("hi", True, True)
    table["als"] = _row("causes", "als", read_by="Dr A. Reader, neurologist, 2027-01-05")
    from myotome.clinic.language import texts

    texts._usable.cache_clear()
    assert not text_of("causes", "als", "hi").drafted


def test_a_text_in_a_language_from_right_to_left_knows_its_direction() -> None:
    """Arabic and Urdu run the other way; Hindi does not."""
    from myotome.clinic.language.texts import Text

    assert [Text({}, code, code).direction for code in ("ar", "ur", "he", "hi", "en")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]


def test_what_does_not_exist_is_refused() -> None:
    """No book, slug or language of that name, and no path out of the folder."""
    from myotome.clinic.language.texts import faults, text_of

    for book, slug, language in (("causes", "../als", "hi"), ("novels", "als", "hi"), ("causes", "no_such", "en")):
        with pytest.raises(UnknownName):
            text_of(book, slug, language)
    with pytest.raises(UnknownName):
        faults("causes", "../../etc")


def test_rewrapping_the_english_changes_no_hash_and_a_changed_word_does() -> None:
    """The hash is over the words, not over the line breaks of the file."""
    from myotome.clinic.language.books import english, hash_of

    source = dict(english("causes")["als"])
    assert "\n" not in source["patient"]
    assert hash_of(source) == hash_of(dict(source))
    assert hash_of(source | {"patient": source["patient"] + "."}) != hash_of(source)


def test_every_committed_translation_fits_its_english() -> None:
    """No entry of a committed table is stale, half filled or without its placeholders; what is missing is shown in English."""
    from django.conf import settings

    from myotome.clinic.language.books import BOOKS
    from myotome.clinic.language.texts import faults

    for language, _ in settings.LANGUAGES:
        for book in BOOKS:
            if language != "en":
                wrong = {slug: why for slug, why in faults(book, language).items() if why != "missing"}
                assert wrong == {}, f"{language}/{book}.toml"
