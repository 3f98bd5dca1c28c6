"""The frame of the public pages: same for everyone, the clinic's own words, every language, nothing kept that is somebody's."""

from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser


def _front(**headers: str) -> Any:
    return browser().get("/", headers=headers)


def test_a_page_for_everyone_sets_no_cookie_and_knows_nobody_who_is_signed_in() -> None:
    """No cookie, no Vary on one, and a clinician's name appears on no page that others may be given."""
    for client in (browser(), browser("clinician")):
        response = client.get("/")
        assert not response.cookies
        assert "Cookie" not in response.headers["Vary"]
        assert b"Okafor" not in response.content
        assert response.headers["Cache-Control"].startswith("public, max-age=")


def test_pages_that_are_somebodys_are_stored_nowhere() -> None:
    """The sign-in page and a record keep no-store; only what is marked as the same for everyone is public."""
    assert browser().get("/sign-in/").headers["Cache-Control"] == "no-store, private"
    assert browser("clinician").get("/worklist/").headers["Cache-Control"] == "no-store, private"


def test_a_page_for_everyone_reads_no_row_of_the_database() -> None:
    """Neither session nor user is looked up, whoever asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browser("clinician")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/hi/")
        client.get("/")
    assert [q["sql"] for q in queries] == []


def test_the_clinics_telephone_address_hours_and_the_emergency_number_stand_on_the_page() -> None:
    """From the house's own file; the telephone can be tapped."""
    text = _front().content.decode()
    for words in ("Myotome Demo Clinic", "1 Example Street", "London W1A 0ZZ", "+44 20 7946 0123", "08:00-18:00"):
        assert words in text
    assert 'href="tel:+442079460123"' in text
    assert 'href="tel:999"' in text
    assert "Monday – Friday" in text


def test_each_page_names_itself_in_every_language() -> None:
    """Hreflang and the switch lead to the same page in the other language and back."""
    english, hindi = _front().content.decode(), browser().get("/hi/").content.decode()
    assert '<html lang="en" dir="ltr">' in english
    assert '<html lang="hi" dir="ltr">' in hindi
    for text in (english, hindi):
        assert 'hreflang="hi" href="http://testserver/hi/"' in text
        assert 'hreflang="en" href="http://testserver/"' in text
    assert "शुक्रवार" in hindi


def test_the_same_page_is_sent_once_and_then_only_its_tag() -> None:
    """A browser that holds the page gets 304 and no bytes; another tag gets the page."""
    first = _front()
    again = _front(if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert _front(if_none_match='W/"other"').status_code == 200


def test_a_packed_page_holds_the_same_words() -> None:
    """Gzip only for who takes it; unpacked it is the plain page."""
    import gzip

    packed = _front(accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == _front().content
    assert "Content-Encoding" not in _front().headers
