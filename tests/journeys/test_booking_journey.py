from __future__ import annotations

from typing import Any


def _choose(page: Any, visitor: Any, service: str) -> None:
    visitor.press(f".services button:has-text('{service}')")


def _fill(page: Any, **changes: str) -> None:
    said = {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958", **changes}
    for name, value in said.items():
        page.fill(f"[name={name}]", value)


def test_book_move_and_cancel_on_a_phone(visitor: Any) -> None:
    """Given a phone and no account, when somebody books, comes back with the reference, moves and cancels, then the diary follows."""
    guest = visitor(phone=True)
    page = guest.page
    guest.go("/appointments/")
    guest.look("booking-services")
    _choose(page, guest, "First visit")
    guest.look("booking-times")
    guest.press(".times button >> nth=2")
    assert "10 minutes" in page.inner_text("main")
    guest.look("booking-details")
    guest.press("main button.main")
    assert "Please look again" in page.inner_text("main")
    guest.look("booking-problem")
    _fill(page)
    page.check("[name=wants_email]")
    page.fill("[name=email]", "ada@clinic.example")
    guest.press("main button.main")
    assert "is booked" in page.inner_text("h1")
    reference = page.inner_text(".reference")
    guest.look("booking-booked")

    again = visitor(phone=True)
    page = again.page
    again.go("/appointments/find/")
    again.look("booking-find")
    page.fill("[name=reference]", reference.lower().replace("-", " "))
    page.fill("[name=born_on]", "1970-05-06")
    again.press("main button.main")
    assert "list of all your medicines" in page.inner_text("main")
    before = page.inner_text(".facts dd >> nth=0")
    again.press("text=Choose a new time")
    again.look("booking-move")
    again.press("text=Later days")
    again.press(".times button >> nth=1")
    assert "new time" in page.inner_text("h1") and page.inner_text(".facts dd >> nth=0") != before
    assert page.inner_text(".reference") == reference
    again.press("text=Wait for an earlier time")
    assert "waiting list" in page.inner_text("main")
    again.press("text=Cancel it")
    again.look("booking-cancel")
    again.press("text=Yes, cancel it")
    assert "is cancelled" in page.inner_text("h1")
    again.look("booking-cancelled")

    desk = visitor()
    desk.sign_in("desk", "demo-front-desk")
    desk.go("/outbox/")
    assert "Your appointment at" in desk.page.inner_text("main")
    desk.look("outbox")


def test_a_series_without_scripts_and_in_hindi(visitor: Any) -> None:
    """Given no scripts, when somebody books therapy twice a week, then twelve visits stand on one page; the same pages speak Hindi."""
    guest = visitor(phone=True, scripts=False)
    page = guest.page
    guest.go("/appointments/")
    _choose(page, guest, "Physiotherapy")
    page.check("text=2 times a week for 6 weeks")
    guest.press("text=Show the times for this")
    guest.look("booking-series")
    guest.press("text=Take all of these times")
    _fill(page)
    guest.press("main button.main")
    assert page.locator("ol li").count() == 12
    guest.look("booking-series-booked")
    guest.go("/hi/appointments/")
    guest.look("booking-hindi")


def test_the_desk_of_a_wide_screen(visitor: Any) -> None:
    """Given a wide screen, when the same pages are opened, then they are as clean."""
    guest = visitor()
    guest.go("/appointments/")
    guest.look("booking-services-wide")
    _choose(guest.page, guest, "Muscle health check")
    guest.look("booking-times-wide")
    guest.press("text=Join the waiting list")
    guest.look("booking-waiting-wide")


def test_a_code_of_the_desk_books_an_urgent_visit_on_a_phone(visitor: Any) -> None:
    """Given a code from the desk, when somebody types it and narrows the times, then the visit is as soon as was said, and the code is used up."""
    desk = visitor()
    desk.sign_in("desk", "demo-front-desk")
    desk.go("/desk/diary/")
    desk.press("text=Booking code")
    desk.look("desk-code")
    desk.page.select_option("[name=service]", "review")
    desk.page.select_option("[name=frame]", "2_weeks")
    desk.press("text=Make a code")
    code = desk.page.inner_text(".code")
    desk.look("desk-code-given")

    guest = visitor(phone=True)
    page = guest.page
    guest.go("/appointments/")
    guest.press("text=I have a code")
    page.fill("[name=code]", "0000 0000 0000 0000")
    guest.press("main button.main")
    assert "do not know this code" in page.inner_text("main")
    guest.look("booking-code-unknown")
    page.fill("[name=code]", code.lower())
    guest.press("main button.main")
    assert "Within 2 weeks" in page.inner_text("main")
    guest.look("booking-code-times")
    page.click(".wishes summary")
    page.check("[name=day][value='2']")
    page.check("[name=part][value=morning]")
    guest.press("text=Show these times")
    assert "leaves out" in page.inner_text("main")
    guest.look("booking-wishes")
    guest.press(".times button >> nth=0")
    _fill(page)
    guest.press("main button.main")
    assert "is booked" in page.inner_text("h1")
    reference = page.inner_text(".reference")
    guest.go("/appointments/code/")
    page.fill("[name=code]", code)
    guest.press("main button.main")
    assert "used for a booking already" in page.inner_text("main")
    desk.go(f"/desk/bookings/{reference}/")
    assert "Within 2 weeks" in desk.page.inner_text("main") and "code given by" in desk.page.inner_text("main")
    desk.look("desk-booking-referred")
