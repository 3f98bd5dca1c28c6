"""Patient page and worklist under load, as the clinic really runs: `myotome serve` on two cores, SQLite and PostgreSQL, 100,000 patients.

Run: `python benchmarks/clinic_load.py [--databases sqlite postgres] [--patients 100000] [--rate 50] [--seconds 30] [--processes 2]`.
PostgreSQL is one of the tests' own (tests/postgres.py), but one that keeps what it acknowledged. The client runs on the same two cores.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src"), str(HERE.parent / "tests")]

from steady import Asked, ask_steadily  # noqa: E402

from postgres import postgres_address  # noqa: E402

CORES = 2
FILL = (
    "import os, sys, json; sys.path.insert(0, sys.argv[1]);"
    "import django; django.setup(); from myotome.clinic.start import prepare; prepare(demo=True);"
    "from clinic_fill import fill; print(json.dumps(fill(int(sys.argv[2]), int(sys.argv[3]))))"
)
MOST_MS, MOST_MIB, MOST_START_S = 250, 350, 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--whole", type=int, default=500, help="patients with a whole record")
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    print("| database | what | measured | target |\n|---|---|---|---|")
    for kind in wanted.databases:
        for what, value, target in _measured(kind, wanted):
            print(f"| {kind} | {what} | {value} | {target} |", flush=True)


def _measured(kind: str, wanted: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="myotome-load-"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    environment["PYTHONPATH"] = str(HERE.parent / "src")
    if kind == "postgres":
        environment["MYOTOME_DATABASE_URL"] = postgres_address(durable=True)
    try:
        began = time.perf_counter()
        whole = _fill(folder, environment, wanted)
        yield (
            f"filling with {wanted.patients:,} patients, {len(whole)} with a whole record",
            f"{time.perf_counter() - began:.0f} s",
            "",
        )
        began = time.perf_counter()
        with _server(folder, environment, wanted.processes) as port:
            cookie = _sign_in(port)
            started = time.perf_counter() - began
            yield (
                "from the command to the first page, second start",
                f"{started:.1f} s",
                _target(started, MOST_START_S, "s"),
            )
            _wait_till_warm(port)
            draw = random.Random(1)
            pages = {
                "patient page": lambda _: f"/patients/{whole[draw.randrange(len(whole))]}/",
                "worklist": lambda number: _worklist(number, draw),
            }
            headers = {"Cookie": cookie, "Host": f"127.0.0.1:{port}"}
            for name, page in pages.items():
                ask_steadily(port, page, headers, rate=wanted.rate / 5, seconds=6)
                asked = ask_steadily(port, page, headers, rate=wanted.rate, seconds=wanted.seconds)
                yield f"{name}, {wanted.rate:g} a second", _times(asked), _target(asked.within(0.99), MOST_MS, "ms")
            for process, peak in enumerate(_peaks(port)):
                yield f"peak memory of web process {process}", f"{peak:.0f} MiB", _target(peak, MOST_MIB, "MiB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, environment: dict[str, str], wanted: argparse.Namespace) -> list[str]:
    command = [sys.executable, "-c", FILL, str(HERE), str(wanted.patients), str(wanted.whole)]
    site = {"MYOTOME_DATA": str(folder), "MYOTOME_DEMO": "1", "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"}
    done = subprocess.run(command, env=environment | site, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


@contextmanager
def _server(folder: Path, environment: dict[str, str], processes: int) -> Iterator[int]:
    command = [sys.executable, "-m", "myotome", "serve", "--demo", "--no-open", "--port", "0", "--data", str(folder)]
    process = subprocess.Popen(
        [*command, "--processes", str(processes)], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        yield int(next(found[1] for line in process.stdout if (found := re.search(r"http://[\d.]+:(\d+)", line))))
    finally:
        process.terminate()
        process.wait()


def _sign_in(port: int) -> str:
    """The cookies of the demo's clinician."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sign-in/")
    page = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token is not None
    jar = _cookies(page)
    form = urlencode({"csrfmiddlewaretoken": token[1], "username": "clinician", "password": "demo-clinician"})
    sent = {
        "Cookie": jar,
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://127.0.0.1:{port}/sign-in/",
    }
    connection.request("POST", "/sign-in/", form, sent)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    return f"{jar}; {_cookies(answer)}"


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")


def _worklist(number: int, draw: random.Random) -> str:
    """The list as it opens, filtered, searched, and from somewhere in its middle."""
    key = json.dumps([50, f"2026-{draw.randrange(1, 12):02d}-15T00:00:00+00:00", draw.randrange(100_000)])
    ways = (
        {},
        {"only": "flagged"},
        {"search": draw.choice("abdefghklmnorstv") + "a"},
        {"after": key},
        {"only": "unsigned"},
        {"only": "results"},
    )
    return "/worklist/?" + urlencode(ways[number % len(ways)])


def _wait_till_warm(port: int, seconds: float = 60) -> None:
    """Until the web processes have warmed up: none of them has worked for two seconds. What the first minute is like is not measured here."""
    until, before, still = time.perf_counter() + seconds, -1.0, 0
    while still < 2 and time.perf_counter() < until:
        time.sleep(1)
        worked = sum(_meter(port, "cpu_seconds_total"))
        still, before = (still + 1 if worked - before < 0.1 else 0), worked


def _peaks(port: int) -> list[float]:
    return [value / 2**20 for value in _meter(port, "peak_bytes")]


def _meter(port: int, name: str) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/-/metrics")
    text = connection.getresponse().read().decode()
    return [float(value) for value in re.findall(rf'myotome_process_{name}\{{process="\d+"\}} ([\d.e+]+)', text)]


def _times(asked: Asked) -> str:
    shares = ", ".join(f"p{100 * share:g} {asked.within(share):.0f} ms" for share in (0.5, 0.9, 0.99))
    return f"{shares}, most {asked.latencies_ms[-1]:.0f} ms; {asked.rate:.1f}/s, {asked.wrong} wrong, {asked.bytes_each / 1000:.0f} kB each"


def _target(value: float, most: float, unit: str) -> str:
    return f"{most:g} {unit}: {'met' if value <= most else 'NOT met'}"


if __name__ == "__main__":
    main()
