"""200 requests a second on the public pages: the clinic as `myotome serve` runs it, asked by wrk2's or wrk's clients over loopback.

    python benchmarks/public_pages.py [--seconds 20] [--rate 200]

wrk sends as fast as it can, so the rate is held by this script's own open loop: requests leave at fixed moments whether or not earlier ones
have been answered, and a late answer counts from the moment at which it should have been sent (no coordinated omission). wrk then measures
the most that is possible. Reports requests per second, p50, p99 and the slowest (ms), errors, and the processor time of the server.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGES = ("/", "/health/", "/health/muscle-atrophy/", "/health/a-z/", "/health/body/", "/health/body/hand/", "/hi/")
START = "from myotome.cli.serve import serve_command; import typer; typer.run(serve_command)"
CLIENTS = 32


@contextmanager
def clinic() -> Iterator[tuple[str, int]]:
    """Host and port, and the process, of a demo clinic in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", START, "--demo", "--no-open", "--port", "0", "--data", folder]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("MYOTOME_", "DJANGO_"))}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if found := re.search(r"http://([\d.]+:\d+)", line):
                    threading.Thread(target=process.stdout.read, daemon=True).start()
                    yield found[1], process.pid
                    break
        finally:
            process.terminate()
            process.wait()


def addresses() -> list[str]:
    """The pages that are asked for: the ways in, and every cause in both languages."""
    causes = sorted(path.stem for path in Path("src/myotome/causes/catalogue").glob("*.toml"))
    return [*PAGES, *(f"/health/causes/{slug}/" for slug in causes), *(f"/hi/health/causes/{slug}/" for slug in causes)]


def at_a_rate(host: str, pages: list[str], rate: int, seconds: int) -> dict[str, float]:
    """Open loop: request number n is due n/rate seconds after the start, and its time counts from then."""
    total, times, errors = rate * seconds, [], []
    lock, turn = threading.Lock(), iter(range(total))
    began = time.perf_counter() + 0.5

    def client() -> None:
        connection = http.client.HTTPConnection(host, timeout=10)
        while True:
            with lock:
                number = next(turn, None)
            if number is None:
                return
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                connection.request("GET", pages[number % len(pages)], headers={"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
                failed = answer.status != 200
            except (OSError, http.client.HTTPException):
                failed = True
                connection.close()
            (errors if failed else times).append(1000 * (time.perf_counter() - due))

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    times.sort()
    spent = time.perf_counter() - began
    return {
        "per_second": round(len(times) / spent, 1),
        "p50_ms": round(times[len(times) // 2], 1),
        "p99_ms": round(times[int(0.99 * len(times))], 1),
        "slowest_ms": round(times[-1], 1),
        "errors": len(errors),
    }


def as_fast_as_it_goes(host: str, pages: list[str], seconds: int) -> str:
    """Wrk's own report; a sentence where it is not installed."""
    if shutil.which("wrk") is None:
        return "wrk is not installed: apt-get install wrk"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f"local pages = {{{', '.join(json.dumps(page) for page in pages)}}}\nlocal n = 0\n")
        script.write("request = function() n = n + 1; return wrk.format('GET', pages[n % #pages + 1]) end\n")
        script.flush()
        command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip", "-s", script.name]
        return subprocess.run([*command, f"http://{host}/"], capture_output=True, text=True).stdout


def processor_seconds(pid: int) -> float:
    """User and system time of the server and its children so far (Linux)."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[place]) for place in (11, 12, 13, 14)) / ticks


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--rate", type=int, default=200)
    said = options.parse_args()
    with clinic() as (host, pid):
        pages = addresses()
        cold = at_a_rate(host, pages, 20, max(1, len(pages) // 20))
        print(f"first time each of {len(pages)} pages is made, 20 a second: {cold}")
        before = processor_seconds(pid)
        warm = at_a_rate(host, pages, said.rate, said.seconds)
        print(f"{said.rate} a second for {said.seconds} s: {warm}")
        print(f"processor of the server meanwhile: {(processor_seconds(pid) - before) / said.seconds:.2f} of a core")
        print(as_fast_as_it_goes(host, pages, 10))
    print(f"load of the machine (1 min): {os.getloadavg()[0]:.1f}; cores: {os.cpu_count()}")
    print(f"largest child, MB: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}")


if __name__ == "__main__":
    main()
