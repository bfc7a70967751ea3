"""One registers, another waits; one cancels and the other gets the place: each in a browser of their own."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.survey import PHONE, entry_of
from tests.rig.instance import Instance
from tests.rig.places import register
from tests.rig.single_place import bring_in
from tests.rig.visitor import Visitor


def fill(page: Page, name: str) -> None:
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=email]").fill(f"{name.lower().replace(' ', '.')}@example.org")
    page.locator("form[data-main] > button").click()


def test_who_cancels_lets_the_next_in(open_page: Callable[..., Page], instance: Instance) -> None:
    one_place = bring_in(instance)
    first = open_page(f"/ca/{one_place}inscripcio", size=PHONE)
    fill(first, "Rosa Vila")
    first.wait_for_selector("[data-state=confirmed]")
    second = open_page(f"/ca/{one_place}inscripcio", size=PHONE)
    fill(second, "Pere Mas")
    second.wait_for_selector("[data-state=waiting]")
    first.locator("main a[href$='/cancellar']").click()
    first.locator("form[data-main] button").click()
    first.wait_for_selector("[data-state=cancelled]")
    second.reload()
    second.wait_for_selector("[data-state=confirmed]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_telephone_reads_the_code_and_opens_the_entry_page(
    open_page: Callable[..., Page], instance: Instance, scheme: Literal["light", "dark"]
) -> None:
    visitor = Visitor(instance.url)
    own = register(visitor, visitor.get(f"{bring_in(instance)}inscripcio"), name="Rosa Vila")
    page = open_page(own.url, size=PHONE, dark=scheme == "dark")
    token = urlsplit(own.url).path.split("/")[3]
    address = entry_of(page, scheme=scheme)
    assert address.startswith(f"{instance.url}/ca/inscripcions/")
    assert address.endswith("/entrada")
    assert token not in address, "the code carries no right"
    entry = open_page(address, size=PHONE)
    assert entry.get_by_role("heading", name="Ensenya aquest codi a la porta").is_visible()
    assert "Rosa" not in entry.content()
