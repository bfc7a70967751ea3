"""Back, as readers press it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.rig.instance import Instance
from tests.rig.places import Places
from tests.rig.single_place import bring_in


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


@pytest.mark.parametrize("browser_with", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_back_to_a_form_that_was_sent_makes_nothing_new(
    open_page: Callable[..., Page], instance: Instance, browser_with: dict[str, bool]
) -> None:
    page = open_page(f"/ca/{bring_in(instance)}inscripcio", **browser_with)

    def send(name: str) -> None:
        page.fill("[name=name]", name)
        page.locator("form[data-main]").locator("button[type=submit], button:not([type])").first.click()
        page.wait_for_selector("[data-state]")

    page.fill("[name=email]", f"back-{len(browser_with)}@example.org")
    send("Rosa Vla")
    own = page.url
    page.go_back()
    send("Rosa Vila")
    assert page.url == own
    page.click(".notice.warning a")
    assert page.input_value("[name=name]") == "Rosa Vila"
    send("Pol Vila")
    assert page.url != own
