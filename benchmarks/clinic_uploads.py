"""Several large uploads at once: how much memory do they take, how fast are they, and does each arrive whole?

    python benchmarks/clinic_uploads.py [--at-once 4] [--megabytes 100]

Once as a plain form sends them (one request a file) and once in pieces, as the page's script does, to one web process of a demo clinic of its
own. Prints JSON; memory is the process's own peak (VmHWM), before and after.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1] / "validation"))

from killed_web import _sign_in

PIECE_BYTES = 1 << 20
FORM = "application/x-www-form-urlencoded"


class Sender:
    """A signed-in clinician who sends files for one patient."""

    def __init__(self, port: int, cookies: dict[str, str], ref: str) -> None:
        self._port, self.ref = port, ref
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._headers = {"Cookie": cookie, "X-CSRFToken": cookies["csrftoken"], "X-Requested-With": "XMLHttpRequest"}

    def in_one(self, content: bytes) -> Any:
        """As a plain form."""
        edge = b"edge-of-the-form"
        head = b'--%s\r\nContent-Disposition: form-data; name="files"; filename="a.dcm"\r\n\r\n' % edge
        body = head + content + b"\r\n--%s--\r\n" % edge
        kind = f"multipart/form-data; boundary={edge.decode()}"
        return self._ask(f"/patients/{self.ref}/files/", body, {"Content-Type": kind})

    def in_pieces(self, content: bytes) -> Any:
        """As the page's script."""
        named = {"name": "a.dcm", "size": len(content), "mark": hashlib.sha256(content).hexdigest()}
        address = self._ask(f"/patients/{self.ref}/deliveries/", urlencode(named).encode(), {"Content-Type": FORM})[
            "address"
        ]
        hashes = []
        for at in range(0, len(content), PIECE_BYTES):
            piece = content[at : at + PIECE_BYTES]
            hashes.append(hashlib.sha256(piece))
            beside = {"X-Offset": str(at), "X-Sha256": hashes[-1].hexdigest()}
            self._ask(address, piece, {"Content-Type": "application/octet-stream"} | beside)
        digest = hashlib.sha256(b"".join(one.digest() for one in hashes)).hexdigest()
        return self._ask(f"{address}whole/", urlencode({"digest": digest}).encode(), {"Content-Type": FORM})

    def _ask(self, address: str, body: bytes, headers: dict[str, str]) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=600)
        connection.request("POST", address, body, self._headers | headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        assert answer.status in {200, 201}, (answer.status, said[:200])
        return json.loads(said)


def main() -> int:
    """Start a demo, send, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--megabytes", type=int, default=100)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="myotome-uploads-") as folder:
        command = [sys.executable, "-m", "myotome", "serve", "--demo", "--no-open", "--no-worker", "--port", "0"]
        server = subprocess.Popen([*command, "--data", folder], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        port = int(next(found[1] for line in server.stdout if (found := re.search(r":(\d+)/", line))))
        try:
            time.sleep(10)  # the tables of the first assessment are read meanwhile
            found = _measure(port, server.pid, asked.at_once, asked.megabytes)
        finally:
            server.terminate()
            server.wait()
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0


def _measure(port: int, pid: int, at_once: int, megabytes: int) -> dict[str, Any]:
    cookies = _sign_in(port)
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/worklist/", headers={"Cookie": f"myotome_session={cookies['myotome_session']}"})
    refs = list(dict.fromkeys(re.findall(r"/patients/([0-9a-f-]{36})/", connection.getresponse().read().decode())))
    senders = [Sender(port, cookies, refs[number % len(refs)]) for number in range(at_once)]
    found: dict[str, Any] = {"at once": at_once, "megabytes each": megabytes, "peak before, MB": _peak(pid)}
    ways: tuple[tuple[str, Callable[[Sender, bytes], Any]], ...] = (
        ("in pieces", Sender.in_pieces),
        ("as a plain form", Sender.in_one),
    )
    for name, way in ways:
        contents = [bytes(128) + b"DICM" + os.urandom(megabytes * 10**6 - 132) for _ in senders]
        begun = time.monotonic()
        with ThreadPoolExecutor(at_once) as pool:
            answers = list(pool.map(way, senders, contents))
        seconds = time.monotonic() - begun
        assert all(one.get("new") or one.get("kept") for one in answers), answers
        found[f"{name}: seconds"] = round(seconds, 1)
        found[f"{name}: MB a second"] = round(at_once * megabytes / seconds, 1)
        found[f"{name}: peak after, MB"] = _peak(pid)
    return found


def _peak(pid: int) -> int:
    line = next(one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return round(int(line.split()[1]) * 1024 / 10**6)


if __name__ == "__main__":
    sys.exit(main())
