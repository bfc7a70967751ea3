"""The sheet on paper, and the list put in order by a phone that says where it is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.rig.instance import Instance

PAGES = re.compile(rb"/Type\s*/Page[^s]")


@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_the_sheet_is_one_side_of_paper(open_page: Callable[..., Page], tmp_path: Path, language: str) -> None:
    page = open_page(f"/{language}/xarxa/punts/full?barri=sants")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(PAGES.findall(printed)) == 1
    page.emulate_media(media="print")
    assert page.locator(".sheet .place").count() == 3
    assert not page.locator("header").is_visible()
    assert not page.locator("form").is_visible()


def test_the_phone_orders_the_list_and_sends_its_place_to_nobody(
    open_page: Callable[..., Page], instance: Instance
) -> None:
    page = open_page("/ca/xarxa/punts/")
    first = page.locator(".cards > article a").first.inner_text()
    page.context.grant_permissions(["geolocation"], origin=instance.url)
    page.context.set_geolocation({"latitude": 41.3600, "longitude": 2.1400})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Els més propers a on soc").click()
    page.wait_for_function("document.querySelector('[data-near]').textContent.includes('no ha sortit')")
    assert page.locator(".cards > article a").first.inner_text() == "Casal de barri (exemple)" != first
    assert page.locator(".cards > article [data-at]").first.inner_text() == "a uns 50 m"
    assert all("41.36" not in url and "near" in url for url in asked), asked
