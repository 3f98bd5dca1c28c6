"""Letters through their pages: drafts until signed, written once from then on, given to the patient only when signed and intact."""

from __future__ import annotations

import re
from typing import Any

import pytest

from paper import weasyprint_or_skip

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user

SCRIPT = "<script>alert(1)</script>"


def _ref(name: str = "Noor") -> Any:
    return patient(name).ref


def _at(path: str = "", name: str = "Noor") -> str:
    return f"/patients/{_ref(name)}/letters/{path}"


def _text(response: Any) -> str:
    return str(response.content.decode())


def _fields(number: int, name: str = "Noor") -> dict[str, str]:
    """What the edit form would send back untouched."""
    form = browser("clinician").get(_at(f"{number}/edit/", name)).context["form"]
    return {field.html_name: str(field.value() or "") for field in form}


def _new(kind: str, name: str = "Noor", **chosen: Any) -> int:
    response = browser("clinician").post(_at("", name), {"kind": kind, **chosen})
    assert response.status_code == 302
    return int(response.headers["Location"].split("/letters/")[1].split("/")[0])


def _signed(kind: str = "patient", name: str = "Noor") -> int:
    number = _new(kind, name, **({"to": "neurology"} if kind == "referral" else {"referred": "on"}))
    assert browser("clinician").post(_at(f"{number}/sign/", name), {"seen": "1"}).status_code == 302
    return number


def _sheet(number: int, name: str = "Noor") -> Any:
    from myotome.record.gateway import Gateway
    from myotome.record.letters.keeping import letter
    from myotome.record.roles import Deed

    with Gateway(user("clinician")).open(_ref(name), Deed.READ_RECORD, "test") as file:
        return letter(file, number)


def _link_to_patient_login(name: str) -> None:
    """Make the record of ``name`` the demo patient's own, for one test; the row of a patient is not written once."""
    from myotome.record.models import Patient

    Patient.objects.filter(family_name="Bell").update(account=None)
    Patient.objects.filter(family_name=name).update(account=user("patient"))


def test_a_draft_says_that_it_is_one_and_gives_the_patient_nothing() -> None:
    """The demo's letter is a draft: page and list say so, it is not signed, and its patient has no letter to read."""
    page = _text(browser("clinician").get(_at("1/")))
    assert "Draft, not signed." in page and "Not signed." in page
    assert "Not clinically reviewed" in page
    _link_to_patient_login("Noor")
    assert browser("patient").get("/my/letters/1/").status_code == 404
    assert "Letters to you" not in _text(browser("patient").get("/my/"))


def test_an_edited_draft_is_saved_signed_and_then_fixed_for_good() -> None:
    """What was typed is on the signed page with signer, time and hash; after that it can be neither edited nor signed nor dropped."""
    client = browser("clinician")
    fields = _fields(1) | {"reason": "Please see her soon.\n\nIs it the elbow?", "post": "Consultant neurologist"}
    assert client.post(_at("1/edit/"), fields).status_code == 302
    assert client.post(_at("1/sign/"), {"seen": "2"}).status_code == 302
    sheet = _sheet(1)
    assert sheet.signed and sheet.stands and len(sheet.sha256) == 64
    assert sheet.signed_by == "Dr Ines Okafor"
    assert "Is it the elbow?" in sheet.page and "Consultant neurologist" in sheet.page
    assert "Myotome Demo Clinic" in sheet.page and "+44 20 7946 0123" in sheet.page
    assert "Draft" not in sheet.page
    for path, data in (("1/sign/", {"seen": "2"}), ("1/edit/", fields), ("1/drop/", {"why": "changed my mind"})):
        client.post(_at(path), data)
    assert _sheet(1) == sheet


def test_one_changed_byte_voids_the_signature() -> None:
    """Content or page that is not what was signed is said to be void, is not given to the patient, and is not shown to one who has it."""
    import json
    from unittest.mock import patch

    from myotome.record.letters import sheets

    number = _signed()
    assert _sheet(number).stands
    real = sheets.inflated
    for old, new in (("your right", "your left"), ("Dr Ines", "Dr Inez")):
        with patch.object(sheets, "inflated", lambda kept, old=old, new=new: real(kept).replace(old, new, 1)):
            changed = _sheet(number)
            assert changed.signed and not changed.stands
            assert "signature is void" in _text(browser("clinician").get(_at(f"{number}/")))
            assert browser("clinician").post(_at(f"{number}/give/")).status_code == 400
    assert browser("clinician").post(_at(f"{number}/give/")).status_code == 302
    _link_to_patient_login("Noor")
    assert browser("patient").get(f"/my/letters/{number}/").status_code == 200
    with patch.object(sheets, "inflated", lambda kept: real(kept).replace("999", "998")):
        assert browser("patient").get(f"/my/letters/{number}/").status_code == 404
    assert json.dumps(_sheet(number).content["head"])


