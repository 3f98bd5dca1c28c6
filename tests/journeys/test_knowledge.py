from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

AN_EARLIER_TEXT = """
import django; django.setup()
from datetime import timedelta
from hashlib import sha256
from django.utils import timezone
from myotome.journey.knowledge_books import knowledge_files
from myotome.record.models.assessed import deflated
from myotome.record.shelf.models import Snapshot
text = knowledge_files()["causes", "ulnar_neuropathy"].content
claim = next(line for line in text.splitlines() if line.startswith("froment = "))
text = text.replace(claim, 'froment = { elicited = 0.2, grade = "L" }').replace("your", "the", 1)
Snapshot.objects.create(kind="causes", slug="ulnar_neuropathy", sha256=sha256(text.encode()).hexdigest(),
    text_deflated=deflated(text), version="0.0", program="0.0", at=timezone.now() - timedelta(days=90))
"""


@pytest.fixture
def earlier_text(server: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As if this clinic had served another text on ulnar neuropathy three months ago."""
    # pytest keeps a link beside the folder: both lead to the one database.
    (data,) = {path.resolve().parent for path in Path(tmp_path_factory.getbasetemp()).glob("clinic*/**/clinic.sqlite3")}
    environment = {
        **os.environ, "MYOTOME_DATA": str(data), "MYOTOME_DEMO": "1", "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", AN_EARLIER_TEXT], env=environment, check=True)


def test_a_reviewer_compares_and_approves_and_the_next_assessment_says_so(visitor: Any, earlier_text: None) -> None:
    """Given the review list, when a reviewer filters, opens, compares and approves, then a clinician's new assessment names them, the old one not."""
    clinician = visitor()
    clinician.sign_in("clinician", "demo-clinician")
    clinician.page.fill("#search", "noor")
    with clinician.page.expect_navigation():
        clinician.page.keyboard.press("Enter")
    clinician.press("text=Noor, Halima")
    record = clinician.page.url

    reviewer = visitor()
    page = reviewer.page
    reviewer.sign_in("reviewer", "demo-reviewer")
    reviewer.look("knowledge")
    reviewer.press("text=What is open for review")
    page.select_option("#shelf", "causes")
    page.fill("#search", "ulnar")
    reviewer.press("text=Show")
    reviewer.look("review-list")
    reviewer.press("text=Ulnar neuropathy")
    assert "Not clinically reviewed" in page.locator(".standing").inner_text()
    reviewer.look("review-entry")
    reviewer.press("text=What changed since the earlier text")
    assert "2 facts differ" in page.inner_text("main")
    reviewer.look("review-compare")
    page.select_option("#view", "side")
    reviewer.press("main button")
    assert page.locator(".two").count() == 2
    reviewer.look("review-compare-side")
    reviewer.press("text=To your decision")

    page.check("[name=decision][value=approve]")
    page.fill("[name=role]", "Consultant neurologist")
    reviewer.press("text=Record my decision")
    assert "Nobody can approve what they have not read" in page.inner_text("main")
    reviewer.look("review-problem")
    page.check("[name=read]")
    reviewer.press("text=Record my decision")
    assert "Reviewed by Prof Jonas Hale, Consultant neurologist" in page.locator(".standing").inner_text()
    reviewer.look("review-approved")

    clinician.page.goto(record)
    clinician.page.fill("#finding-form [name=concept]", "Falls")
    clinician.page.check("#finding-form [value=absent]")
    clinician.page.click("#finding-form button")
    clinician.page.wait_for_selector("#moved:focus")
    clinician.press("text=Report to sign")
    assert "Reviewed by Prof Jonas Hale" in clinician.page.inner_text("#causes")
    newest = clinician.page.url
    number = int(newest.rstrip("/").rpartition("/")[2])
    clinician.page.goto(newest.replace(f"/{number}/", f"/{number - 1}/"))
    assert "Jonas Hale" not in clinician.page.inner_text("#causes")


def test_the_review_list_on_a_phone_and_without_scripts(visitor: Any) -> None:
    """Given a phone without scripts, when the list is filtered, then it is readable and nothing scrolls sideways."""
    reviewer = visitor(phone=True)
    reviewer.sign_in("reviewer", "demo-reviewer")
    reviewer.go("/knowledge/review-list/?shelf=tests&search=ck")
    reviewer.look("review-list-phone")
    reviewer.go("/knowledge/causes/als/")
    reviewer.look("review-entry-phone")

    plain = visitor(scripts=False)
    plain.sign_in("reviewer", "demo-reviewer")
    plain.go("/knowledge/drugs/amiodarone/")
    plain.page.check("[name=decision][value='request changes']")
    plain.page.fill("[name=role]", "Clinical pharmacologist")
    plain.page.fill("[name=remark]", "The lag needs a source.")
    plain.press("text=Record my decision")
    assert "asked for changes" in plain.page.locator(".standing").inner_text()
