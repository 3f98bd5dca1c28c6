"""The front desk's day, a call-back from a phone, and a health check up to its letter."""

from __future__ import annotations

import re
from typing import Any

DESK = ("desk", "demo-front-desk")
RED = "Since this morning my legs get weaker by the hour."


def _ask_for_a_call(somebody: Any, name: str, number: str, text: str = "") -> None:
    page = somebody.page
    somebody.go("/call-back/")
    page.fill("[name=name]", name)
    page.fill("[name=number]", number)
    page.check("text=Something else")
    page.check("text=Morning (8 to 12)")
    page.fill("[name=text]", text)
    page.wait_for_timeout(2_200)  # nobody fills the form in faster, and the page says so
    somebody.press("main form button.main")


def test_a_call_back_from_a_phone_with_red_words(visitor: Any) -> None:
    """Given a phone, when a number is wrong it is said; when the text is red, the emergency number comes first, and the desk sees it on top."""
    somebody = visitor(phone=True)
    page = somebody.page
    _ask_for_a_call(somebody, "Yusuf Karim", "12345", RED)
    assert "We cannot call this number" in page.inner_text(".problem")
    assert "999" in page.inner_text(".urgent")
    somebody.look("phone-call-back-problem")
    page.fill("[name=number]", "0113 496 0999")
    page.wait_for_timeout(2_200)
    somebody.press("main form button.main")
    assert "We call you by" in page.inner_text("main") and "Do not wait" in page.inner_text(".urgent")
    assert page.get_attribute(".urgent a", "href") == "tel:999"
    somebody.look("phone-call-back-sent")

    desk = visitor()
    desk.sign_in(*DESK)
    desk.press("nav >> text=Call-backs")
    rows = desk.page.locator("tbody tr").all_inner_texts()
    flagged = ["Call first" in row for row in rows]
    assert flagged == sorted(flagged, reverse=True) and any("Yusuf Karim" in row for row in rows[: sum(flagged)])
    desk.look("desk-calls")


def test_a_call_back_without_javascript(visitor: Any) -> None:
    """Given no scripts, when the form is sent, then the same page says by when."""
    somebody = visitor(phone=True, scripts=False)
    _ask_for_a_call(somebody, "Ruth Olsen", "0117 496 0321")
    assert "We call you by" in somebody.page.inner_text("main")


def _to_a_day_with(desk: Any, name: str) -> Any:
    """The first day from today on whose diary shows a booking of ``name`` that can be moved."""
    page = desk.page
    for _ in range(10):
        found = page.locator(f".slot[data-movable][data-name='{name}']")
        if found.count():
            return found.first
        desk.press("text=›")
    raise AssertionError(f"no booking of {name} in ten days")


def test_the_desks_day(visitor: Any) -> None:
    """Given the diary, when a patient is found and booked, moved by keyboard and by mouse, and put back by Escape, then the server agrees."""
    desk = visitor()
    page = desk.page
    desk.sign_in(*DESK)
    desk.look("desk-diary")
    desk.press("nav >> text=Patients")
    page.fill("#search", "Castel")
    desk.press("form.search button")
    desk.press("text=Castellanos")
    desk.press("main a.main")
    page.select_option("#book-service", "nutrition")
    desk.press("text=Find times")
    page.locator("[name=offer]").first.check()
    page.fill("[name=for_what]", "Brings his wife")
    desk.look("desk-book")
    desk.press("main form[method=post] button.main")
    assert "It is booked" in page.inner_text(".said")
    desk.look("desk-booking")
    desk.press(".crumb a")

    slot = page.locator(".slot[data-movable]", has_text="Castellanos").first
    before = slot.locator(".t").inner_text()
    slot.locator(".grip").press("Enter")
    assert "Picked up" in page.inner_text("#diary-live")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    desk.look("desk-diary-carried")
    page.keyboard.press("Escape")
    assert "Put back" in page.inner_text("#diary-live")
    assert slot.locator(".t").inner_text() == before

    slot.locator(".grip").press("Enter")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#diary-live:has-text('Moved to')", state="attached")
    slot = page.locator(".slot[data-movable]", has_text="Castellanos").first
    hour, minute = map(int, re.match(r"(\d+):(\d+)", before).groups())  # type: ignore[union-attr]
    assert slot.locator(".t").inner_text().startswith(f"{hour + 1:02d}:{minute:02d}")
    assert page.evaluate("document.activeElement.closest('.slot').dataset.reference") == slot.get_attribute(
        "data-reference"
    )

    desk.look("desk-diary-moved")
    desk.press(".undo button")
    assert "Taken back" in page.inner_text(".said")
    slot = page.locator(".slot[data-movable]", has_text="Castellanos").first
    assert slot.locator(".t").inner_text() == before
    slot.locator(".grip").press("Enter")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    slot = page.locator(".slot[data-movable]", has_text="Castellanos").first

    box = slot.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 24, box["y"] - 30, steps=4)
    page.mouse.move(box["x"] + 24, box["y"] + 12 - 4 * page.evaluate("document.querySelector('.blocks').getBoundingClientRect().height / Number(document.querySelector('.cols').dataset.rows)"), steps=6)  # fmt: skip
    with page.expect_navigation():
        page.mouse.up()
    assert "Moved to" in page.inner_text(".said")
    assert page.locator(".slot[data-movable]", has_text="Castellanos").first.locator(".t").inner_text() == before

    for view, name in (("&by=rooms", "desk-rooms"), ("&view=week&by=all", "desk-week"), ("&view=week&of=d_costa", "desk-week-one")):  # fmt: skip
        desk.go(f"/desk/diary/?day={_day(page)}{view}")
        assert "Castellanos" in page.inner_text("main")
        desk.look(name)
    desk.press("text=Print the day")
    assert "Nothing is booked" in page.inner_text("main") or "printed" in page.inner_text("main")
    desk.look("desk-print")
    assert "myositis" not in page.inner_text("main").lower() and "statin" not in page.inner_text("main").lower()


