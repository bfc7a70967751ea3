"""The map that moves: nothing of it before the press, all of it by keyboard, and the drawn one comes back."""

import os
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.survey import DESKTOP, PHONE, WHOLE

PICTURES = os.environ.get("COOPNET_SCREENS", "")


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone", "desktop-dark"])
def test_it_opens_by_keyboard_and_says_what_it_holds(
    open_page: Callable[..., Page], *, size: dict[str, int], dark: bool
) -> None:
    page = open_page("about:blank", size=size, dark=dark)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/ca/iniciatives/")
    assert not [url for url in asked if "leaflet" in url or "map.js" in url or "mapa.json" in url]
    button = page.get_by_role("button", name="Obre un mapa que es pot moure")
    button.focus()
    page.keyboard.press("Enter")
    region = page.get_by_role("region", name="Mapa de les iniciatives")
    expect(region).to_be_visible()
    expect(region).to_be_focused()
    expect(region.locator(".pin").first).to_be_visible()
    expect(page.locator(".map svg[role=group]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.wait_for_timeout(500)
    assert sum("mapa.json" in url for url in asked) == 1, "what was asked for to open it is what it shows"
    found = Axe().run(page, options=WHOLE)
    assert found.response["violations"] == [], found.generate_report()
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/map-{size['width']}.png", full_page=True)
    # Each pin has a name, and is reached by the tabulator.
    pins = region.locator(".pin")
    assert all(pin.get_attribute("aria-label") and pin.get_attribute("tabindex") == "0" for pin in pins.all())
    _open_one(page, region)
    page.get_by_role("button", name="Torna al mapa dibuixat").click()
    expect(region).to_be_hidden()
    expect(page.locator(".map svg[role=group]")).to_be_visible()


def _open_one(page: Page, region: object) -> None:
    """Nearer and nearer, until a pin opens its list of links."""
    for _step in range(8):
        pin = page.locator(".moving .pin").first
        pin.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(400)
        if page.locator(".leaflet-popup a[href*='/iniciatives/']").count():
            link = page.locator(".leaflet-popup a[href*='/iniciatives/']").first
            expect(link).to_be_focused()
            assert page.request.get(link.get_attribute("href") or "").ok
            return
    raise AssertionError("no pin opened a list")


def test_it_holds_what_the_filters_find(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/iniciatives/?barri=hostafrancs")
    page.get_by_role("button", name="Obre un mapa que es pot moure").click()
    expect(page.locator(".moving .pin").first).to_be_visible()
    page.wait_for_timeout(500)
    few = page.evaluate(COUNT)
    page.goto("/ca/iniciatives/")
    page.get_by_role("button", name="Obre un mapa que es pot moure").click()
    expect(page.locator(".moving .pin").first).to_be_visible()
    page.wait_for_timeout(500)
    assert 0 < few < page.evaluate(COUNT)


COUNT = "() => [...document.querySelectorAll('.moving .pin')].reduce((n, pin) => n + Number(pin.textContent || 1), 0)"


def test_beside_a_long_list_the_drawn_one_stays_where_the_whole_of_it_is_seen(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/iniciatives/", size={"width": 1280, "height": 800})
    for height, stays in ((800, True), (600, False)):
        page.set_viewport_size({"width": 1280, "height": height})
        page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
        top = page.locator("#mapa").evaluate("each => each.getBoundingClientRect()").values()
        box = page.locator("#mapa").bounding_box()
        assert box is not None
        assert (box["y"] >= 0 and box["y"] + box["height"] <= height) is stays, (height, top)


def test_without_script_there_is_no_button_that_does_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/iniciatives/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Obre un mapa que es pot moure")).to_have_count(0)
    expect(page.locator(".map svg[role=group]")).to_be_visible()
