"""Booking codes of referrals: forged, used and old ones are refused first; a good one opens the times that are soon enough, once."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from clinic_site import browser, patient, user

GUEST = {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958", "email": "", "language": "en"}
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def _page(response: Any) -> str:
    return unescape(response.content.decode())


def _given(service: str = "review", frame: str = "2_weeks", **more: Any) -> Any:
    from myotome.clinic.house import house
    from myotome.record.diary.referring import give_code
    from myotome.words.timeframe import Timeframe

    now = more.pop("now", timezone.now())
    return give_code(user("clinician"), house(), service, Timeframe(frame), now=now, **more)


def _type(client: Any, code: str, **extra: Any) -> Any:
    return client.post("/appointments/code/", {"code": code}, **extra)


def _offers(page: str) -> list[str]:
    return re.findall(r'name="offer" value="([^"]+)"', page)


def _hold(client: Any, service: str = "review", nth: int = 0) -> Any:
    offer = _offers(_page(client.get(f"/appointments/times/?service={service}")))[nth]
    return client.post("/appointments/hold/", {"service": service, "offer": offer})


def _book(client: Any, nth: int = 0) -> str:
    assert _hold(client, nth=nth).status_code == 302
    response = client.post("/appointments/details/", GUEST)
    assert response.status_code == 302, _page(response)
    return str(response.headers["Location"].split("/")[3])


def _row(given: Any) -> Any:
    from myotome.record.diary.keeping import digest_of
    from myotome.record.diary.models import Referral

    return Referral.objects.get(digest=digest_of(given.code))


@pytest.mark.parametrize(
    "code",
    ["7K3M-Q9WD-0TXB-5HNE", "x", "0" * 60, "' OR 1=1 --", "\u0000\u0000", "🙂" * 16, "<script>alert(1)</script>"],
)
def test_a_code_that_is_none_is_refused_and_changes_nothing(code: str) -> None:
    """A clear no, the telephone number, and the booking goes on without any urgency."""
    client = browser()
    response = _type(client, code)
    assert response.status_code == 422 and "<script>alert" not in response.content.decode()
    assert "Within 2 weeks" not in _page(client.get("/appointments/times/?service=review"))


def test_codes_cannot_be_tried_out() -> None:
    """After ten tries an address has to wait, also with a good code; another address is not held up."""
    good, client = _given(), browser()
    tries = [_type(client, f"0000-0000-0000-{n:04}", REMOTE_ADDR="192.0.2.70").status_code for n in range(12)]
    assert tries == [422] * 10 + [429] * 2
    assert _type(client, good.code, REMOTE_ADDR="192.0.2.70").status_code == 429
    assert _type(browser(), good.code, REMOTE_ADDR="192.0.2.71").status_code == 302


def test_a_code_that_has_run_out_or_was_withdrawn_is_refused() -> None:
    """Three weeks later a code of two weeks says that it has run out; that of a replaced letter is not known any more."""
    from myotome.record.diary.referring import withdraw_codes

    old = _given(now=timezone.now() - timedelta(days=21))
    response = _type(browser(), old.code)
    assert response.status_code == 422 and "has run out" in _page(response)
    noor = patient("Noor").pk
    replaced = _given(patient=noor, letter=7)
    assert withdraw_codes(noor, 7, timezone.now()) == 1
    assert "do not know this code" in _page(_type(browser(), replaced.code))


def test_only_a_digest_of_the_code_is_kept() -> None:
    """Who reads the table cannot book with it, and learns nothing but service and urgency."""
    given = _given()
    row = _row(given)
    assert given.code not in str(vars(row)) and len(row.digest) == 64
    assert (row.service, row.frame) == ("review", "2_weeks")


def test_a_code_opens_the_times_that_are_soon_enough_and_is_used_up() -> None:
    """Typed in small letters with blanks; every time lies before it ends; the desk sees the urgency; the second booking is refused."""
    from myotome.clinic.appointments.shown import read_offers

    made = timezone.now() - timedelta(days=9)
    given, client = _given(now=made), browser()
    response = _type(client, given.code.lower().replace("-", " "))
    assert response.headers["Location"] == "/appointments/times/?service=review"
    page = _page(client.get(response.headers["Location"]))
    assert "Within 2 weeks" in page and "code of your referral" in page
    found = [read_offers(token)[0].starts for token in _offers(page)]
    assert found and all(one < made + timedelta(days=14) for one in found)
    reference = _book(client)
    assert _row(given).booking.reference == reference and _row(given).booking.frame == "2_weeks"
    assert "Within 2 weeks" in _page(browser("desk").get(f"/desk/bookings/{reference}/"))
    again = _type(browser(), given.code)
    assert again.status_code == 422 and "used for a booking already" in _page(again)
    assert "code of your referral" not in _page(client.get("/appointments/times/?service=review"))


def test_the_code_counts_for_its_own_service_only() -> None:
    """With a code for a review nobody gets an urgent nerve test."""
    client = browser()
    _type(client, _given().code)
    assert "Within 2 weeks" not in _page(client.get("/appointments/times/?service=emg_ncs"))
    assert "Your code is for: Review visit" in _page(client.get("/appointments/"))


def test_one_code_in_two_browsers_books_once() -> None:
    """Both hold a time with it; who confirms second is told, and keeps no booking."""
    from myotome.record.diary.models import BookingRow

    given, one, two = _given(), browser(), browser()
    for nth, client in enumerate((one, two)):
        _type(client, given.code)
        assert _hold(client, nth=4 * nth).status_code == 302
    before = BookingRow.objects.filter(status="booked").count()
    assert one.post("/appointments/details/", GUEST).status_code == 302
    response = two.post("/appointments/details/", GUEST)
    assert response.status_code == 409 and "used for a booking already" in _page(response)
    assert BookingRow.objects.filter(status="booked").count() == before + 1


def test_putting_the_code_aside_after_holding_does_not_save_it() -> None:
    """Held with the code, booked after it was put aside: it is used up all the same."""
    given, client = _given(), browser()
    _type(client, given.code)
    _hold(client)
    client.post("/appointments/code/", {"without": "yes"})
    assert client.post("/appointments/details/", GUEST).status_code == 302
    assert _row(given).used_at is not None


def test_a_cancelled_booking_gives_the_code_back() -> None:
    """Who cancels may book again with it, while it lasts."""
    given, client = _given(), browser()
    _type(client, given.code)
    reference = _book(client)
    client.post(f"/appointments/at/{reference}/cancel/")
    assert _type(client, given.code).status_code == 302
    assert _book(client, nth=2) != reference


def test_the_waiting_list_uses_it_up_too() -> None:
    """Nobody stands on the list twice as urgent with one code."""
    from myotome.record.diary.models import Waiting

    given, client = _given(), browser()
    _type(client, given.code)
    assert client.post("/appointments/waiting-list/", {"service": "review", **GUEST}).status_code == 200
    assert Waiting.objects.latest("pk").frame == "2_weeks"
    assert "used for a booking already" in _page(_type(browser(), given.code))


def test_a_signed_referral_carries_a_code_and_its_correction_another() -> None:
    """The draft has none, the signed page one that works; when a new letter takes its place, the old code works no more."""
    client, noor = browser("clinician"), patient("Noor")

    def signed(number: int, seen: int) -> str:
        at = f"/patients/{noor.ref}/letters/{number}/"
        client.post(at + "sign/", {"seen": str(seen)})
        return _page(client.get(at))

    at = f"/patients/{noor.ref}/letters/1/"
    form = client.get(at + "edit/").context["form"]
    fields = {field.html_name: str(field.value() or "") for field in form}
    assert client.post(at + "edit/", fields | {"booking": "review", "urgency": "48h"}).status_code == 302
    assert "made when the letter is signed" in _page(client.get(at)) and not CODE.search(_page(client.get(at)))
    page = signed(1, 2)
    code = CODE.findall(page)[0]
    assert "Review visit" in page and "/appointments/code/" in page and "works once" in page
    answer = _type(browser(), code)
    assert answer.headers["Location"] == "/appointments/times/?service=review"
    new = int(client.post(at + "correct/").headers["Location"].split("/letters/")[1].split("/")[0])
    other = CODE.findall(signed(new, 1))[0]
    assert other != code
    assert _type(browser(), code).status_code == 422 and _type(browser(), other).status_code == 302


def test_an_emergency_letter_carries_no_code() -> None:
    """No appointment is soon enough: the letter is not signed with one, and says why."""
    client, noor = browser("clinician"), patient("Noor")
    at = f"/patients/{noor.ref}/letters/1/"
    form = client.get(at + "edit/").context["form"]
    fields = {field.html_name: str(field.value() or "") for field in form}
    client.post(at + "edit/", fields | {"booking": "review", "urgency": "hours"})
    page = _page(client.post(at + "sign/", {"seen": "2"}, follow=True))
    assert "no appointment is soon enough" in page.lower() and "Not signed" in page


def test_the_desk_hands_out_a_code_that_names_the_patient_to_the_desk_alone() -> None:
    """Shown once on a slip; the public pages say nothing of whom it is about, the desk's booking page proposes her first."""
    from myotome.record.diary.desk_booking import likely_patients

    desk, noor = browser("desk"), patient("Noor")
    data = {"service": "review", "frame": "2_weeks", "patient": str(noor.ref)}
    page = _page(desk.post("/desk/diary/code/", data))
    code = CODE.findall(page)[0]
    assert "shown this once" in page and "Review visit" in page
    client = browser()
    public = _page(client.get(_type(client, code).headers["Location"]))
    assert noor.family_name not in public and noor.number not in public
    reference = _book(client)
    assert noor.ref in [one.ref for one in likely_patients(user("desk"), reference)]
    assert noor.number in _page(desk.get(f"/desk/bookings/{reference}/"))
    assert browser("clinician").post("/desk/diary/code/", data).status_code == 403
