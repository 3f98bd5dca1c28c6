import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from django.urls import reverse

from clinic_site import browser, user


def _sign_in(client: object, username: str, password: str) -> object:
    return client.post(reverse("sign_in"), {"username": username, "password": password})  # type: ignore[attr-defined]


def test_each_role_begins_at_its_own_place() -> None:
    """Every demo login works with the password that is printed, whatever its case, and leads to that role's first page."""
    from myotome.clinic.demo.logins import DEMO_LOGINS

    begins = {
        "patient": "/my/",
        "clinician": "/worklist/",
        "front_desk": "/desk/diary/",
        "reviewer": "/knowledge/",
        "administrator": "/people/",
    }
    for login in DEMO_LOGINS:
        client = browser()
        assert _sign_in(client, login.username.upper(), login.password).status_code == 302
        assert client.get("/home/").headers["Location"] == begins[login.role.value]


def test_passwords_are_kept_as_argon2_hashes() -> None:
    """No password is stored that could be read or tried quickly."""
    assert user("clinician").password.startswith("argon2")


def test_too_many_wrong_passwords_lock_the_login_even_for_the_right_one() -> None:
    """After six wrong passwords the right one is refused as well; another login is not affected."""
    client = browser()
    for _ in range(6):
        _sign_in(client, "clinician", "wrong password")
    assert _sign_in(client, "clinician", "demo-clinician").status_code == 429
    assert _sign_in(browser(), "desk", "demo-front-desk").status_code == 302


@pytest.mark.parametrize(
    ("name", "minutes", "ends"), [("clinician", 29, False), ("clinician", 31, True), ("patient", 31, False)]
)
def test_staff_sessions_end_after_half_an_hour_without_use(name: str, minutes: int, ends: bool) -> None:
    """A session that nobody used for longer than its limit leads to the sign-in page, which says why."""
    client = browser(name)
    start = {"clinician": "/worklist/", "patient": "/my/"}[name]
    assert client.get(start).status_code == 200
    session = client.session
    session["last_used"] -= 60 * minutes
    session.save()
    response = client.get(start)
    assert (response.status_code == 302) is ends
    if ends:
        assert "was not used for a while" in client.get(response.headers["Location"]).content.decode()


def test_a_closed_login_cannot_enter_and_nobody_changes_their_own_role() -> None:
    """An administrator closes a login: it is out at once. Their own role stays out of their reach."""
    admin, reviewer = browser("admin"), browser("reviewer")
    assert reviewer.get("/knowledge/").status_code == 200
    admin.post(reverse("change_person", kwargs={"pk": user("reviewer").pk}), {"role": "reviewer"})
    assert reviewer.get("/knowledge/").status_code == 302
    refused = admin.post(
        reverse("change_person", kwargs={"pk": user("admin").pk}), {"role": "clinician", "active": "yes"}
    )
    assert refused.status_code == 400 and user("admin").role == "administrator"


def test_a_weak_password_makes_no_login() -> None:
    """Short and common passwords are refused with the reason."""
    from myotome.record.models import User

    data = {"full_name": "N N", "username": "new.one", "role": "clinician", "password": "password1234"}
    response = browser("admin").post(reverse("people"), data)
    assert response.status_code == 422 and "too common" in response.content.decode()
    assert not User.objects.filter(username="new.one").exists()


def test_forms_from_elsewhere_are_refused() -> None:
    """A post without the page's own token changes nothing."""
    from django.test import Client

    from clinic_site import PASSWORD_BACKEND

    client = Client(enforce_csrf_checks=True)
    client.force_login(user("admin"), backend=PASSWORD_BACKEND)
    response = client.post(
        reverse("change_person", kwargs={"pk": user("reviewer").pk}), {"role": "clinician", "active": "yes"}
    )
    assert response.status_code == 403 and user("reviewer").role == "reviewer"