def _day(page: Any) -> str:
    return str(page.locator("#tools-day").input_value())


def test_a_colleague_was_quicker(visitor: Any) -> None:
    """Given two clerks on one diary, when both move one booking, then the second is told so and sees how it stands."""
    first, second = visitor(), visitor()
    for clerk in (first, second):
        clerk.sign_in(*DESK)
        _to_a_day_with(clerk, "Samira Haddad")
    grips = [clerk.page.locator(".slot[data-movable][data-name='Samira Haddad'] .grip").first for clerk in (first, second)]  # fmt: skip
    for clerk, grip in zip((first, second), grips, strict=True):
        grip.press(" ")
        clerk.page.keyboard.press("ArrowDown")
        with clerk.page.expect_navigation():
            clerk.page.keyboard.press(" ")
    assert "Moved to" in first.page.inner_text(".said")
    assert "Somebody else changed this booking meanwhile" in second.page.inner_text(".said")
    second.look("desk-too-late")


def test_the_queue_ends_in_an_appointment_without_javascript(visitor: Any) -> None:
    """Given no scripts, when a call is taken, answered and booked for somebody who is registered on the way, then the queue is one shorter."""
    somebody = visitor(phone=True, scripts=False)
    _ask_for_a_call(somebody, "Magda Novotna", "0161 496 0654", "I would like a first visit.")
    desk = visitor(scripts=False)
    page = desk.page
    desk.sign_in(*DESK)
    desk.press("nav >> text=Call-backs")
    desk.press("text=Magda Novotna")
    desk.press("text=Take this call")
    desk.look("desk-call")
    page.check("text=Reached, and answered")
    desk.press("text=Note the call")
    desk.press("text=Register a new one")
    assert page.input_value("[name=family_name]") == "Novotna"
    page.fill("[name=born_on]", "1971-05-04")
    desk.press("main form button.main")
    page.select_option("#book-service", "first_visit")
    desk.press("text=Find times")
    page.locator("[name=offer]").first.check()
    desk.press("main form[method=post] button.main")
    assert "It is booked" in page.inner_text(".said")
    page.fill("[name=at]", "15:30")
    desk.press("form[action$='/move/'] button.main")
    assert "Moved to" in page.inner_text(".said") or "Not done" in page.inner_text(".said")
    desk.press("nav >> text=Call-backs")
    assert "Magda Novotna" not in page.inner_text("main")


def test_leave_shows_whom_it_displaces(visitor: Any) -> None:
    """Given a clinician's leave, when it is entered, then who has to be moved is listed with their number, and it can be taken back."""
    desk = visitor()
    page = desk.page
    desk.sign_in(*DESK)
    _to_a_day_with(desk, "Priya Raman")
    day = _day(page)
    whom = page.locator(".slot[data-movable][data-name='Priya Raman']").first.evaluate(
        "s => s.closest('.col').dataset.resource"
    )
    desk.press("nav >> text=Closed time")
    page.select_option("[name=resource]", whom)
    page.fill("[name=first]", day)
    page.fill("[name=last]", day)
    page.fill("[name=why]", "Leave")
    desk.press("main form.tight button.main")
    assert "Priya Raman" in page.inner_text("#h-move ~ ul")
    desk.look("desk-closed")
    desk.press("text=Open again")
    assert page.locator("#h-move").count() == 0


