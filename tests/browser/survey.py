"""Each public page is opened once a language and looked at in every way: that is what takes the time."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, Route

from tests.rig.places import Places

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 256}  # also 1280 pixels at 400 %
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WHOLE = {"runOnly": TAGS, "resultTypes": ["violations"]}
# Nothing else depends on light and dark, and nothing takes longer.
OF_COLOURS = ("color-contrast", "link-in-text-block")
ALL_BUT_COLOURS = {**WHOLE, "rules": {rule: {"enabled": False} for rule in OF_COLOURS}}
# https://www.w3.org/TR/WCAG22/#text-spacing
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
LARGE_TEXT = ":root { font-size: 200% !important }"
# A sheet made like this is a reader's own: the page's policy does not forbid it.
ADD_STYLE = (
    """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"""
)
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


@dataclass(frozen=True)
class Finding:
    aspect: str  # axe, sideways, spacing, enlarged or targets
    page: str
    what: str


def entry_of(page: Page, *, scheme: Literal["light", "dark"] = "light") -> str:
    """What a telephone reads in the code of a registration's own page, as it stands on the screen."""
    page.emulate_media(color_scheme=scheme)
    seen = Image.open(io.BytesIO(page.locator(".qr").last.screenshot()))
    found = zxingcpp.read_barcodes(seen)
    assert len(found) == 1, f"{len(found)} codes on {page.url}"
    return str(found[0].text)


def survey(page: Page, language: str, places: Places, errors: dict[str, str]) -> list[Finding]:
    """`errors` are pages that no reader can bring about at will, by their name."""
    return [
        finding
        for name in _visit(page, language, places, errors)
        for look in LOOKS
        for finding in look(page, f"{language} {name}")
    ]


def _visit(page: Page, language: str, places: Places, errors: dict[str, str]) -> Iterator[str]:
    """Opens one page after the other; its name."""
    for name, html in errors.items():
        address = f"/{language}/{name.replace(' ', '-')}"
        page.route(f"**{address}", partial(_show, html=html))
        page.goto(address)
        yield name
    for name, path in places.everywhere().items():
        page.goto(f"/{language}/{path}")
        yield name
    page.goto(f"/{language}/{places.training}inscripcio")
    page.evaluate("document.querySelector('form[data-main]').noValidate = true")
    page.locator("form[data-main]").locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_selector("[role=alert]")
    yield "form with errors"
    page.goto(f"/{language}/{places.own}")
    page.goto(entry_of(page))
    yield "entry"
    refused = f"/{language}/formacions/"
    page.route(f"**{refused}", partial(_post, refused=refused))
    page.goto(refused)
    page.unroute(f"**{refused}")
    yield "refused"


def _show(route: Route, *, html: str) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


def _post(route: Route, *, refused: str) -> None:
    """An error page of another kind than 404, as a browser shows it: a list accepts no POST."""
    if route.request.is_navigation_request():
        route.fulfill(response=route.fetch(method="POST", post_data="x=1"))
    else:
        route.continue_()


# By day each width, each light and each language is looked at by what depends on it; at night every pair by everything.
EVERY_DAY = ((PHONE, "light", WHOLE), (DESKTOP, "dark", WHOLE))
TRANSLATED, OF_WORDS = ("es ", "en "), ((PHONE, "light", ALL_BUT_COLOURS),)
AT_NIGHT = tuple((size, scheme, WHOLE) for size in (PHONE, DESKTOP) for scheme in ("light", "dark"))
IS_NIGHT = os.environ.get("COOPNET_SURVEY") == "whole"


def _axe(page: Page, name: str) -> Iterator[Finding]:
    page.evaluate(Axe().axe_script)
    by_day = OF_WORDS if name.startswith(TRANSLATED) else EVERY_DAY
    for size, scheme, options in AT_NIGHT if IS_NIGHT else by_day:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        result: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
        for violation in result["violations"]:
            for node in violation["nodes"]:
                told = f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
                yield Finding("axe", f"{name} {size['width']} {scheme}", told)


def _narrow(page: Page, name: str) -> Iterator[Finding]:
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    yield from _too_wide(page, name, "sideways")


def _spaced(page: Page, name: str) -> Iterator[Finding]:
    page.evaluate(ADD_STYLE, TEXT_SPACING)
    yield from _too_wide(page, name, "spacing")
    yield from (Finding("spacing", name, cut) for cut in page.evaluate(CUT_OFF))


def _enlarged(page: Page, name: str) -> Iterator[Finding]:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.evaluate(ADD_STYLE, LARGE_TEXT)
    yield from _too_wide(page, name, "enlarged")
    yield from (Finding("enlarged", name, cut) for cut in page.evaluate(CUT_OFF))
    page.evaluate("document.adoptedStyleSheets = []")


def _targets(page: Page, name: str) -> Iterator[Finding]:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    yield from (Finding("targets", name, small) for small in page.evaluate(SMALL_TARGETS))


def _too_wide(page: Page, name: str, aspect: str) -> Iterator[Finding]:
    if (pixels := page.evaluate(OVERFLOW)) > 0:
        yield Finding(aspect, name, f"{pixels} pixels too wide")


LOOKS = (_axe, _narrow, _spaced, _enlarged, _targets)
