"""Readers that misbehave, for the tests of the confined process: the content says how."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.words.errors import UnusableInput


def read(kind: Kind, content: bytes) -> Reading:
    word, _, rest = content.decode().partition(" ")
    if word == "hang":
        time.sleep(600)
    elif word == "spin":
        while True:
            pass
    elif word == "eat":
        hoard = []
        while True:
            hoard.append(bytearray(10_000_000))
    elif word == "crash":
        import ctypes  # refused by the hook, were it used

        del ctypes
        raise RuntimeError("Halima Noor")
    elif word == "connect":
        host, port = rest.split()
        socket.create_connection((host, int(port)), timeout=5)
    elif word == "start":
        subprocess.run(["true"], check=True)
    elif word == "write":
        Path(rest).write_text("x", encoding="utf-8")
    elif word == "flood":
        return Reading("x", "1", "y" * 40_000_000)
    elif word == "refuse":
        raise UnusableInput("this row is broken", value="Halima Noor")
    elif word == "environment":
        import os

        return Reading("x", "1", " ".join(sorted(os.environ)))
    return Reading("x", "1", "read")
