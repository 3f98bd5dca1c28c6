from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

LAB = """Test;Result;Unit;Reference range;Date
Creatine kinase;2.345,0;U/l;< 190;03.11.2025
Kalium;3,9;mmol/l;3,5 - 5,1;03.11.2025
Bilirubin;0,7;mg/dl;< 1,2;03.11.2025
"""
STRENGTH = """Test,Left (kg),Right (kg)
Grip strength,11.5,14
"""
LETTER = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A laboratory table, a dynamometry table and a letter."""
    (tmp_path / "blood.csv").write_text(LAB, encoding="utf-8")
    (tmp_path / "dynamometer.csv").write_text(STRENGTH, encoding="utf-8")
    (tmp_path / "letter.pdf").write_bytes(LETTER)
    return [str(tmp_path / name) for name in ("blood.csv", "dynamometer.csv", "letter.pdf")]


def test_order_upload_read_accept_and_reject(visitor: Any, files: list[str]) -> None:
    """Given a patient, when a test is ordered, three files sent, one value accepted and one rejected, then the patient's page shows what was accepted only."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Taiwo, Oyelaran")
    clinician.press(".doings >> text=Tests and files")
    assert page.locator("h1").inner_text() == "Tests and files"
    first = page.locator(".tests li h3").first.inner_text()
    clinician.press(".tests li >> nth=0 >> button")
    assert first in page.locator("#h-orders + .orders").inner_text()
    assert first not in page.locator(".tests").inner_text()
    clinician.look("tests-ordered")

    page.set_input_files("#upload-files", files)
    page.click("#upload button.main")
    page.wait_for_selector(".sending li:nth-child(3) >> text=kept")
    page.wait_for_selector("#files li:nth-child(3)")
    clinician.look("tests-sent")
    page.wait_for_selector("#files:not([hx-trigger])")
    said = page.locator("#files").inner_text()
    assert "2 to answer" in said and "1 to answer" in said and "no room reads this yet" in said
    clinician.look("tests-read")

    clinician.press("#files >> text=blood.csv")
    assert page.locator(".proposal").count() == 2 and page.locator(".proposal svg").count() == 2
    assert "Bilirubin" in page.locator("#h-unread + div").inner_text()
    clinician.look("file-to-answer")
    page.check(".proposal >> nth=0 >> [value=accept]")
    page.check(".proposal >> nth=1 >> [value=reject]")
    page.fill(".proposal >> nth=1 >> input[name^=why]", "drawn from the wrong arm")
    clinician.press("text=Record my answers")
    assert "1 accepted, 1 rejected" in page.locator(".said").inner_text()
    assert "drawn from the wrong arm" in page.locator("#h-answered + ul").inner_text()
    clinician.look("file-answered")

    clinician.press("text=To the patient’s page")
    shown = page.locator("#investigations").inner_text().replace("\u202f", "").replace("\u00a0", " ")
    assert "Creatine kinase" in shown and "2345 U/L" in shown.replace(",", "")
    assert "Potassium" not in shown
    clinician.look("patient-after-results")


def test_a_file_sent_twice_is_kept_once(visitor: Any, files: list[str]) -> None:
    """Given a file that is there, when it is sent again, then the page says so and lists it once."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Lindgren, Noah")
    clinician.press(".doings >> text=Tests and files")
    for words in ("kept", "is here already"):
        page.set_input_files("#upload-files", files[:1])
        page.click("#upload button.main")
        page.wait_for_selector(f".sending >> text={words}")
    page.wait_for_selector("#files li")
    page.wait_for_selector("#files:not([hx-trigger])")
    assert page.locator(".files li").count() == 1


def test_tests_and_files_work_without_javascript(visitor: Any, files: list[str]) -> None:
    """Given a browser without scripts on a phone, when files are sent and looked at again, then a value can be accepted; a wrong file is told."""
    clinician = visitor(phone=True, scripts=False)
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Frost, Dylan")
    clinician.press(".doings >> text=Tests and files")
    page.set_input_files("#upload-files", files)
    clinician.press("#upload button.main")
    assert "3 files kept" in page.locator(".said").inner_text()
    for _ in range(40):
        if "Being read" not in page.inner_text("#files") and "Waiting" not in page.inner_text("#files"):
            break
        page.wait_for_timeout(500)
        page.reload()
    clinician.look("tests-phone-without-scripts")
    clinician.press("#files >> text=dynamometer.csv")
    assert "best of both hands" in page.inner_text("main")
    page.check("[value=accept]")
    clinician.look("file-phone-without-scripts")
    clinician.press("text=Record my answers")
    assert "1 accepted" in page.locator(".said").inner_text()

    clinician.press(".crumb >> text=Tests and files")
    page.set_input_files(
        "#upload-files", {"name": "results.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04 and so on"}
    )
    clinician.press("#upload button.main")
    assert "ZIP archive" in page.locator(".problem").inner_text()
    clinician.look("tests-refused-without-scripts")


def test_the_desk_books_without_seeing_what_was_found(visitor: Any) -> None:
    """Given an ordered test, when the desk books it, then it sees what kind of test it is and nothing of the record."""
    desk = visitor()
    desk.sign_in("desk", "demo-front-desk")
    desk.press("nav >> text=Patients")
    desk.page.fill("main input[name=search]", "noor")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    desk.press("text=Noor, Halima")
    desk.press("text=Tests to book")
    desk.page.fill("input[type=date]", "2031-05-06")
    desk.press("main form button")
    text = desk.page.inner_text("main").lower()
    assert "6 may 2031" in text
    assert not [word for word in ("nerve ultrasound", "ulnar", "creatine", "ck ", "finding") if word in text]
    desk.look("desk-tests")
