from __future__ import annotations

from typing import Any


def test_from_the_worklist_to_a_signed_report(visitor: Any) -> None:
    """Given the demo's worklist, when a clinician opens the weak-handed patient, answers a question and signs, then the report says so."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    assert page.locator("h1").inner_text() == "Worklist"
    clinician.look("worklist")
    first = page.locator("tbody tr").first
    assert "within hours" in first.inner_text() or "within minutes" in first.inner_text()

    page.fill("#search", "noor")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    clinician.press("text=Noor, Halima")
    assert "Ulnar neuropathy" in page.locator("#causes").inner_text()
    clinician.look("patient")

    page.locator(".asks button[value=no]").first.click()
    page.wait_for_selector("#moved:focus")
    assert "What moved since assessment" in page.locator("#moved").inner_text()
    clinician.look("patient-moved")

    clinician.press("text=Report to sign")
    assert "Not signed" in page.locator(".clinic-bar").inner_text()
    clinician.look("report")
    clinician.press("text=I have read it: sign")
    assert "Signed by Dr Ines Okafor" in page.locator(".clinic-bar").inner_text()
    clinician.look("report-signed")


def test_a_muscle_is_graded_from_the_body_map_by_keyboard_alone(visitor: Any) -> None:
    """Given the map in the tab order, when arrow keys, Enter, a grade and Enter are typed, then the muscle is recorded and ranked."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Raman, Priya")
    page.focus('.map [role=button][tabindex="0"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#muscle [name=strength]:focus")
    name = page.locator("#h-muscle").inner_text()
    assert name
    clinician.look("patient-muscle")
    page.keyboard.type("4+")
    page.keyboard.press("Tab")
    page.keyboard.type("mi")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#moved:focus")
    page.click("text=What changed in the record")
    assert name.split(",")[0].lower() in page.locator("#moved").inner_text().lower()
    page.click("text=Muscle by muscle")
    assert "4+" in page.locator("#findings").inner_text() and "mild" in page.locator("#findings").inner_text()


def test_a_finding_is_corrected_and_withdrawn_where_it_stands(visitor: Any) -> None:
    """Given a finding of the record, when it is corrected without a reason, then with one, then withdrawn, then all happens in its line."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Haddad, Samira")
    address = page.url
    line = page.locator("#findings .entries > li").first
    line.locator("text=Correct").click()
    page.wait_for_selector("#findings li form.card")
    page.fill("#findings li form.card [name=text]", "In her own words")
    page.click("#findings li form.card button.main")
    page.wait_for_selector("#findings li form.card .problem:focus")
    clinician.look("patient-correct")
    page.fill("#findings li form.card [name=why]", "Misheard at first")
    page.click("#findings li form.card button.main")
    page.wait_for_selector("#moved:focus")
    page.locator("#findings .entries > li").first.locator("text=Withdraw").click()
    page.wait_for_selector("#findings li form.card")
    page.fill("#findings li form.card [name=why]", "Belongs to another patient")
    page.click("#findings li form.card button.main")
    page.wait_for_selector("#moved:focus")
    assert page.url == address
    page.click("text=Every entry ever written")
    text = page.locator("#history").inner_text()
    assert "Misheard at first" in text and "Belongs to another patient" in text


def test_a_part_stays_folded_after_an_edit(visitor: Any) -> None:
    """Given the plan folded away, when a question is answered, then it is still folded and the rest is open."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Taiwo, Oyelaran")
    page.click("#h-plan")
    page.locator(".asks button[value=no]").first.click()
    page.wait_for_selector("#moved:focus")
    assert not page.evaluate("document.getElementById('fold-plan').open")
    assert page.evaluate("document.getElementById('fold-causes').open")
    page.click("nav.anchors >> text=Plan")
    page.wait_for_selector("#fold-plan[open]")


def test_an_examination_is_typed_with_tab_and_digits(visitor: Any) -> None:
    """Given the empty form, when grades are typed and the rest of the hand is said to be normal, then the body map shows them."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Eriksen, Walter")
    clinician.press("text=Examine")
    clinician.look("examination")
    page.fill("#mrc-deltoid-right", "4-")
    page.check("[name=part-3-normal]")
    page.check("[name=sign-babinski][value=no]")
    clinician.press("text=Record and rank again")
    assert "findings of the examination are recorded" in page.locator(".said").inner_text()
    page.click("text=The body map as a table")
    assert "Deltoid" in page.locator("#where").inner_text()
    clinician.look("patient-examined")


def test_a_wrong_entry_is_told_where_it_stands(visitor: Any) -> None:
    """Given a finding that does not exist, when it is sent, then the page keeps what was typed, says what is wrong, and has the focus there."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Frost, Dylan")
    page.fill("#finding-form [name=concept]", "blorb")
    page.click("#finding-form button")
    page.wait_for_selector(".problem:focus")
    assert page.input_value("#finding-form [name=concept]") == "blorb"
    clinician.look("patient-problem")


def test_the_path_works_without_javascript(visitor: Any) -> None:
    """Given a browser without scripts, when worklist, patient, finding and report are used, then everything works."""
    clinician = visitor(scripts=False)
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Ashworth, Beatrice")
    page.fill("#finding-form [name=concept]", "Muscle cramps")
    page.check("#finding-form [value=absent]")
    clinician.press("#finding-form button")
    assert page.locator("#moved").count() == 1
    page.click("text=Choose a muscle by name")
    page.select_option("#chooser-muscle", "quadriceps_femoris")
    page.select_option("#chooser-side", "left")
    clinician.press(".chooser button")
    page.select_option("[name=strength]", "4")
    page.fill("[name=girth_cm]", "47.5")
    clinician.look("muscle-without-scripts")
    clinician.press("main button.main")
    assert "Quadriceps" in page.locator("#where").inner_text()
    assert "47.5" in page.locator("#followup").inner_text()
    clinician.press("text=Report to sign")
    assert "Steroid myopathy" in page.inner_text("body")
    clinician.look("report-without-scripts")


def test_another_clinics_record_opens_with_a_reason_and_is_reviewed(visitor: Any, server: str) -> None:
    """Given a patient of the demo clinic, when the other clinic's doctor gives a reason, then it opens, and an administrator reviews it."""
    clinician = visitor()
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("text=Lindgren, Noah")
    address = clinician.page.url.removeprefix(server)

    other = visitor()
    other.sign_in("visitor", "demo-visitor")
    other.go(address)
    assert "belongs to another clinic" in other.page.inner_text("h1")
    assert "Lindgren" not in other.page.inner_text("body")
    other.look("break-glass")
    other.page.fill("#reason", "Brought in after a fall, cannot stand")
    other.press("main button.alarm")
    assert "Lindgren, Noah" in other.page.inner_text("h1")

    admin = visitor()
    admin.sign_in("admin", "demo-administrator")
    admin.look("people")
    admin.press("nav >> text=Emergency access")
    assert "Brought in after a fall" in admin.page.inner_text("main")
    admin.look("emergency-access")
    admin.page.check("[name=justified][value=yes]")
    admin.press("main form button")
    assert "justified" in admin.page.inner_text("main article")
