from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

PIECES = 6
PIECE_BYTES = 1 << 20
A_PIECE = re.compile(r"/deliveries/[0-9a-f-]{36}/$")


@pytest.fixture
def scan(tmp_path: Path) -> str:
    """A letter of almost six megabytes."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4\n" + os.urandom(PIECES * PIECE_BYTES - 100))
    return str(path)


class Line:
    """The line between browser and clinic: counts pieces that went through, and is cut as often as told after so many."""

    def __init__(self, page: Any) -> None:
        self.offsets: list[int] = []
        self.cut_after, self.cuts = PIECES + 1, 0
        page.route(A_PIECE, self._pass)

    def _pass(self, route: Any) -> None:
        if len(self.offsets) >= self.cut_after and self.cuts:
            self.cuts -= 1
            route.abort("connectionreset")
        else:
            self.offsets.append(int(route.request.headers["x-offset"]))
            route.continue_()


def test_a_line_that_is_cut_in_the_middle_costs_nothing(visitor: Any, scan: str) -> None:
    """Given a line that breaks twice after three pieces, when it is back, then the upload goes on there by itself and no piece goes twice."""
    clinician = visitor()
    page, line = clinician.page, Line(clinician.page)
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Frost, Dylan")
    clinician.press(".doings >> text=Tests and files")
    line.cut_after, line.cuts = 3, 2
    page.set_input_files("#upload-files", scan)
    page.click("#upload button.main")
    page.wait_for_selector(".sending >> text=the connection was lost, trying again")
    assert 40 <= float(page.locator(".sending progress").evaluate("bar => bar.value")) <= 60
    clinician.look("upload-line-cut")
    page.wait_for_selector(".sending >> text=kept")
    assert line.offsets == [PIECE_BYTES * at for at in range(PIECES)] and line.cuts == 0
    page.wait_for_selector("#files >> text=scan.pdf")
    clinician.errors = [one for one in clinician.errors if "ERR_CONNECTION_RESET" not in one]


def test_a_page_that_was_closed_goes_on_when_the_file_is_chosen_again(visitor: Any, scan: str) -> None:
    """Given an upload that stopped for good, when the page is opened anew and the file chosen again, then only the rest of it is sent."""
    clinician = visitor(phone=True)
    page, line = clinician.page, Line(clinician.page)
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Lindgren, Noah")
    clinician.press(".doings >> text=Tests and files")
    line.cut_after, line.cuts = 4, 1000
    page.set_input_files("#upload-files", scan)
    page.click("#upload button.main")
    page.wait_for_selector(".sending >> text=the connection was lost, trying again")
    page.reload()
    said = page.inner_text("#upload-waiting")
    assert "scan.pdf" in said and "66 %" in said
    clinician.look("upload-to-go-on")
    line.cuts, line.offsets = 0, []
    page.set_input_files("#upload-files", scan)
    page.click("#upload button.main")
    page.wait_for_selector(".sending >> text=kept")
    assert line.offsets == [4 * PIECE_BYTES, 5 * PIECE_BYTES]
    assert page.locator(".sending progress").get_attribute("data-resumed") == str(4 * PIECE_BYTES)
    page.wait_for_selector("#files >> text=scan.pdf")
    clinician.errors = [one for one in clinician.errors if "ERR_CONNECTION_RESET" not in one]


def test_two_tabs_that_send_the_same_file_at_once_keep_it_once(visitor: Any, scan: str) -> None:
    """Given the same file chosen in two tabs of one clinician, when both send it, then both end well and the list shows one file."""
    clinician = visitor()
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Bell, Morag") if clinician.page.locator("text=Bell, Morag").count() else clinician.press(
        "table a >> nth=0"
    )
    clinician.press(".doings >> text=Tests and files")
    other = clinician.context.new_page()
    other.goto(clinician.page.url)
    for page in (clinician.page, other):
        page.set_input_files("#upload-files", scan)
    for page in (clinician.page, other):
        page.click("#upload button.main")
    said = []
    for page in (clinician.page, other):
        page.wait_for_selector(".sending >> text=/^(kept|is here already)$/")
        said.append(page.inner_text(".sending .soft"))
    assert "kept" in said
    clinician.page.reload()
    assert clinician.page.locator("#files >> text=scan.pdf").count() == 1
