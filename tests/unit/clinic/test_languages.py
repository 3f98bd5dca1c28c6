"""The words of the pages in every language: complete, compiled, with their placeholders; and a language from right to left works."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")
pytest.importorskip("babel")

from clinic_site import browser

ROOT = Path(__file__).parents[3]
LOCALE = ROOT / "src/myotome/clinic/language/locale"
FILES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
PARTS = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")


def _read(po: Path) -> Any:
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        return read_po(file, locale=po.parents[1].name)


def _texts(string: Any) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def _collected() -> Any:
    if str(ROOT / "tools") not in sys.path:
        sys.path.insert(0, str(ROOT / "tools"))
    from translating.words import collected

    return collected()


def test_there_is_at_least_one_more_language_than_english() -> None:
    """Without this the tests below would pass on nothing."""
    assert [po.parents[1].name for po in FILES] == ["hi"]


@pytest.mark.parametrize("po", FILES, ids=lambda po: po.parents[1].name)
def test_every_string_of_the_public_pages_is_translated(po: Path) -> None:
    """Nothing that a page marks is missing or empty. If this fails: python tools/translate.py words, then fill in the .po file."""
    catalog = _read(po)
    missing = []
    for message in _collected():
        if message.id:
            found = catalog.get(_texts(message.id)[0], message.context)
            if found is None or not all(_texts(found.string)):
                missing.append(message.id)
    assert missing == []


@pytest.mark.parametrize("po", FILES, ids=lambda po: po.parents[1].name)
def test_placeholders_and_elements_are_kept(po: Path) -> None:
    """Each translation holds the same placeholders and elements as its English, in any order, and no fuzzy guess is used."""
    wrong = {}
    for message in _read(po):
        if message.id:
            wanted = sorted(PARTS.findall(_texts(message.id)[-1]))
            for text in _texts(message.string):
                if sorted(PARTS.findall(text)) != wanted:
                    wrong[message.id] = text
            assert not message.fuzzy, message.id
    assert wrong == {}


@pytest.mark.parametrize("po", FILES, ids=lambda po: po.parents[1].name)
def test_the_compiled_words_are_those_of_the_file(po: Path) -> None:
    """A .mo that lags behind would show old words. If this fails: python tools/translate.py words."""
    from babel.messages.mofile import write_mo

    fresh = io.BytesIO()
    write_mo(fresh, _read(po))
    assert po.with_suffix(".mo").read_bytes() == fresh.getvalue()


def test_a_language_from_right_to_left_turns_the_page_round(settings: Any = None) -> None:
    """With Arabic among the languages its pages say dir="rtl", show English text as such, and the switch leads there and back."""
    from django.conf import settings as site
    from django.test import override_settings
    from django.urls import clear_url_caches

    with override_settings(LANGUAGES=(*site.LANGUAGES, ("ar", "العربية"))):
        clear_url_caches()
        text = browser().get("/ar/health/causes/als/").content.decode()
    clear_url_caches()
    assert '<html lang="ar" dir="rtl">' in text
    assert '<h1 lang="en" dir="ltr">' in text
    assert 'hreflang="en" href="http://testserver/health/causes/als/"' in text


def test_the_style_sheet_of_the_public_pages_names_no_side() -> None:
    """Logical properties only: what names left or right would not turn round."""
    css = (ROOT / "src/myotome/clinic/static/clinic/public.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert (
        re.findall(
            r"(?:margin|padding|border)-(?:left|right)|[^-]\b(?:left|right)\s*:|text-align:\s*(?:left|right)|float", css
        )
        == []
    )


def test_every_hindi_page_says_that_a_machine_translated_it() -> None:
    """On every page in the foot, and with the text of the knowledge itself."""
    from html import unescape

    for address in ("/hi/", "/hi/health/", "/hi/self-check/", "/hi/health/causes/als/"):
        text = unescape(browser().get(address).content.decode())
        assert "अनुवाद मशीन ने किया है" in text, address
        assert "translated by a machine" not in text