def test_a_health_check_up_to_its_letter(visitor: Any) -> None:
    """Given a check that is half done, when the rest is filled in, then the letter can be signed, and it names no chance and no disease."""
    clinician = visitor()
    page = clinician.page
    clinician.sign_in("clinician", "demo-clinician")
    clinician.press("nav >> text=Health checks")
    clinician.look("health-checks")
    clinician.press("text=Pereira, Rosalind")
    clinician.look("health-check")
    assert "2 of 8 parts missing" in page.inner_text("main")
    page.get_by_label("Fill in: Blood tests").click()
    page.wait_for_url("**/blood/")
    values = {
        "ck": 110,
        "tsh": 2.1,
        "haemoglobin": 11.4,
        "creatinine": 70,
        "sodium": 140,
        "potassium": 4.1,
        "calcium": 2.3,
    }
    values |= {"albumin": 42, "alt": 22, "crp": 2, "vitamin_d": 31, "b12": 310, "hba1c": 36}
    for name, value in values.items():
        page.fill(f"[name={name}]", str(value))
    clinician.press("main form.measuring button.main")
    assert "outside what is possible" in page.inner_text(".problem")  # 11.4 g/L: the unit is g/dL
    clinician.look("health-check-problem")
    page.select_option("[name=haemoglobin-unit]", "g/dL")
    clinician.press("main form.measuring button.main")
    page.get_by_label("Fill in: Muscle ultrasound").click()
    page.wait_for_url("**/ultrasound/")
    for name, value in {
        "rectus_femoris_thickness-right": 12,
        "rectus_femoris_thickness-left": 11,
        "muscle_echo_grade": 1,
    }.items():
        page.fill(f"[name={name}]", str(value))
    page.fill("[name=note]", "Thigh muscle thinner than usual on both sides, even grey.")
    clinician.press("main form.measuring button.main")
    clinician.press("text=Letter to sign")
    clinician.look("health-check-letter")
    page.fill(
        "[name=words]", "Your legs and your grip have become weaker. Training and enough protein help most people."
    )
    page.check("text=Resistance training")
    if page.locator("[name=acted]").count():
        page.check("[name=acted]")
    clinician.press("text=Sign the letter")
    text = page.inner_text("article")
    assert "Dr Ines Okafor" in text and "Lifting and pushing weights" in text and "lower than the limit" in text
    assert "sarcopenia" not in text.lower()
    clinician.look("health-check-signed")


def test_the_waiting_list_at_the_desk(visitor: Any) -> None:
    """Given somebody on the telephone, when they are put on the list, offered what is free, and say yes, then it is booked and the list is shorter."""
    desk = visitor()
    page = desk.page
    desk.sign_in(*DESK)
    desk.press("nav >> text=Waiting list")
    desk.look("desk-waiting")
    desk.press("text=Put on the list")
    assert page.locator(".wrong").count() > 0
    desk.look("desk-waiting-problem")
    page.fill("[name=name]", "Wanda Waits")
    page.fill("[name=born_on]", "1961-02-03")
    page.fill("[name=phone]", "020 7946 0777")
    page.select_option("[name=service]", "review")
    page.select_option("[name=frame]", "2_weeks")
    page.check("[name=weekdays][value='2']")
    page.check("[name=weekdays][value='4']")
    desk.press("text=Put on the list")
    row = page.locator("tr", has_text="Wanda Waits")
    assert "Within 2 weeks" in row.inner_text() and "call" in row.inner_text()
    desk.look("desk-waiting-one")

    guest = visitor(phone=True)
    guest.go("/appointments/times/?service=review&day=2&day=4")
    guest.press(".times button >> nth=8")
    for name, value in {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958"}.items():
        guest.page.fill(f"[name={name}]", value)
    guest.press("main button.main")
    guest.press("text=Cancel it")
    guest.press("text=Yes, cancel it")
    desk.press("text=Offer what is free now")
    row = page.locator("tr", has_text="Wanda Waits")
    assert "until" in row.inner_text()
    desk.look("desk-waiting-offered")
    desk.press("tr:has-text('Wanda Waits') button.main")
    assert "It is booked for them" in page.inner_text(".said")
    assert page.locator("tr", has_text="Wanda Waits").count() == 0

    phone = visitor(phone=True)
    phone.sign_in(*DESK)
    phone.go("/desk/waiting/")
    phone.look("desk-waiting-phone")
