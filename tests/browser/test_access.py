"""WCAG 2.2 AA as far as a machine can tell: axe, keyboard, narrow screens, enlarged text."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.rig.places import Places

LANGUAGES = ("ca", "es", "en")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# https://www.w3.org/TR/WCAG22/#text-spacing
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that is cut off where it cannot be scrolled to.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
    const style = getComputedStyle(e);
    return e.clientWidth > 1 && ['hidden', 'clip'].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1
        && e.textContent.trim() && style.position !== 'absolute';
}).map(e => e.outerHTML.slice(0, 120))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const inText = style.display === 'inline' && e.closest('p, li, dd, td, figcaption, small');
    const shown = box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && style.opacity !== '0';
    const label = e.labels && e.labels[0] ? e.labels[0].getBoundingClientRect() : box;
    return shown && !inText && Math.max(box.height, label.height) < 24;
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(
    open_page: Callable[..., Page], places: Places, language: str, size: dict[str, int], *, dark: bool
) -> None:
    page = open_page(f"/{language}/", size=size, dark=dark)
    found = []
    for name, path in places.everywhere().items():
        page.goto(f"/{language}/{path}")
        result = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
        found += [
            f"{name}: {violation['id']}: {node['html'][:160]} {node['failureSummary']}"
            for violation in result.response["violations"]
            for node in violation["nodes"]
        ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_at_320_pixels(open_page: Callable[..., Page], places: Places, language: str) -> None:
    """Which is also 400 % of 1280 pixels."""
    page = open_page(f"/{language}/", size={"width": 320, "height": 256})
    for name, path in places.everywhere().items():
        page.goto(f"/{language}/{path}")
        assert page.evaluate(OVERFLOW) <= 0, name


def test_wider_text_spacing_breaks_nothing(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page("/ca/", size={"width": 320, "height": 640}, bypass_csp=True)
    for name, path in places.everywhere().items():
        page.goto(f"/ca/{path}")
        page.add_style_tag(content=TEXT_SPACING)
        assert page.evaluate(OVERFLOW) <= 0, name
        assert page.evaluate(CUT_OFF) == [], name


def test_text_at_twice_its_size_breaks_nothing(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page("/ca/", size=DESKTOP, bypass_csp=True)
    for name, path in places.everywhere().items():
        page.goto(f"/ca/{path}")
        page.add_style_tag(content=":root { font-size: 200% !important }")
        assert page.evaluate(OVERFLOW) <= 0, name
        assert page.evaluate(CUT_OFF) == [], name


def test_targets_are_large_enough(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page("/ca/", size=PHONE)
    for name, path in places.everywhere().items():
        page.goto(f"/ca/{path}")
        assert page.evaluate(SMALL_TARGETS) == [], name


def test_a_page_can_be_printed(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page(f"/ca/{places.training}")
    page.emulate_media(media="print")
    shown = "[...document.querySelectorAll('nav, form, button')].filter(e => e.offsetParent).length"
    assert page.evaluate(shown) == 0
    assert page.evaluate("getComputedStyle(document.body).color") in {"rgb(0, 0, 0)", "rgb(17, 17, 17)"}
