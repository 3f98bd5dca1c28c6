"""Lighthouse at phone size on the public pages: performance, accessibility and best practices, at least 95 each.

    python tools/lighthouse.py [--least 95] [ADDRESS ...]

Starts a demo clinic of its own and runs npm's lighthouse (Apache-2.0, fetched by npx and no part of the product) with the Chromium of the
machine. Exit status 0 when every figure reaches the least, 1 when one does not, 2 when npm or Chromium is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "12.8.2"
PAGES = ("/", "/health/", "/health/muscle-atrophy/", "/health/causes/als/", "/health/body/", "/self-check/", "/hi/")
WANTED = ("performance", "accessibility", "best-practices")
START = "from myotome.cli.serve import serve_command; import typer; typer.run(serve_command)"


def scores(address: str, chromium: str, npx: str) -> dict[str, int]:
    """The three figures (0 to 100) of one address; raises RuntimeError with what Lighthouse said when it gives none."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            npx, "--yes", f"lighthouse@{VERSION}", address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(WANTED)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": chromium})
        if not report.exists():
            raise RuntimeError(done.stderr[-2000:])
        categories = json.loads(report.read_text())["categories"]
        return {name: round(100 * (categories[name]["score"] or 0)) for name in WANTED}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--least", type=int, default=95)
    options.add_argument("pages", nargs="*", default=PAGES)
    said = options.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    npx = shutil.which("npx")
    if chromium is None or npx is None:
        print("needs npm and a Chromium: apt-get install npm chromium")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("MYOTOME_", "DJANGO_"))}
        command = [sys.executable, "-c", START, "--demo", "--no-open", "--port", "0", "--data", folder]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        assert process.stdout is not None
        try:
            root = next(found[0] for line in process.stdout if (found := re.search(r"http://[\d.]+:\d+", line)))
            low = 0
            for page in said.pages:
                found = scores(root + page, chromium, npx)
                low += sum(figure < said.least for figure in found.values())
                print(f"{page:28} " + "  ".join(f"{name} {figure}" for name, figure in found.items()), flush=True)
            return int(low > 0)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
