"""A real browser on a real server: `myotome serve --demo` in a process of its own, Chromium without a window, axe on every page.

Skipped, and said so, without the extra `clinic`, Playwright, a Chromium on the machine, or a way to get axe-core (MPL-2.0, fetched from
npm into a cache and never part of the product). Screenshots go to MYOTOME_SCREENSHOTS, else to a temporary folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

AXE_VERSION, AXE_SHA256 = "4.14.1", "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
NEEDED = ("django", "axes", "whitenoise", "waitress", "argon2", "playwright")
MISSING = [name for name in NEEDED if find_spec(name) is None]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
START = "from myotome.cli.serve import serve_command; import typer; typer.run(serve_command)"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 1000}


@pytest.fixture(scope="session", autouse=True)
def _able() -> None:
    if MISSING:
        pytest.skip(f"needs {', '.join(MISSING)}: pip install 'myotome[clinic]' playwright")
    if CHROMIUM is None:
        pytest.skip("needs a Chromium: apt-get install chromium")


@pytest.fixture(scope="session")
def axe_source(tmp_path_factory: pytest.TempPathFactory) -> str:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "myotome-tests"
    kept = cache / f"axe-{AXE_VERSION}.min.js"
    if not kept.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"needs npm to fetch axe-core {AXE_VERSION}")
        folder = tmp_path_factory.mktemp("axe")
        done = subprocess.run(
            [npm, "pack", f"axe-core@{AXE_VERSION}", "--silent"], cwd=folder, capture_output=True, text=True
        )
        packed = next(folder.glob("*.tgz"), None)
        if done.returncode or packed is None:
            pytest.skip(f"npm could not fetch axe-core: {done.stderr.strip()[:200]}")
        with tarfile.open(packed) as archive:
            member = archive.extractfile("package/axe.min.js")
            assert member is not None
            cache.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(member.read())
    content = kept.read_bytes()
    assert hashlib.sha256(content).hexdigest() == AXE_SHA256, f"{kept} is not axe-core {AXE_VERSION}"
    return content.decode()


@pytest.fixture(scope="session")
def server(_able: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo clinic of its own."""
    data = tmp_path_factory.mktemp("clinic")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    command = [sys.executable, "-c", START, "--demo", "--no-open", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        found = re.search(r"http://[\d.]+:\d+", line)
        if found:
            yield found[0]
            process.terminate()
            process.wait()
            process.stdout.close()
            return
    pytest.fail("the server did not start:\n" + "".join(said))


@pytest.fixture(scope="session")
def chromium(_able: None) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser; fails on any request to elsewhere and on any error in the page's console."""

    def __init__(self, chromium: Any, server: str, axe: str, shots: Path, *, phone: bool, scripts: bool) -> None:
        self.context = chromium.new_context(
            viewport=PHONE if phone else DESK, is_mobile=phone, has_touch=phone, java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self._server, self._axe, self._shots, self._scripts = server, axe, shots, scripts
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda r: None if r.url.startswith((server, "data:")) else self.outside.append(r.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda m: self.errors.append(m.text) if m.type == "error" and "status of 4" not in m.text else None,
        )

    def sign_in(self, name: str, password: str) -> None:
        self.page.goto(f"{self._server}/sign-in/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", password)
        self.press("main button.main")

    def go(self, address: str) -> None:
        self.page.goto(self._server + address)

    def press(self, what: str) -> None:
        """Click something that leads to another page, and wait until it is there."""
        with self.page.expect_navigation():
            self.page.click(what)

    def look(self, name: str) -> None:
        """Screenshot; no violation of axe; nothing wider than the screen."""
        self.page.screenshot(path=self._shots / f"{name}.png", full_page=True, caret="initial")
        if not self._scripts:
            return
        self.page.evaluate(self._axe + ";0")
        found = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
            ".map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '))"
        )
        assert found == [], name
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"

    def leave(self) -> None:
        self.context.close()
        assert self.outside == [], "a page asked something outside"
        assert self.errors == [], "the console shows errors"


@pytest.fixture
def visitor(
    chromium: Any, server: str, axe_source: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Visitor]]:
    given = os.environ.get("MYOTOME_SCREENSHOTS")
    shots = Path(given) if given else tmp_path_factory.mktemp("screenshots")
    shots.mkdir(parents=True, exist_ok=True)
    visitors: list[Visitor] = []

    def enter(*, phone: bool = False, scripts: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, server, axe_source, shots, phone=phone, scripts=scripts))
        return visitors[-1]

    yield enter
    for one in visitors:
        one.leave()


@pytest.fixture(scope="session")
def real_clinic(_able: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of an empty clinic that is no demo, and the first administrator's password. By name: passkeys take no number."""
    data = tmp_path_factory.mktemp("real-clinic")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    command = [sys.executable, "-c", START, "--no-open", "--no-worker", "--processes", "2", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(data)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        found = re.search(r"http://[\d.]+:(\d+)", line)
        if found:
            password = re.search(r"First login: admin  (\S+)", "".join(said))
            assert password, said
            yield f"http://localhost:{found[1]}", password[1]
            process.terminate()
            process.wait()
            process.stdout.close()
            return
    pytest.fail("the server did not start:\n" + "".join(said))


@pytest.fixture
def colleague(
    chromium: Any, real_clinic: tuple[str, str], axe_source: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Visitor]]:
    """As ``visitor``, at the clinic that is no demo."""
    given = os.environ.get("MYOTOME_SCREENSHOTS")
    shots = Path(given) if given else tmp_path_factory.mktemp("screenshots")
    shots.mkdir(parents=True, exist_ok=True)
    visitors: list[Visitor] = []

    def enter(*, phone: bool = False, scripts: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, real_clinic[0], axe_source, shots, phone=phone, scripts=scripts))
        return visitors[-1]

    yield enter
    for one in visitors:
        one.leave()
