from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("django_tasks_db")
pytest.importorskip("waitress")

from filled_demo import copy_of_demo

sys.path.insert(0, str(Path(__file__).parents[2] / "validation"))
from killed_web import _sign_in

PIECE = 1 << 20
SCAN = b"%PDF-1.4\n" + os.urandom(5 * PIECE)
"""Six pieces, the last one small."""


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The demo in ``folder``: its port and the process, which is killed with -9 at the end."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    command = [sys.executable, "-m", "myotome", "serve", "--demo", "--no-open", "--no-worker", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=kept
    )
    assert process.stdout is not None
    try:
        yield int(next(found[1] for line in process.stdout if (found := re.search(r":(\d+)/", line)))), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Browser:
    """A clinician who sends one file in pieces."""

    def __init__(self, port: int) -> None:
        cookies = _sign_in(port)
        self._port = port
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._headers = {"Cookie": cookie, "X-CSRFToken": cookies["csrftoken"]}
        page = self.ask("GET", "/worklist/").decode()
        self.patient = re.search(r"/patients/[0-9a-f-]{36}/", page)[0]  # type: ignore[index]

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str) -> bytes:
        """The answer, whatever its status."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, body, self._headers | more)
        answer = connection.getresponse().read()
        connection.close()
        return answer

    def form(self, address: str, **given: Any) -> Any:
        answer = self.ask("POST", address, urlencode(given).encode(), Content_Type="application/x-www-form-urlencoded")
        return json.loads(answer)

    def begin(self) -> Any:
        return self.form(f"{self.patient}deliveries/", name="scan.pdf", size=len(SCAN), mark="the same file")

    def send(self, address: str, offset: int) -> Any:
        piece = SCAN[offset : offset + PIECE]
        beside = {"X_Offset": str(offset), "X_Sha256": hashlib.sha256(piece).hexdigest()}
        return json.loads(self.ask("POST", address, piece, Content_Type="application/octet-stream", **beside))


def test_an_upload_goes_on_after_the_server_was_killed_and_arrives_whole(tmp_path: Path) -> None:
    """Killed with -9 after three pieces and again after five: begun anew, the next piece is the fourth, then the sixth, and the file is the file."""
    copy_of_demo(tmp_path)
    told = []
    for upto in (3, 5, 6):
        with _served(tmp_path) as (port, _):
            browser = Browser(port)
            begun = browser.begin()
            told.append(begun["offset"] // PIECE)
            for number in range(told[-1], upto):
                browser.send(begun["address"], number * PIECE)
            if upto == 6:
                hashes = [hashlib.sha256(SCAN[at : at + PIECE]).digest() for at in range(0, len(SCAN), PIECE)]
                digest = hashlib.sha256(b"".join(hashes)).hexdigest()
                assert browser.form(f"{begun['address']}whole/", digest=digest) == {"new": True}
                page = browser.ask("GET", f"{browser.patient}tests/").decode()
                file = re.search(rf"{browser.patient}files/[0-9a-f-]{{36}}/", page)
                assert file is not None and "scan.pdf" in page
                assert browser.ask("GET", f"{file[0]}download/") == SCAN
    assert told == [0, 3, 5]