def test_the_database_refuses_to_change_a_letter() -> None:
    """UPDATE and DELETE past Django are refused for every table of the letters."""
    from django.apps import apps
    from django.db import DatabaseError, connection, transaction

    _signed()
    tables = {model._meta.db_table for model in apps.get_app_config("letters").get_models()}
    assert len(tables) == 6
    for table in ("letters_letterentry", "letters_letterdraft", "letters_lettersignature"):
        for sql in (f"UPDATE {table} SET id = id + 1000000", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_the_patient_reads_a_letter_once_it_is_given_and_no_other() -> None:
    """Signed but not given: nothing. Given: the page as signed, in the list of the own record; the referral beside it never."""
    number, referral = _signed(), _signed("referral")
    _link_to_patient_login("Noor")
    client = browser("patient")
    assert client.get(f"/my/letters/{number}/").status_code == 404
    assert browser("clinician").post(_at(f"{number}/give/")).status_code == 302
    page = client.get(f"/my/letters/{number}/")
    assert page.status_code == 200
    assert "Get help at once if" in _text(page) and "tel:999" in _text(page)
    assert "About your visit" in _text(client.get("/my/"))
    assert client.get(f"/my/letters/{referral}/").status_code == 404
    assert client.get(_at(f"{number}/")).status_code == 403
    assert browser("clinician").post(_at(f"{referral}/give/")).status_code == 400
    assert browser("clinician").post(_at(f"{number}/give/")).status_code == 400, "given twice"


def test_a_correction_is_a_new_letter_that_names_the_old_one() -> None:
    """The old letter stays as it was and says what replaced it; the new page says whose place it takes; a draft is not corrected."""
    number = _signed("referral")
    client = browser("clinician")
    before = _sheet(number)
    response = client.post(_at(f"{number}/correct/"))
    new = int(response.headers["Location"].split("/letters/")[1].split("/")[0])
    assert client.post(_at(f"{new}/sign/"), {"seen": "1"}).status_code == 302
    assert f"takes the place of our letter {number} of" in _sheet(new).page
    after = _sheet(number)
    assert (after.page, after.sha256, after.corrected_by) == (before.page, before.sha256, new)
    assert f"Replaced by letter {new}." in _text(client.get(_at(f"{number}/")))
    assert client.post(_at(f"{number}/correct/")).status_code == 400, "replaced already"
    assert client.post(_at("1/correct/")).status_code == 400, "a draft"


def test_of_two_clinicians_with_one_draft_the_second_is_told() -> None:
    """A draft that somebody saved meanwhile is neither overwritten nor signed unseen."""
    client = browser("clinician")
    fields = _fields(1)
    assert client.post(_at("1/edit/"), fields | {"story": "First."}).status_code == 302
    response = client.post(_at("1/edit/"), fields | {"story": "Second."})
    assert response.status_code == 422
    assert "somebody else has saved this draft" in _text(response)
    assert "Second." in _text(response), "what was typed is not lost"
    client.post(_at("1/sign/"), {"seen": "1"})
    sheet = _sheet(1)
    assert not sheet.signed
    assert "First." in str(sheet.content)


def test_an_emergency_letter_with_an_open_gap_is_not_signed() -> None:
    """The gap for who was telephoned has to be filled in or taken out."""
    number = _new("referral", "Taiwo", to="intensive_care")
    client = browser("clinician")
    response = client.post(_at(f"{number}/sign/", "Taiwo"), {"seen": "1"}, follow=True)
    assert "a gap of the draft is not filled in" in _text(response)
    assert not _sheet(number, "Taiwo").signed
    fields = _fields(number, "Taiwo")
    fields["reason"] = fields["reason"].replace("[whom, when]", "Dr Quist, 10:40")
    client.post(_at(f"{number}/edit/", "Taiwo"), fields)
    client.post(_at(f"{number}/sign/", "Taiwo"), {"seen": "2"})
    assert "EMERGENCY – Oyelaran Taiwo" in _sheet(number, "Taiwo").page


def test_a_percentage_typed_into_a_letter_to_the_patient_is_not_signed() -> None:
    """However it got there."""
    number = _new("patient", "Achterberg")
    fields = _fields(number, "Achterberg") | {"meaning": "You have a 97 % chance of it."}
    client = browser("clinician")
    client.post(_at(f"{number}/edit/", "Achterberg"), fields)
    response = client.post(_at(f"{number}/sign/", "Achterberg"), {"seen": "2"}, follow=True)
    assert "a percentage does not belong" in _text(response)
    assert not _sheet(number, "Achterberg").signed


def test_no_cause_stands_in_a_letter_to_the_patient_unless_it_was_chosen() -> None:
    """The draft of the person with motor neuron disease names nothing; chosen, it has the paragraph."""
    words = ("motor neuron", "ALS", "lateral sclerosis")
    silent = str(_sheet(_new("patient", "Achterberg"), "Achterberg").content["blocks"])
    told = str(_sheet(_new("patient", "Achterberg", cause="als"), "Achterberg").content["blocks"])
    assert not [word for word in words if word in silent]
    assert "ALS, also called motor neurone disease" in told
    assert not re.search(r"\d\s?%", told)
    assert browser("clinician").post(_at("", "Achterberg"), {"kind": "patient", "cause": "blorb"}).status_code == 422


def test_a_script_in_every_part_stays_text() -> None:
    """Whatever is typed into a letter is shown as typed, on its page, in the list, and to the patient."""
    client = browser("clinician")
    for kind in ("referral", "patient"):
        number = _new(kind, **({"to": "neurology"} if kind == "referral" else {}))
        fields = _fields(number)
        fields |= {name: SCRIPT for name in fields if name not in {"seen", "urgency", "booking"}}
        assert client.post(_at(f"{number}/edit/"), fields).status_code == 302
        client.post(_at(f"{number}/sign/"), {"seen": "2"})
        assert _sheet(number).signed
        for address in (_at(f"{number}/"), _at()):
            shown = _text(client.get(address))
            assert "<script>alert" not in shown and "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize(
    "changes", [{"story": "x" * 6001}, {"to": ""}, {"urgency": "soon"}, {"seen": "9"}, {"subject": ""}]
)
def test_what_is_no_letter_comes_back_and_is_not_saved(changes: dict[str, str]) -> None:
    """Too long, to nobody, of no known urgency, of another version: 422 and the draft as it was."""
    before = _sheet(1)
    assert browser("clinician").post(_at("1/edit/"), _fields(1) | changes).status_code == 422
    assert _sheet(1) == before


