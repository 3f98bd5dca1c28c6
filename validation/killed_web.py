"""The web server is killed with -9 at random moments while clinicians write: is anything lost that was acknowledged?

    python validation/killed_web.py --kills 100 [--seed 1] [--database postgresql://...]

Four browsers add notes to patients without a pause. Now the whole server is killed, now one of its web processes. After each kill the database
must open at once, hold every note whose page was answered, and its access log must be whole. Ends with 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
BROWSERS = 4
PROCESSES = 2
LONGEST_SECONDS = 1.0
"""A kill comes at a random moment up to so long after notes are being written again."""
PATIENCE_SECONDS = 60
AT_ONCE_SECONDS = 2.0
"""Within which the database must answer after a kill; a machine under load needs some of it."""
WHY = "add a note"
"""How the page's view names this deed in the access log."""


class Server:
    """`myotome serve` with two web processes, started anew after it was killed."""

    def __init__(self, folder: str, random: Random) -> None:
        self._folder, self._random = folder, random
        self.starts = 0
        self.start()

    def start(self) -> None:
        """Start, and wait until it says where it is open."""
        command = [sys.executable, "-m", "myotome", "serve", "--demo", "--no-open", "--no-worker", "--port", "0"]
        self._process = subprocess.Popen(
            [*command, "--processes", str(PROCESSES), "--data", self._folder],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.port = int(next(found[1] for line in self._process.stdout if (found := re.search(r":(\d+)/", line))))
        self.starts += 1

    def kill_something(self) -> None:
        """Kill the whole server, or one of its web processes, which the server then replaces."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if children and self._random.random() < 0.5:
            os.kill(int(self._random.choice(children)), signal.SIGKILL)
        else:
            self.stop()

    def stop(self) -> None:
        """Kill the whole server; its web processes end with it."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def back(self) -> None:
        """Start anew where the whole server was killed."""
        if self._process.poll() is not None:
            self.start()


class Browser(threading.Thread):
    """A clinician who adds one note after the other; ``acknowledged`` holds those whose page was answered."""

    def __init__(self, server: Server, address: str, cookies: dict[str, str], name: str) -> None:
        super().__init__(daemon=True)
        self._server, self._address, self._name = server, address, name
        self._headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items()),
            "X-CSRFToken": cookies["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.acknowledged: list[str] = []
        self.sent, self.refused, self.ending = 0, 0, False

    def run(self) -> None:
        """Write until told to end; a server that is gone is tried again."""
        connection = None
        while not self.ending:
            text = f"note {self._name} {self.sent}"
            self.sent += 1
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=30)
                connection.request("POST", self._address, urlencode({"text": text}), self._headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                connection = None
                time.sleep(0.05)
                continue
            if answer.status == 302:
                self.acknowledged.append(text)
            else:
                self.refused += 1


def main() -> int:
    """Kill, look, count; print what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--copy", type=Path, help="a filled demo to begin with, which is copied; else one is filled")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="myotome-kill-") as folder:
        if asked.copy:
            shutil.copytree(asked.copy, folder, dirs_exist_ok=True)
        os.environ.update(
            MYOTOME_DATA=folder,
            MYOTOME_DEMO="1",
            MYOTOME_DATABASE_URL=asked.database,
            DJANGO_SETTINGS_MODULE="myotome.clinic.settings",
        )
        import django

        django.setup()
        from myotome.clinic.start import prepare

        prepare(demo=True)
        begun = time.monotonic()
        found = _kill_while_writing(folder, asked.kills, Random(asked.seed))
        found |= {
            "seconds": round(time.monotonic() - begun, 1),
            "database": "postgresql" if asked.database else "sqlite",
        }
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    wrong = ("lost", "notes not in the log", "faults of the log", "opened late", "kills while nothing was written")
    return int(any(found[name] for name in wrong) or not found["acknowledged"])


def _kill_while_writing(folder: str, kills: int, random: Random) -> dict[str, Any]:
    server = Server(folder, random)
    cookies = _sign_in(server.port)
    browsers = [Browser(server, address, cookies, str(number)) for number, address in enumerate(_patients())]
    found: dict[str, Any] = dict.fromkeys(
        ("lost", "faults of the log", "opened late", "kills while nothing was written"), 0
    )
    slowest = 0.0
    for browser in browsers:
        browser.start()
    for _ in range(kills):
        found["kills while nothing was written"] += not _until_written(browsers)
        time.sleep(random.uniform(0, LONGEST_SECONDS))
        server.kill_something()
        acknowledged = [text for browser in browsers for text in browser.acknowledged]
        lost, faults, seconds = _look(acknowledged)
        slowest = max(slowest, seconds)
        found["lost"] += lost
        found["faults of the log"] += faults
        found["opened late"] += seconds > AT_ONCE_SECONDS
        server.back()
    for browser in browsers:
        browser.ending = True
    for browser in browsers:
        browser.join(60)
    acknowledged = [text for browser in browsers for text in browser.acknowledged]
    lost, faults, _ = _look(acknowledged)
    server.stop()
    return found | {
        "notes not in the log": _unlogged(),
        "lost": found["lost"] + lost,
        "faults of the log": found["faults of the log"] + faults,
        "kills": kills,
        "of the whole server": server.starts - 1,
        "sent": sum(browser.sent for browser in browsers),
        "acknowledged": len(acknowledged),
        "refused": sum(browser.refused for browser in browsers),
        "slowest opening, ms": round(1000 * slowest),
    }


def _until_written(browsers: list[Browser]) -> bool:
    """Wait until a note was acknowledged since the last kill: a server that is still starting has nothing to lose. False when none was."""
    before, end = sum(len(browser.acknowledged) for browser in browsers), time.monotonic() + PATIENCE_SECONDS
    while sum(len(browser.acknowledged) for browser in browsers) == before and time.monotonic() < end:
        time.sleep(0.01)
    return sum(len(browser.acknowledged) for browser in browsers) > before


def _unlogged() -> int:
    """How many more notes are kept than lines of the access log tell of; a note and its line stand or fall together."""
    from myotome.record.models import AccessLog, NoteEntry

    notes = NoteEntry.objects.filter(text__startswith="note ").count()
    return abs(notes - AccessLog.objects.filter(purpose=WHY).count())


def _look(acknowledged: list[str]) -> tuple[int, int, float]:
    """How many acknowledged notes are not in the database, how many faults the log has, and how long the first answer took (s)."""
    from django.db import connection

    from myotome.record.audit import verify_chain
    from myotome.record.models import NoteEntry

    connection.close()
    begun = time.monotonic()
    NoteEntry.objects.count()
    seconds = time.monotonic() - begun
    kept = set(NoteEntry.objects.filter(text__startswith="note ").values_list("text", flat=True))
    return len(set(acknowledged) - kept), len(verify_chain()[1]), seconds


def _patients() -> list[str]:
    from myotome.record.models import Patient, User

    clinic = User.objects.get(username="clinician").clinic
    rows = Patient.objects.filter(clinic=clinic).order_by("pk").values_list("ref", flat=True)[:BROWSERS]
    return [f"/patients/{ref}/notes/" for ref in rows]


def _sign_in(port: int) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in/")
    page = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token is not None
    cookies = _cookies(page)
    form = {"csrfmiddlewaretoken": token[1], "username": "clinician", "password": "demo-clinician"}
    headers = {"Cookie": f"csrftoken={cookies['csrftoken']}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in/", urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 302, answer.status
    return cookies | _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    sent = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return dict(one.split("=", 1) for one in sent)


if __name__ == "__main__":
    sys.exit(main())
