"""The public call-back: who is refused, what is shown at once, and that a flood stays harmless."""

from __future__ import annotations

import os
import re
from html import unescape
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
SOUND = {"name": "Ada Lovell", "number": "020 7946 0200", "topic": "other", "text": "Which bus stops at your door?"}
RED = "My legs get weaker every hour"


def _token(client: Any, address: str = "/call-back/") -> str:
    found = re.search(r'name="sent_as" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return unescape(found[1])


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Forms drawn now are sent a minute later."""
    import time as clock

    from django.core import signing

    real = clock.time

    class Clock:
        time = staticmethod(lambda: real() + Clock.shift)
        shift = 0.0

    monkeypatch.setattr(signing, "time", Clock)

    def wait(seconds: float = 60) -> None:
        Clock.shift = seconds

    return wait


def _send(client: Any, later: Any, said: dict[str, Any] = SOUND, address: str = "192.0.2.1", **more: Any) -> Any:
    later(0)
    token = _token(client)
    later()
    return client.post("/call-back/", {**said, "sent_as": token, **more}, REMOTE_ADDR=address)


def _count() -> int:
    from myotome.record.calls.models import CallRequest

    return CallRequest.objects.count()


def test_a_plain_request_is_kept_and_tells_by_when(later: Any) -> None:
    """No advice is shown for a bus stop; the page says by when, and shows neither name nor number."""
    client, before = browser(), _count()
    sent = _send(client, later)
    assert sent.status_code == 302 and _count() == before + 1
    text = client.get(sent.headers["Location"]).content.decode()
    assert "We call you by" in text and 'class="urgent"' not in text
    assert "Lovell" not in text and "7946 0200" not in text


@pytest.mark.parametrize("number", ["999", "112", "09098790123", "12345", "hello", "+999123456", "0" * 39])
def test_a_number_that_cannot_be_called_is_refused(number: str, later: Any) -> None:
    """Emergency, premium and impossible numbers come back with the field named, and nothing is kept."""
    before = _count()
    answer = _send(browser(), later, {**SOUND, "number": number})
    assert answer.status_code == 422 and _count() == before
    assert "We cannot call this number" in answer.content.decode()


@pytest.mark.parametrize("number", ["+91 22 2778 1234", "0113 496 0333"])
def test_numbers_of_the_country_and_with_a_country_code_are_taken(number: str, later: Any) -> None:
    """The house's own country without a code, any other with one."""
    assert _send(browser(), later, {**SOUND, "number": number}).status_code == 302


def test_red_words_are_answered_at_once_whatever_becomes_of_the_request(later: Any) -> None:
    """The advice stands on the page after sending, on the page that shows errors, and on the refusal of the limit."""
    client = browser()
    sent = _send(client, later, {**SOUND, "text": RED})
    pages = [client.get(sent.headers["Location"]), _send(client, later, {**SOUND, "text": RED, "number": "1"})]
    for n in range(6):
        pages.append(_send(client, later, {**SOUND, "text": RED, "number": f"020 7946 02{n + 10}"}))
    assert pages[1].status_code == 422 and pages[-1].status_code == 429
    for page in (pages[0], pages[1], pages[-1]):
        text = page.content.decode()
        assert 'class="urgent"' in text and 'href="tel:999"' in text and "Do not wait for us to call you" in text


def test_red_words_stand_on_top_of_the_desks_queue(later: Any) -> None:
    """A later request with a red wording is first, says so in words, and gives the sentence to say."""
    from django.utils import timezone

    from clinic_site import user
    from myotome.record.calls import desk_queue

    sent = _send(browser(), later, {**SOUND, "name": "Zelda Last", "text": RED})
    assert sent.status_code == 302
    shown, _ = desk_queue.queue(user("desk"), timezone.now())
    assert [sheet.call.flagged for sheet in shown] == sorted((s.call.flagged for s in shown), reverse=True)
    assert any(sheet.call.name == "Zelda Last" and sheet.call.flagged for sheet in shown[:2])
    text = browser("desk").get("/desk/calls/").content.decode()
    assert "Call first" in text


def test_programs_are_told_and_people_can_send_again(later: Any) -> None:
    """A filled trap, a form sent in no time, one without its signature or from yesterday: refused with a cure, nothing kept."""
    client, before = browser(), _count()
    assert _send(client, later, website="http://buy.example").status_code == 422
    later(0)
    token = _token(client)
    quick = client.post("/call-back/", {**SOUND, "sent_as": token})
    assert quick.status_code == 422 and "send it once more" in quick.content.decode()
    for forged in ("", "abc", token[:-1] + ("A" if token[-1] != "A" else "B")):
        later()
        assert client.post("/call-back/", {**SOUND, "sent_as": forged}).status_code == 422
    later(13 * 3600)
    old = client.post("/call-back/", {**SOUND, "sent_as": token})
    assert old.status_code == 422 and _count() == before
    again = re.search(r'name="sent_as" value="([^"]+)"', old.content.decode())
    assert again and unescape(again[1]) != token
    later(13 * 3600 + 60)
    assert client.post("/call-back/", {**SOUND, "sent_as": unescape(again[1])}).status_code == 302


def test_a_form_without_the_sites_token_is_refused() -> None:
    """Another site cannot send the form for somebody."""
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/call-back/", SOUND).status_code == 403


FLOOD = int(os.environ.get("MYOTOME_FLOOD", "1000"))
"""Posts of the flood: a thousand with every run of the tests, ten thousand with MYOTOME_FLOOD=10000."""


def test_a_flood_from_one_address_changes_nothing_for_others(later: Any) -> None:
    """A flood with script in every field: five are kept, the database does not grow, and somebody elsewhere gets through at once."""
    from myotome.record.calls.models import CallRequest, LimitBucket
    from myotome.record.models import AccessLog

    client = browser()
    later(0)
    tokens = [_token(client) for _ in range(12)]
    later()
    requests, lines = _count(), AccessLog.objects.count()
    buckets = LimitBucket.objects.count()
    statuses: dict[int, int] = {}
    for n in range(FLOOD):
        said = {"name": EVIL, "number": f"020 7946 0{n % 1000:03d}", "topic": "other", "text": EVIL, "best": "morning"}
        if n % 4 == 1:
            said |= {"number": EVIL[:40], "topic": EVIL, "best": EVIL}
        answer = client.post("/call-back/", {**said, "sent_as": tokens[n % 12], "website": ""}, REMOTE_ADDR="192.0.2.9")
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if n % 97 == 0:
            assert "<script>alert" not in answer.content.decode()
    assert _count() - requests == 5
    assert AccessLog.objects.count() == lines
    assert LimitBucket.objects.count() - buckets <= 6
    assert set(statuses) == {302, 422, 429} and statuses[429] > FLOOD / 4
    assert _send(browser(), later, {**SOUND, "number": "0113 496 0777"}, "198.51.100.7").status_code == 302
    desk = browser("desk")
    for address in ("/desk/calls/", *(f"/desk/calls/{row.ref}/" for row in CallRequest.objects.filter(text=EVIL)[:2])):
        text = desk.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in text and "<script>alert" not in text and "<img src=x" not in text


def test_the_address_behind_a_proxy_is_the_proxys_own_word(settings_of: Any) -> None:
    """A forged X-Forwarded-For gives nobody a new address; of IPv6 the whole /64 counts as one."""
    from django.test import RequestFactory

    from myotome.clinic.caller import address_of

    ask = RequestFactory().get
    assert address_of(ask("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="10.9.9.9")) == "192.0.2.1"
    settings_of(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
    assert address_of(ask("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.4")) == "198.51.100.4"
    a, b = "2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2"
    assert address_of(ask("/", HTTP_X_FORWARDED_FOR=a)) == address_of(ask("/", HTTP_X_FORWARDED_FOR=b))
    assert address_of(ask("/", HTTP_X_FORWARDED_FOR="2001:db8:1:3::1")) != address_of(ask("/", HTTP_X_FORWARDED_FOR=a))
    assert address_of(ask("/", HTTP_X_FORWARDED_FOR="nonsense")) == "unknown"


@pytest.fixture
def settings_of() -> Any:
    from contextlib import ExitStack

    from django.test import override_settings

    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(override_settings(**changes))
