"""Back, as readers press it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.rig.places import Places


@pytest.mark.parametrize("browser_with", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_back_to_a_corrected_form_shows_it_with_what_was_typed(
    open_page: Callable[..., Page], places: Places, browser_with: dict[str, bool]
) -> None:
    page = open_page(f"/ca/{places.training}inscripcio", **browser_with)
    page.fill("[name=name]", "Rosa")
    page.fill("[name=email]", "rosa")
    page.locator("form[data-main]").locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_selector("[role=alert]")
    page.goto("/ca/privacitat")
    page.go_back()
    assert page.input_value("[name=name]") == "Rosa"
    assert page.is_visible("[role=alert]")
