"""How long a clinician waits after editing a finding, and how large the web process grows: a real server, every demo patient, one edit after another.

Run: ``python benchmarks/rerank.py [--rounds 6]``. It starts `myotome serve --demo` in a folder of its own, signs in, and sends what the page's
script sends: a finding that turns round each time, so that every edit ranks the causes again. The time counts from the first byte sent to the
last byte of the new page; a browser needs some 50 ms more to show it. Memory is the largest that the server's process had (Linux only).
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
START = "from myotome.cli.serve import serve_command; import typer; typer.run(serve_command)"
CONCEPTS = ("Muscle cramps", "Weight loss", "Brisk reflexes", "Fatigue")
WARM_ROUNDS = 1
"""The first edit of each patient also makes ready what the others use; it is reported apart."""
LONGEST_MS = 300.0


class Clinician:
    """One signed-in browser without a screen."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(address, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, *, script: bool = False
    ) -> tuple[int, str]:
        """Status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrfmiddlewaretoken": self.token})
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{self.connection.host}/",
            }
        if script:
            headers |= {"HX-Request": "true", "HX-Boosted": "true"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        self.token = found[1] if found else getattr(self, "token", "")
        return answer.status, text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6, help="edits of each patient after the first")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, address = serve(folder)
        try:
            measure(address, wanted.rounds, process.pid)
        finally:
            process.terminate()
            process.wait()


def serve(folder: str) -> tuple[subprocess.Popen[str], str]:
    """The server's process and its address."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_DATA", "MYOTOME_DEMO", "DJANGO_"))}
    environment["PYTHONPATH"] = str(ROOT / "src")
    command = [sys.executable, "-c", START, "--demo", "--no-open", "--port", "0", "--data", folder]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    said = ""
    for line in process.stdout or ():
        said += line
        found = re.search(r"http://([\d.]+:\d+)", line)
        if found:
            return process, found[1]
    raise RuntimeError(f"the server did not start:\n{said}")


def measure(address: str, rounds: int, pid: int) -> None:
    """Edit every patient and print what it took."""
    clinician = Clinician(address)
    clinician.ask("GET", "/sign-in/")
    clinician.ask("POST", "/sign-in/", {"username": "clinician", "password": "demo-clinician"})
    _, listed = clinician.ask("GET", "/worklist/")
    patients = re.findall(r'href="(/patients/[0-9a-f-]{36}/)">([^<]+)<', listed)
    first: list[float] = []
    later: list[float] = []
    opening: list[float] = []
    for path, name in patients:
        _, page = clinician.ask("GET", path)
        opening.append(timed(lambda path=path: clinician.ask("GET", path)))
        own = []
        for n in range(WARM_ROUNDS + rounds):
            fields = {
                "concept": CONCEPTS[n % len(CONCEPTS)],
                "state": "present" if n % 2 == 0 else "absent",
                "side": "unstated",
                "origin": "examined",
            }
            started = time.perf_counter()
            status, page = clinician.ask("POST", f"{path}findings/", fields, script=True)
            own.append(1e3 * (time.perf_counter() - started))
            if status != 200 or ('id="moved"' not in page and "Not assessed yet" in page):
                raise RuntimeError(f"{name}: the edit answered {status}")
        first += own[:WARM_ROUNDS]
        later += own[WARM_ROUNDS:]
        print(
            f"{name:24} first {own[0]:5.0f} ms, then median {statistics.median(own[WARM_ROUNDS:]):5.0f} ms, page {len(page) // 1000} kB"
        )
    print(f"\n{len(patients)} patients, {len(later)} edits after the first of each")
    for what, times in (("opening the page", opening), ("first edit", first), ("later edits", later)):
        ordered = sorted(times)
        p95 = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
        print(f"{what:18} p50 {statistics.median(ordered):4.0f} ms, p95 {p95:4.0f} ms, slowest {ordered[-1]:4.0f} ms")
    every = sorted(first + later)
    p95 = every[int(0.95 * len(every))]
    print(
        f"all edits          p95 {p95:.0f} ms: {'met' if p95 < LONGEST_MS else 'NOT met'} (target {LONGEST_MS:.0f} ms)"
    )
    print(
        f"peak memory of the web process: {peak_mb(pid)} MB (target 350); load of the machine {os.getloadavg()[0]:.1f}"
    )


def timed(work) -> float:  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - started)


def peak_mb(pid: int) -> str:
    """Largest resident memory of the process so far, in MB (10^6 bytes)."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "unknown"
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return f"{int(line.split()[1]) * 1024 / 1e6:.0f}"


if __name__ == "__main__":
    main()
