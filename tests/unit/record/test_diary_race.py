"""Thirty-two clients at once want the same times: nobody gets what somebody else has, and nobody is told that the database is locked."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from postgres import postgres_address

ROOT = Path(__file__).parents[3]
SECONDS = 4
CLIENTS = 32
TRIES = 6
START = "from myotome.cli.serve import serve_command; import typer; typer.run(serve_command)"


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_race_of_the_functions_gives_no_cell_twice(database: str) -> None:
    """Every attempt is a yes or a clear no; afterwards the claims of what stands share no cell, and each cell has its row."""
    address = postgres_address() if database == "postgres" else database
    command = [sys.executable, ROOT / "benchmarks/booking_race.py", "--json", "--seconds", str(SECONDS)]
    done = subprocess.run([*command, "--database", address], capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["clients"], result["errors"]) == (CLIENTS, {})
    assert (result["overlaps"], result["stray_cells"]) == (0, 0)
    assert result["attempts"] == result["yes"] + result["no"]
    kinds = result["by_kind"]
    assert kinds["hold yes"] > 10 and kinds["hold no taken"] > 10, "there was a race"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served demo; host and port."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    data = tmp_path_factory.mktemp("race")
    command = [sys.executable, "-c", START, "--demo", "--no-open", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://([\d.]+:\d+)", line):
            drain = threading.Thread(target=process.stdout.read, daemon=True)
            drain.start()
            yield found[1]
            break
    else:
        pytest.fail("the server did not start")
    process.terminate()
    process.wait()
    drain.join()
    process.stdout.close()


def test_a_race_over_http_holds_each_time_once(site: str) -> None:
    """Thirty-two browsers from as many addresses press the same six times: each time one is taken to the form, the others are told."""
    # Every other time, because a visit of half an hour takes two quarters of one clinician.
    first = _Browser(site, 1)
    page = first.post("/appointments/times/", {"service": "review"})[2]
    first.leave()
    wanted = list(dict.fromkeys(re.findall(r'name="offer" value="([^"]+)"', unescape(page))))[: 2 * TRIES : 2]
    assert len(wanted) == TRIES
    begin = threading.Barrier(CLIENTS)
    answers: list[tuple[int, int, str]] = []
    lock = threading.Lock()

    def press(number: int) -> None:
        browser = _Browser(site, number + 2)
        begin.wait()
        for nth in range(TRIES):
            # Without the cookie of the session each press is a person of its own.
            status, where, text = browser.post("/appointments/hold/", {"service": "review", "offer": wanted[nth]})
            told = where or ("taken" if "just taken this time" in text else text[:200])
            with lock:
                answers.append((nth, status, told))
        browser.leave()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == CLIENTS * TRIES
    said = Counter((status, told) for _, status, told in answers)
    assert set(said) == {(302, "/appointments/details/"), (409, "taken")}, said
    assert Counter(nth for nth, status, _ in answers if status == 302) == dict.fromkeys(range(TRIES), 1)


class _Browser:
    """A browser of an address of its own on this machine, which keeps the token of the forms and no session."""

    def __init__(self, site: str, number: int) -> None:
        host, port = site.split(":")
        source = (f"127.0.1.{number}", 0)
        self._connection = http.client.HTTPConnection(host, int(port), timeout=120, source_address=source)
        self._connection.request("GET", "/appointments/")
        answer = self._connection.getresponse()
        page = answer.read().decode()
        cookies = answer.headers.get_all("Set-Cookie") or []
        self._cookie = next(one.split(";")[0] for one in cookies if one.startswith("csrftoken="))
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        self._token = found[1]

    def post(self, address: str, data: dict[str, Any]) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", address, urlencode({**data, "csrfmiddlewaretoken": self._token}), headers)
        answer = self._connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def leave(self) -> None:
        """Close the connection."""
        self._connection.close()
