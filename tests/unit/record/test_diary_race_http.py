"""Many browsers press for the same time at once: to hold it, to confirm it, to move into it. One gets it, the others a clear no."""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from filled_demo import copy_of_demo
from postgres import postgres_address

CLIENTS = 32
TRIES = 6
PEOPLE = 8
"""Who have a session and a booking of their own."""
START = "from myotome.cli.serve import serve_command; import typer; typer.run(serve_command)"
TAKEN, ENDED = "just taken this time", "none that we keep for you now"
GUEST = {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958", "email": "", "language": "en"}
Said = tuple[int, str, str]


@dataclass(frozen=True)
class Site:
    """A served demo: host and port, and the database behind it."""

    place: str
    database: str

    def ask(self, question: str, *given: Any) -> list[Any]:
        """Ask its database past the program, or change it; ``?`` stands for what is given."""
        if self.database.startswith("postgresql"):
            import psycopg

            with psycopg.connect(self.database) as link:
                answer = link.execute(question.replace("?", "%s"), given)
                return answer.fetchall() if answer.description else []
        import sqlite3

        link = sqlite3.connect(self.database, timeout=30)
        try:
            rows = link.execute(question, given).fetchall()
            link.commit()
            return rows
        finally:
            link.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """On SQLite; with MYOTOME_TEST_DATABASE=postgres on PostgreSQL."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    data = tmp_path_factory.mktemp("race")
    database = str(data / "clinic.sqlite3")
    if os.environ.get("MYOTOME_TEST_DATABASE") == "postgres":
        database = environment["MYOTOME_DATABASE_URL"] = postgres_address()
    else:
        copy_of_demo(data)
    command = [sys.executable, "-c", START, "--demo", "--no-open", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://([\d.]+:\d+)", line):
            drain = threading.Thread(target=process.stdout.read, daemon=True)
            drain.start()
            yield Site(found[1], database)
            break
    else:
        pytest.fail("the server did not start")
    process.terminate()
    process.wait()
    drain.join()
    process.stdout.close()


def test_a_race_over_http_holds_each_time_once(site: Site) -> None:
    """Thirty-two browsers from as many addresses press the same six times: each time one is taken to the form, the others are told."""
    wanted = _times(site, "review")[:TRIES]

    def press(browser: _Browser) -> list[Said]:
        # Without the cookie of the session each press is a person of its own.
        return [browser.post("/appointments/hold/", {"service": "review", "offer": one}) for one in wanted]

    answers = _at_once(press, [_Browser(site, number + 2, session=False) for number in range(CLIENTS)])
    said = Counter((status, where or _told(text)) for row in answers for status, where, text in row)
    assert set(said) == {(302, "/appointments/details/"), (409, TAKEN)}, said
    assert [sum(row[nth][0] == 302 for row in answers) for nth in range(TRIES)] == [1] * TRIES


def test_a_hold_that_ends_while_it_is_confirmed_goes_to_one_of_two(site: Site) -> None:
    """Her ten minutes end as he takes the time: she has it or he has it, the other reads why not, and no cell belongs to both."""
    outcomes: Counter[tuple[str, str]] = Counter()
    chance = Random(7)
    for nth, offer in enumerate(_times(site, "nutrition")[:6]):
        her, him = _Browser(site, 40 + nth), _Browser(site, 50 + nth)
        assert her.post("/appointments/hold/", {"service": "nutrition", "offer": offer})[0] == 302
        ends = datetime.now(UTC) + timedelta(seconds=1)
        held = site.ask("SELECT max(id) FROM diary_bookingrow WHERE status = 'held'")[0][0]
        kept = ends if site.database.startswith("postgresql") else ends.replace(tzinfo=None).isoformat(" ")
        site.ask("UPDATE diary_bookingrow SET hold_until = ? WHERE id = ?", kept, held)
        site.ask("UPDATE diary_cell SET until = ? WHERE booking_id = ?", kept, held)
        begins = {one: ends.timestamp() - 0.05 + 0.1 * chance.random() for one in (her, him)}

        def press(browser: _Browser, offer: str = offer, begins: dict[_Browser, float] = begins) -> Said:
            time.sleep(max(0.0, begins[browser] - time.time()))
            if browser is next(iter(begins)):
                return browser.post("/appointments/details/", GUEST)
            answer = browser.post("/appointments/hold/", {"service": "nutrition", "offer": offer})
            return browser.post("/appointments/details/", GUEST) if answer[0] == 302 else answer

        first, second = (_outcome(one) for one in _at_once(press, [her, him]))
        assert (first == "booked") + (second == "booked") <= 1, "two people have one time"
        assert {first, second} <= {"booked", TAKEN, ENDED, "run out"}, (first, second)
        outcomes[first, second] += 1
    assert any("booked" in pair for pair in outcomes)


def test_two_tabs_that_confirm_at_once_book_once(site: Site) -> None:
    """Both tabs of one person arrive at the same appointment; there is one guest."""
    person = _Browser(site, 60)
    offer = _times(site, "nutrition")[10]
    assert person.post("/appointments/hold/", {"service": "nutrition", "offer": offer})[0] == 302
    before = site.ask("SELECT count(*) FROM diary_guest")[0][0]
    tabs = [person, *(person.another_tab(61 + n) for n in range(3))]
    answers = _at_once(lambda tab: tab.post("/appointments/details/", GUEST), tabs)
    assert len({where for _, where, _ in answers}) == 1 and {status for status, _, _ in answers} == {302}
    assert "?done=booked" in answers[0][1]
    assert site.ask("SELECT count(*) FROM diary_guest")[0][0] == before + 1


def test_eight_people_move_into_one_time_at_once(site: Site) -> None:
    """One has it; the others read that somebody was quicker, and keep the time that they had."""
    offers = _times(site, "ultrasound")
    people = [_Browser(site, 70 + n) for n in range(PEOPLE)]
    references = [_book(one, "ultrasound", offer) for one, offer in zip(people, offers, strict=False)]
    where = dict(site.ask("SELECT reference, start_cell FROM diary_bookingrow"))
    for wanted in offers[PEOPLE + 2 : PEOPLE + 8 : 2]:

        def press(browser: _Browser, wanted: str = wanted) -> Said:
            address = f"/appointments/at/{references[people.index(browser)]}/move/"
            return browser.post(address, {"offer": wanted})

        answers = _at_once(press, people)
        assert [status for status, _, _ in answers].count(302) == 1
        assert {_told(text) for status, _, text in answers if status != 302} == {TAKEN}
        now = dict(site.ask("SELECT reference, start_cell FROM diary_bookingrow"))
        moved = [one for one, (status, _, _) in zip(references, answers, strict=True) if status == 302]
        assert {one for one in references if now[one] != where[one]} == set(moved)
        where = now


def test_a_move_and_a_hold_want_the_same_time(site: Site) -> None:
    """Half of them move into it, half of them press it for the first time: one of all has it."""
    offers = _times(site, "physiotherapy")
    movers = [_Browser(site, 90 + n) for n in range(4)]
    references = [_book(one, "physiotherapy", offer) for one, offer in zip(movers, offers, strict=False)]
    holders = [_Browser(site, 100 + n) for n in range(4)]

    def press(browser: _Browser) -> Said:
        if browser in movers:
            address = f"/appointments/at/{references[movers.index(browser)]}/move/"
            return browser.post(address, {"offer": offers[9]})
        return browser.post("/appointments/hold/", {"service": "physiotherapy", "offer": offers[9]})

    answers = _at_once(press, [*movers, *holders])
    assert Counter(status for status, _, _ in answers) == {302: 1, 409: 7}
    assert {_told(text) for status, _, text in answers if status == 409} == {TAKEN}


def test_one_referral_code_in_many_browsers_books_once(site: Site) -> None:
    """Six people hold six times with one code and confirm at once: one booking, and five read that the code was used."""
    code = "7K3M-Q9WD-0TXB-5HNE"
    made, ends = datetime.now(UTC), datetime.now(UTC) + timedelta(days=14)
    when = [
        at if site.database.startswith("postgresql") else at.replace(tzinfo=None).isoformat(" ") for at in (made, ends)
    ]
    clerk = site.ask("SELECT id FROM record_user WHERE username = 'desk'")[0][0]
    site.ask(
        "INSERT INTO diary_referral (digest, service, frame, made_at, ends_at, letter, by_id) VALUES (?, 'emg_ncs', '2_weeks', ?, ?, 0, ?)",
        hashlib.sha256(code.encode()).hexdigest(),
        *when,
        clerk,
    )
    people = [_Browser(site, 110 + n) for n in range(6)]
    for person in people:
        assert person.post("/appointments/code/", {"code": code})[0] == 302
        page = person.post("/appointments/times/", {"service": "emg_ncs"})[2]
        offer = re.findall(r'name="offer" value="([^"]+)"', unescape(page))[0]
        assert person.post("/appointments/hold/", {"service": "emg_ncs", "offer": offer})[0] == 302
    answers = _at_once(lambda one: one.post("/appointments/details/", GUEST), people)
    assert Counter(status for status, _, _ in answers) == {302: 1, 409: 5}
    assert all("used for a booking already" in text for status, _, text in answers if status == 409)
    used = "SELECT count(*) FROM diary_bookingrow WHERE service = 'emg_ncs' AND frame = '2_weeks' AND status = 'booked' AND id IN (SELECT booking_id FROM diary_referral)"
    assert site.ask(used)[0][0] == 1


def test_many_presses_on_the_waiting_list_are_one_entry(site: Site) -> None:
    """Four tabs of one person join at once: everybody reads that they are on the list, on which they stand once."""
    person = _Browser(site, 120)
    tabs = [person, *(person.another_tab(121 + n) for n in range(3))]
    wish = {"service": "mri", **GUEST, "name": "Wanda Waits"}
    answers = _at_once(lambda tab: tab.post("/appointments/waiting-list/", wish), tabs)
    assert {status for status, _, _ in answers} == {200}
    assert site.ask("SELECT count(*) FROM diary_waiting WHERE service = 'mri' AND state = 'waiting'")[0][0] == 1


def _at_once(press: Callable[[_Browser], Any], browsers: list[_Browser]) -> list[Any]:
    """What each browser is answered when all begin together; the answers in the order of the browsers."""
    begin = threading.Barrier(len(browsers))

    def one(browser: _Browser) -> Any:
        begin.wait()
        try:
            return press(browser)
        finally:
            browser.leave()

    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(one, browsers))


def _times(site: Site, service: str) -> list[str]:
    """Every other time on the first page, because a visit may take two or three quarters of one clinician."""
    browser = _Browser(site, 1)
    page = browser.post("/appointments/times/", {"service": service})[2]
    browser.leave()
    return list(dict.fromkeys(re.findall(r'name="offer" value="([^"]+)"', unescape(page))))[::4]


def _book(browser: _Browser, service: str, offer: str) -> str:
    assert browser.post("/appointments/hold/", {"service": service, "offer": offer})[:2] == (
        302,
        "/appointments/details/",
    )
    status, where, text = browser.post("/appointments/details/", GUEST)
    assert status == 302, text
    return where.split("/")[3]


def _told(text: str) -> str:
    return next((sentence for sentence in (TAKEN, ENDED, "run out") if sentence in text), text[:200])


def _outcome(said: Said) -> str:
    status, where, text = said
    assert status in (302, 409), text
    return "booked" if "?done=booked" in where else _told(text)


class _Browser:
    """A browser of an address of its own on this machine; with ``session`` it is one person from page to page."""

    def __init__(self, site: Site, number: int, *, session: bool = True) -> None:
        self._site, self._session, self._cookies = site, session, {}
        self._link(number)
        page = self._answer("GET", "/appointments/")[2]
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        self._token = found[1]

    def another_tab(self, number: int) -> _Browser:
        """The same person with a connection of its own."""
        tab = _Browser(self._site, number)
        tab._cookies, tab._token = dict(self._cookies), self._token
        return tab

    def post(self, address: str, data: dict[str, Any]) -> Said:
        """Status, where it leads, and the page."""
        return self._answer("POST", address, urlencode({**data, "csrfmiddlewaretoken": self._token}))

    def leave(self) -> None:
        """Close the connection; the next request opens it again."""
        self._connection.close()

    def _link(self, number: int) -> None:
        host, port = self._site.place.split(":")
        source = (f"127.0.1.{number}", 0)
        self._connection = http.client.HTTPConnection(host, int(port), timeout=120, source_address=source)

    def _answer(self, how: str, address: str, body: str | None = None) -> Said:
        sent = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": sent, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(how, address, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            if self._session or name == "csrftoken":
                self._cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()
