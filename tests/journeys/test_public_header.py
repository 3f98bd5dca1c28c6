from __future__ import annotations

from typing import Any

import pytest

TALLEST_PX = 120
"""Two rows: name and telephone, menu and languages."""
PARTS = (".mark", ".ring", ".menu summary", ".top .aside")


def _box(page: Any, what: str) -> Any:
    return page.locator(what).bounding_box()


@pytest.mark.parametrize("address", ["/", "/hi/", "/health/causes/als/"])
def test_the_header_takes_two_rows_on_a_phone(visitor: Any, address: str) -> None:
    """Given a phone without scripts, when a page opens, then two rows stand above it, the telephone can be tapped, and the menu opens."""
    reader = visitor(phone=True, scripts=False)
    page = reader.page
    reader.go(address)
    assert _box(page, ".top")["height"] <= TALLEST_PX
    assert page.locator(".ring").is_visible()
    for what in (".ring", ".menu summary"):
        assert _box(page, what)["height"] >= 36, what
    assert not page.locator(".menu a").first.is_visible()
    page.click(".menu summary")
    assert page.locator(".menu a").count() == 4
    assert all(_box(page, f".menu li:nth-child({n}) a")["height"] >= 44 for n in range(1, 5))
    reader.press(".menu a >> nth=1")
    assert "/self-check/" in page.url


def test_the_header_is_walked_by_keyboard_in_the_order_of_the_eye(visitor: Any) -> None:
    """Given a phone with a keyboard, when tab is pressed, then focus goes from skip link to telephone, menu, its links, languages; and is seen."""
    reader = visitor(phone=True)
    page = reader.page
    reader.go("/")
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => { const e = document.activeElement; return (e.className || e.tagName.toLowerCase()) + ' ' +"
                " (getComputedStyle(e).outlineStyle !== 'none' || e.className === 'skip') }"
            )
        )
        if len(seen) == 6:
            assert seen[-1] == "summary true", seen
            page.keyboard.press("Enter")
    assert [one.partition(" ")[0] for one in seen[:6]] == ["skip", "a", "a", "mark", "ring", "summary"]
    assert all(one.endswith("true") for one in seen), seen
    order = page.evaluate(
        "() => [...document.querySelectorAll('header a, header summary')].filter(e => e.offsetParent).map(e => e.textContent.trim())"
    )
    assert order[-1] == "Sign in" and order[4:6] == ["Menu", "Health A–Z"], order
    reader.look("header-menu-open")


def test_nothing_moves_while_a_page_opens(visitor: Any) -> None:
    """Given a phone, when pages open, then the browser reports no shift of the layout."""
    reader = visitor(phone=True)
    for address in ("/", "/health/muscle-atrophy/", "/hi/health/a-z/", "/self-check/"):
        reader.go(address)
        moved = reader.page.evaluate(
            "() => new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))"
            ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 400) })"
        )
        assert moved == 0, address


@pytest.mark.parametrize("width", [390, 1280])
def test_from_right_to_left_the_header_is_its_own_mirror(visitor: Any, width: int) -> None:
    """Given a page that runs from right to left, when it is measured, then each part stands where the mirror has it, and axe finds nothing."""
    reader = visitor(phone=width < 500)
    page = reader.page
    page.set_viewport_size({"width": width, "height": 844})
    reader.go("/")
    parts = [part for part in PARTS if page.locator(part).is_visible()]
    assert {".mark", ".ring"} <= set(parts)
    left = {part: _box(page, part) for part in parts}
    page.evaluate("document.documentElement.dir = 'rtl'")
    for part in parts:
        box = _box(page, part)
        assert box["x"] == pytest.approx(width - left[part]["x"] - left[part]["width"], abs=1.5), part
        assert box["y"] == pytest.approx(left[part]["y"], abs=1.5), part
    reader.look(f"header-right-to-left-{width}")


def test_the_body_map_is_explored_by_keyboard(visitor: Any) -> None:
    """Given no mouse, when the focus stands on a part of the list, then that part lights up in the picture and Enter opens it."""
    reader = visitor()
    page = reader.page
    reader.go("/health/body/")
    colour = "() => getComputedStyle(document.querySelector('.figure [data-area=thigh] path')).fill"
    before = page.evaluate(colour)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.area") == "thigh":
            break
    assert page.evaluate(colour) != before
    reader.look("body-map-by-keyboard")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Thigh" in page.inner_text("h1")


def test_a_printed_page_holds_the_text_and_its_sources_and_no_way_about(visitor: Any) -> None:
    """Given paper, when an article is printed, then text, sources and the missing review stand on it, and menus and buttons do not."""
    reader = visitor()
    page = reader.page
    reader.go("/health/causes/als/")
    page.emulate_media(media="print")
    assert page.locator(".sources li").first.is_visible()
    assert page.locator(".unread").is_visible() and page.locator("h1").is_visible()
    for what in (".menu", ".top .wide", ".ask", ".send", ".demo"):
        assert not page.locator(what).first.is_visible(), what
