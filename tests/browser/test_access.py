"""WCAG 2.2 AA as far as a machine can tell: each public page, three languages, phone and desktop, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.survey import Finding
from tests.rig.places import Places


@pytest.mark.parametrize(
    "aspect",
    [
        pytest.param("axe", id="axe finds nothing"),
        pytest.param("sideways", id="nothing scrolls sideways at 320 pixels"),
        pytest.param("spacing", id="wider text spacing breaks nothing"),
        pytest.param("enlarged", id="text at twice its size breaks nothing"),
        pytest.param("targets", id="targets are large enough"),
    ],
)
def test_everybody_can_use_every_page(findings: list[Finding], aspect: str) -> None:
    assert [finding for finding in findings if finding.aspect == aspect] == []


def test_a_page_can_be_printed(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page(f"/ca/{places.training}")
    page.emulate_media(media="print")
    shown = "[...document.querySelectorAll('nav, form, button')].filter(e => e.offsetParent).length"
    assert page.evaluate(shown) == 0
    assert page.evaluate("getComputedStyle(document.body).color") in {"rgb(0, 0, 0)", "rgb(17, 17, 17)"}
