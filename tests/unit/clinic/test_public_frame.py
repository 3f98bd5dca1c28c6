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


def test_a_stale_page_is_rendered_by_one_reader_while_the_others_get_the_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of ten readers of a stale page one waits for the new one; nobody else has it rendered a second time."""
    from django.http import HttpRequest, HttpResponse

    from myotome.clinic.public import same_for_everyone as kept

    made, now = [], [1000.0]

    def view(request: HttpRequest) -> HttpResponse:
        made.append(1)
        request.same_for_everyone = True  # type: ignore[attr-defined]
        if len(made) == 2:
            assert [pages(_request()).content for _ in range(9)] == [b"page 1"] * 9
        return HttpResponse(f"page {len(made)}")

    def _request() -> HttpRequest:
        from django.test import RequestFactory

        return RequestFactory().get("/a/")

    monkeypatch.setattr(kept, "monotonic", lambda: now[0])
    pages = kept.SamePages(view)
    assert pages(_request()).content == b"page 1"
    now[0] += 2 * kept.KEPT_SECONDS
    assert pages(_request()).content == b"page 2"
    assert pages(_request()).content == b"page 2"
    assert len(made) == 2


def test_what_sets_a_cookie_or_fails_is_kept_nowhere() -> None:
    """A page that was marked by mistake and sets a cookie is sent without being kept, and so is an error."""
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    from myotome.clinic.public.same_for_everyone import SamePages

    for status, cookie in ((200, True), (404, False), (302, False), (500, False)):
        made = []

        def view(
            request: HttpRequest, status: int = status, cookie: bool = cookie, made: list[int] = made
        ) -> HttpResponse:
            made.append(1)
            request.same_for_everyone = True  # type: ignore[attr-defined]
            response = HttpResponse("x", status=status)
            if cookie:
                response.set_cookie("who", "me")
            return response

        pages = SamePages(view)
        for _ in range(2):
            assert "public" not in pages(RequestFactory().get("/a/")).headers.get("Cache-Control", "")
        assert len(made) == 2
