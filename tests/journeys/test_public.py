from __future__ import annotations

from typing import Any

HINDI = "अनुवाद मशीन ने किया है"


def test_from_the_front_page_through_a_misspelt_search_to_the_body_map(visitor: Any) -> None:
    """Given the front page on a phone, when an article, a misspelt name and a part of the body are followed, then each leads to its page."""
    reader = visitor(phone=True)
    page = reader.page
    reader.go("/")
    assert page.locator(".ring").get_attribute("href") == "tel:+442079460123"
    reader.look("public-front-phone")
    reader.press("text=Muscle atrophy: the whole story")
    assert "Muscle atrophy" in page.inner_text("h1")
    assert "Not yet clinically reviewed" in page.inner_text("body")
    reader.look("public-article-phone")
    page.click(".menu summary")
    reader.press(".menu >> text=Health A–Z")
    page.fill("#seek", "lou gherig")
    reader.press(".seek button")
    reader.look("public-search-phone")
    reader.press(".found a >> nth=0")
    assert "ALS" in page.inner_text("h1")
    assert "When to get help at once" in page.inner_text("main")
    reader.look("public-als-phone")
    reader.go("/health/body/")
    reader.look("public-body-phone")
    with page.expect_navigation():
        page.locator(".figure a[href$='/hand/'] path").first.click(force=True)
    assert "Hand" in page.inner_text("h1")
    reader.look("public-hand-phone")


def test_the_public_pages_on_a_desk(visitor: Any) -> None:
    """Given a wide screen, when the pages are opened one after another, then each is sound."""
    reader = visitor()
    for name, address in (
        ("front", "/"),
        ("health", "/health/"),
        ("a-to-z", "/health/a-z/"),
        ("body", "/health/body/"),
        ("emg", "/health/tests/emg/"),
        ("not-found", "/health/causes/none/"),
        ("nothing-found", "/health/search/?q=xqzvw"),
    ):
        reader.go(address)
        reader.look(f"public-{name}")


def test_a_page_is_judged(visitor: Any) -> None:
    """Given a page, when a reader says that it did not help and why, then they are thanked."""
    reader = visitor(phone=True)
    reader.go("/health/treatments/creatine/")
    reader.press(".ask a >> nth=1")
    assert reader.page.is_checked("[name=helpful][value=no]")
    reader.page.fill("[name=remark]", "How much is a spoon?")
    reader.look("public-helpful")
    reader.press("main button.main")
    assert "Thank you" in reader.page.inner_text("h1")


def _answer(page: Any) -> None:
    """Answer whatever is asked: no to everything that can be denied, the second of a choice, a few words."""
    if page.locator("main input[name=none]").count():
        page.check("main input[name=none]")
    elif page.locator("main textarea").count():
        page.fill("main textarea", "My left hand got thin")
    elif page.locator("main input[value=no]").count():
        page.check("main input[value=no]")
    else:
        page.locator("main input[type=radio]").nth(1).check()
    with page.expect_navigation():
        page.click("main button.main")


def _begin(reader: Any, prefix: str = "") -> Any:
    reader.go(f"{prefix}/self-check/")
    reader.page.fill("[name=age]", "61")
    reader.press("form.card button.main")
    return reader.page


def test_a_self_check_on_a_phone_to_the_end(visitor: Any) -> None:
    """Given a phone, when all questions are answered, then the result says how soon, whom, what to bring, and no disease; then all is forgotten."""
    reader = visitor(phone=True)
    reader.go("/self-check/")
    reader.look("check-start")
    page = _begin(reader)
    reader.look("check-own-words")
    asked = 0
    while "/questions/" in page.url:
        if asked == 7:
            reader.look("check-question")
        _answer(page)
        asked += 1
        assert asked <= 45
    assert page.url.endswith("/self-check/result/")
    text = page.inner_text("main")
    for words in ("Whom to see", "What to bring", "What you can do yourself", "Not yet clinically reviewed"):
        assert words in text
    assert page.locator("[data-print]").is_visible()
    reader.look("check-result")
    reader.press("text=See my answers")
    reader.look("check-answers")
    reader.press("text=Forget my answers")
    reader.go("/self-check/answers/")
    assert page.url.endswith("/self-check/")


def test_a_red_flag_stops_the_self_check_on_a_phone(visitor: Any) -> None:
    """Given the questions on what cannot wait, when one is ticked, then the number to call stands there and nothing else is asked."""
    reader = visitor(phone=True)
    page = _begin(reader)
    while "/urgent_breath/" not in page.url:
        _answer(page)
    page.check("[value=sudden_face_arm_speech]")
    reader.press("main button.main")
    assert page.url.endswith("/self-check/stop/")
    assert page.locator("main a.alarm").get_attribute("href") == "tel:999"
    reader.look("check-stop")
    reader.go("/self-check/next/")
    assert page.url.endswith("/self-check/stop/")


def test_hindi_from_the_front_page_to_a_stopped_self_check(visitor: Any) -> None:
    """Given Hindi, when the pages and the self-check are used, then all is in Hindi and says that a machine translated it."""
    reader = visitor(phone=True)
    page = reader.page
    reader.go("/")
    reader.press(".aside [lang=hi]")
    assert page.get_attribute("html", "lang") == "hi"
    assert HINDI in page.inner_text("footer")
    reader.look("hindi-front")
    for name, address in (
        ("article", "/hi/health/muscle-atrophy/"),
        ("als", "/hi/health/causes/als/"),
        ("a-to-z", "/hi/health/a-z/"),
        ("body", "/hi/health/body/"),
    ):
        reader.go(address)
        reader.look(f"hindi-{name}")
    page = _begin(reader, "/hi")
    reader.look("hindi-question")
    while "/urgent_breath/" not in page.url:
        _answer(page)
    page.check("[value=sudden_face_arm_speech]")
    reader.press("main button.main")
    assert "999" in page.inner_text("main")
    reader.look("hindi-stop")


def test_the_patients_door_works_without_javascript(visitor: Any) -> None:
    """Given a browser without scripts, when article, search and self-check are used, then everything works; only the print button is missing."""
    reader = visitor(phone=True, scripts=False)
    page = reader.page
    reader.go("/health/")
    page.fill("#seek", "carpel tunnel")
    reader.press(".seek button")
    reader.press(".found a >> nth=0")
    assert "Carpal tunnel" in page.inner_text("h1")
    page = _begin(reader)
    for _ in range(4):
        _answer(page)
    reader.press("text=Stop here and see the result")
    assert "Whom to see" in page.inner_text("main")
    assert not page.locator("[data-print]").is_visible()
    reader.look("check-result-without-scripts")


def test_the_pages_fit_320_pixels_and_four_times_the_letters(visitor: Any) -> None:
    """Given the narrowest phone, when pages are opened, then nothing scrolls sideways."""
    reader = visitor(phone=True)
    reader.page.set_viewport_size({"width": 320, "height": 640})
    for name, address in (
        ("front", "/"),
        ("article", "/health/muscle-atrophy/"),
        ("check", "/self-check/"),
        ("hindi", "/hi/health/a-z/"),
    ):
        reader.go(address)
        reader.look(f"narrow-{name}")