def test_a_record_without_an_assessment_has_no_letter_to_draft() -> None:
    """The page says why, and a POST makes nothing."""
    client = browser("clinician")
    assert "No draft can be made now" in _text(client.get(_at("", "Bell")))
    assert client.post(_at("", "Bell"), {"kind": "patient"}).status_code == 422
    for number in ("7", "0"):
        assert client.get(_at(f"{number}/")).status_code == 404


def test_every_look_at_a_letter_is_a_line_in_the_log() -> None:
    """Reading, saving, signing and giving name the letter."""
    from myotome.record.audit import verify_chain
    from myotome.record.models import AccessLog

    number = _signed()
    browser("clinician").post(_at(f"{number}/give/"))
    _link_to_patient_login("Noor")
    browser("patient").get(f"/my/letters/{number}/")
    said = [line.purpose for line in AccessLog.objects.order_by("-pk")[:12]]
    for purpose in (
        "draft a patient letter",
        f"sign letter {number}",
        f"give letter {number} to the patient",
        f"own letter {number}",
    ):
        assert purpose in said
    assert verify_chain()[1] == []


def test_the_pdf_is_tagged_one_page_and_made_once() -> None:
    """The letter's PDF is a PDF/UA of one page with title and language, and the second time it comes from what was kept."""
    weasyprint_or_skip()
    from unittest.mock import patch

    from myotome.clinic.printing import pdf as printing

    number = _signed("referral")
    client = browser("clinician")
    with patch.object(printing, "PATIENCE_SECONDS", 60):
        first = client.get(_at(f"{number}/pdf/"))
    assert first.status_code == 200 and first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    inside = _inflated(first.content)
    assert b"pdfuaid" in inside and b"/StructTreeRoot" in inside and b"/Marked true" in inside
    assert b"/Lang (en-GB)" in inside
    assert len(re.findall(rb"/Type /Page\b", inside)) == 1
    with patch.object(printing, "make_pdf", side_effect=AssertionError("made twice")):
        again = client.get(_at(f"{number}/pdf/"))
    assert again.content == first.content


