"""The header on a phone: one row, from which everything is reached without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.survey import DESKTOP, NARROWEST, PHONE

ROW = 64  # pixels: targets of 44, and what is around them


@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_it_takes_one_row_of_a_phone_and_says_the_other_languages(
    open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(f"/{language}/formacions/", size=PHONE)
    header = page.locator("header.top")
    box = header.bounding_box()
    assert box is not None
    assert box["height"] <= ROW
    shown = {each.get_attribute("hreflang") for each in header.locator("a[hreflang]").all() if each.is_visible()}
    assert shown == {"ca", "es", "en"} - {language}
    for each in header.locator("a:visible, summary:visible").all():
        target = each.bounding_box()
        assert target is not None
        assert target["height"] >= 44, each.inner_text()


def test_its_menu_opens_by_keyboard_and_without_a_script(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/formacions/", size=PHONE, java_script_enabled=False)
    expect(page.get_by_role("link", name="Iniciatives")).to_be_hidden()
    page.locator("header summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ca/iniciatives/")


def test_a_wide_screen_shows_all_of_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/formacions/", size=DESKTOP)
    header = page.locator("header.top")
    assert header.locator("summary").is_hidden()
    assert [each.inner_text() for each in header.locator("a:visible").all()] == [
        "coopnet",
        "Formacions",
        "Iniciatives",
        "Xarxa",
        "Entra",
        "Català",
        "Español",
        "English",
    ]


def heights_of(page: Page) -> dict[int, float]:
    """Of the header, by the width of the window, where it is more than a row."""
    found = {}
    for width in range(320, 1100, 12):
        page.set_viewport_size({"width": width, "height": 700})
        box = page.locator("header.top").bounding_box()
        assert box is not None
        found[width] = box["height"]
    return {width: height for width, height in found.items() if height > ROW}


def test_the_name_of_the_site_can_be_read_on_the_narrowest_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/formacions/", size=NARROWEST)
    size = page.locator("a.site").evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 16


@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_it_takes_one_row_at_every_width(open_page: Callable[..., Page], language: str) -> None:
    assert heights_of(open_page(f"/{language}/accessibilitat")) == {}
