"""`myotome letter` and the commands that bring a clinic's reviews back."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CASE = ROOT / "examples/cases/wasting_hand.yaml"
HOUSE = ROOT / "src/myotome/clinic/demo/house.toml"


def _run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from myotome.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--kind", "referral", "--to", "blorb"), "no such specialist"),
        (("--kind", "patient", "--cause", "blorb"), "no such cause"),
        (("--kind", "patient", "--day", "tomorrow"), "not a day"),
        (("--kind", "patient", "--house", "no-such-file.toml"), "no-such-file.toml"),
    ],
)
def test_what_does_not_exist_gets_one_sentence_and_no_letter(words: tuple[str, ...], told: str) -> None:
    """Nothing is printed but the error with its cure."""
    done = _run("letter", CASE, *words)
    assert done.returncode in (2, 10)
    assert told in done.stderr and done.stdout == ""
    assert "Traceback" not in done.stderr


def test_both_letters_are_printed_as_drafts() -> None:
    """The referral begins with how soon and asks one question; the patient's names the emergency number; both say that they are drafts."""
    referral = _run("letter", CASE, "--kind", "referral", "--day", "2026-11-29", "--name", "Ada Example")
    assert referral.returncode == 0
    assert "The question: is this" in referral.stdout and "DRAFT, NOT SIGNED" in referral.stdout
    assert "29 November 2026" in referral.stdout and "%" not in referral.stdout
    plain = _run("letter", CASE, "--kind", "patient", "--house", HOUSE, "--name", "Ada Example")
    assert "Call 999" in plain.stdout and "Dear Ada Example," in plain.stdout and "DRAFT, NOT SIGNED" in plain.stdout
    page = _run("letter", CASE, "--kind", "patient", "--html", "--day", "2026-11-29")
    assert page.stdout.startswith("<!doctype html>") and "Draft, not signed." in page.stdout


@pytest.mark.skipif(find_spec("django") is None or find_spec("axes") is None, reason="needs the extra `clinic`")
def test_reviews_given_in_a_clinic_come_out_as_a_patch(tmp_path: Path) -> None:
    """A clinic with one approval gives a patch of one file; one without gives none; a folder without a clinic gets a sentence."""
    nowhere = _run("knowledge", "export-reviews", "--data", tmp_path / "none")
    assert nowhere.returncode == 10 and "no clinic keeps its data there" in nowhere.stderr
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    give = f"""
from myotome.cli.site_folder import set_up
from pathlib import Path
set_up(Path({str(clinic)!r}), demo=False)
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from datetime import date, timedelta
from django.utils import timezone
from myotome.record.models import Clinic, User
from myotome.record.shelf.reviews import Opinion, decide, review_state_of
from myotome.words.standing import Decision
user = User.objects.create_user("r", "a long enough sentence", full_name="Dr R", role="reviewer", clinic=Clinic.objects.create(name="C"))
sheet = review_state_of("tests", "ck")
decide(user, "tests", "ck", Opinion(Decision.APPROVE, "chemist", sheet.sha256, 0, next_review=timezone.localdate() + timedelta(days=30)))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", give], capture_output=True, text=True, env={**os.environ}
    )
    assert done.returncode == 0, done.stderr
    kept = _run("knowledge", "snapshot", "--data", clinic)
    assert kept.returncode == 0 and "new texts of knowledge" in kept.stdout
    assert _run("knowledge", "snapshot", "--data", clinic).stdout.startswith("0 new texts")
    patch = _run("knowledge", "export-reviews", "--data", clinic)
    assert patch.returncode == 0, patch.stderr
    assert patch.stdout.startswith("--- a/src/myotome/investigations/catalogue/ck.toml")
    assert '+status = "approved"' in patch.stdout and 'by = "Dr R", role = "chemist"' in patch.stdout
    assert patch.stdout.count("--- a/") == 1
    assert "1 file to sign" in patch.stderr
