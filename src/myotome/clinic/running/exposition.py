"""The meters in the text format that Prometheus reads (version 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from myotome import __version__
from myotome.clinic.running.meters import BUCKETS_SECONDS, Meters, Series
from myotome.clinic.running.watch import DEEDS

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(meters: Meters, jobs: Mapping[str, int]) -> str:
    """Everything that is counted; ``jobs``: state -> how many background jobs stand in it."""
    series = sorted(meters.series(), key=lambda one: one.name)
    routes = [one for one in series if one.name not in DEEDS]
    deeds = [one for one in series if one.name in DEEDS]
    lines = [
        *_head("myotome_info", "gauge", "Version of the program."),
        f'myotome_info{{version="{__version__}"}} 1',
        *_head("myotome_requests_total", "counter", "Answers by name of the route and status."),
        *(
            f'myotome_requests_total{{route="{one.name}",status="{status}"}} {number}'
            for one in routes
            for status, number in one.by_status
        ),
        *_head("myotome_request_seconds", "histogram", "Time from request to answer by name of the route."),
        *(line for one in routes for line in _histogram("myotome_request_seconds", "route", one)),
        *_head(
            "myotome_deed_seconds",
            "histogram",
            "Time that the program took for a deed of its own, such as an assessment.",
        ),
        *(line for one in deeds for line in _histogram("myotome_deed_seconds", "deed", one)),
        *_head("myotome_waiting_requests", "gauge", "Requests that wait for a thread of each web process."),
        *(f'myotome_waiting_requests{{process="{at}"}} {now}' for at, (now, _) in enumerate(meters.waiting())),
        *_head("myotome_waiting_requests_peak", "gauge", "Most requests that ever waited in each web process."),
        *(f'myotome_waiting_requests_peak{{process="{at}"}} {most}' for at, (_, most) in enumerate(meters.waiting())),
        *_head("myotome_jobs", "gauge", "Background jobs by state."),
        *(f'myotome_jobs{{state="{state}"}} {number}' for state, number in sorted(jobs.items())),
        *_processes(meters.processes()),
    ]
    return "\n".join(lines) + "\n"


def _head(name: str, kind: str, tells: str) -> tuple[str, str]:
    return f"# HELP {name} {tells}", f"# TYPE {name} {kind}"


def _histogram(name: str, label: str, series: Series) -> Iterator[str]:
    for end, number in zip((*map(str, BUCKETS_SECONDS), "+Inf"), series.within, strict=True):
        yield f'{name}_bucket{{{label}="{series.name}",le="{end}"}} {number}'
    yield f'{name}_sum{{{label}="{series.name}"}} {series.seconds:.6f}'
    yield f'{name}_count{{{label}="{series.name}"}} {series.count}'


def _processes(pids: tuple[int, ...]) -> Iterator[str]:
    """Memory and processor time, where the system tells (Linux)."""
    rows = [(at, memory) for at, pid in enumerate(pids) if (memory := _memory(pid))]
    yield from _head("myotome_process_resident_bytes", "gauge", "Memory of each web process now.")
    yield from (f'myotome_process_resident_bytes{{process="{at}"}} {memory["VmRSS"]}' for at, memory in rows)
    yield from _head("myotome_process_peak_bytes", "gauge", "Most memory that each web process ever had.")
    yield from (f'myotome_process_peak_bytes{{process="{at}"}} {memory["VmHWM"]}' for at, memory in rows)
    yield from _head("myotome_process_cpu_seconds_total", "counter", "Processor time of each web process.")
    for at, pid in enumerate(pids):
        if (seconds := _cpu_seconds(pid)) is not None:
            yield f'myotome_process_cpu_seconds_total{{process="{at}"}} {seconds:.2f}'


def _memory(pid: int) -> dict[str, int]:
    """Bytes by name, empty where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split()[:2] for line in lines if line.startswith(("VmRSS:", "VmHWM:")))
    return {name.rstrip(":"): 1024 * int(kilobytes) for name, kilobytes in pairs}


def _cpu_seconds(pid: int) -> float | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    # utime and stime, the 14th and 15th field of the file; two stand before the bracket.
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