def _inflated(pdf: bytes) -> bytes:
    """A PDF with its streams unpacked, as far as they are deflated."""
    import zlib

    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_slow_pdf_does_not_hold_the_page_up() -> None:
    """While it is being made the answer is a page that looks again by itself; when it is done it is there."""
    import time
    from unittest.mock import patch

    from myotome.clinic.printing import pdf as printing

    number = _signed("referral")
    client = browser("clinician")

    def slowly(html: str) -> bytes:
        time.sleep(0.5)
        return b"%PDF made slowly"

    with patch.object(printing, "PATIENCE_SECONDS", 0.05), patch.object(printing, "make_pdf", slowly):
        waiting = client.get(_at(f"{number}/pdf/"))
        assert waiting.headers["Refresh"] == "3" and "is being made" in _text(waiting)
        time.sleep(0.7)
        assert client.get(_at(f"{number}/pdf/")).content == b"%PDF made slowly"


def test_without_the_program_for_pdf_the_page_says_so_and_offers_print() -> None:
    """No error page: what is missing, and the way to the page that prints."""
    from unittest.mock import patch

    from myotome.clinic.printing import pdf as printing

    number = _signed("referral")
    with patch.object(printing, "find_spec", lambda name: None):
        shown = _text(browser("clinician").get(_at(f"{number}/pdf/")))
    assert "WeasyPrint, which is not installed here" in shown
    assert f'href="{_at(f"{number}/")}"' in shown


def test_the_signature_of_a_report_stands_for_its_content_too() -> None:
    """A report whose kept content is not what was signed says that the signature is void."""
    import zlib
    from unittest.mock import patch

    from myotome.record.models import AssessmentRecord

    ref = _ref("Frost")
    client = browser("clinician")
    number = AssessmentRecord.objects.filter(patient=patient("Frost"), signature__isnull=False).first().number
    address = f"/patients/{ref}/reports/{number}/"
    assert "Signed by Dr Ines Okafor" in _text(client.get(address))
    real = zlib.decompress
    with patch(
        "myotome.record.models.assessed.zlib.decompress", lambda kept: real(kept).replace(b'"case"', b'"cAse"', 1)
    ):
        from myotome.record.gateway import Gateway
        from myotome.record.roles import Deed

        with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
            assert not file.signature_stands(number)


def test_an_old_report_shows_which_texts_it_used_and_that_they_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cited entry links the text of that day; where today's differs it says so, and the strip counts it."""
    from dataclasses import replace

    from myotome.clinic.report import used
    from myotome.journey.knowledge_books import knowledge_files

    address = f"/patients/{_ref()}/reports/1/knowledge/"
    shown = _text(browser("clinician").get(address))
    assert "the same" in shown and "<strong>changed</strong>" not in shown
    assert "/knowledge/causes/ulnar_neuropathy/versions/?version=" in shown
    files = dict(knowledge_files())
    files["causes", "ulnar_neuropathy"] = replace(files["causes", "ulnar_neuropathy"], sha256="0" * 64)
    monkeypatch.setattr(used, "knowledge_files", lambda: files)
    shown = _text(browser("clinician").get(address))
    assert shown.count("<strong>changed</strong>") == 1
    assert "1 changed since" in _text(browser("clinician").get(f"/patients/{_ref()}/reports/1/"))


def test_ordered_tests_stand_in_both_letters_with_what_came_of_them() -> None:
    """From the record: a file that was uploaded for an order and accepted is its result; the patient is told that it is here."""
    from uuid import uuid4

    from myotome.clinic.investigations.reading import read_now
    from myotome.record.files.cabinet import Cabinet
    from myotome.record.files.incoming import Incoming
    from myotome.record.files.ordering import Orders
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    gateway = Gateway(user("clinician"))
    browser("clinician").post(f"/patients/{_ref()}/tests/order/", {"test": "ck"})
    incoming = Incoming("ck.csv")
    incoming.take(b"Name;Value;Unit;High;Date\nCK;941;U/L;190;2025-11-03\n")
    with gateway.open(_ref(), Deed.WRITE_RECORD, "test") as file:
        order = next(one for one in Orders(file).all() if one.test == "ck")
        sheet, _ = Cabinet(file).keep(incoming.finish(), lambda _: uuid4(), order.ref)
        Orders(file).move(order.ref, "resulted")
    read_now(sheet.ref)
    letter = _sheet(_new("referral", to="neurology")).content
    assert "result is here: being looked at" in str(letter)
    with gateway.open(_ref(), Deed.WRITE_RECORD, "test") as file:
        Cabinet(file).accept(Cabinet(file).reading(sheet.ref).proposals[0].ref)
    referral, plain = _sheet(_new("referral", to="neurology")).content, _sheet(_new("patient")).content
    assert "941" in next(block["text"] for block in referral["blocks"] if block["slug"] == "ordered")
    assert "Blood test: the result is here." in str(plain) and "941" not in str(plain)
