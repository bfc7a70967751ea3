"""A resident finds a training, registers and cancels, and never touches a mouse."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.survey import PHONE
from tests.rig.places import Places

FOCUSED = "document.activeElement"
HAS_RING = f"""() => {{ const style = getComputedStyle({FOCUSED});
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'; }}"""
IS_COVERED = f"""() => {{ const box = {FOCUSED}.getBoundingClientRect();
    const x = box.left + Math.min(box.width, 20) / 2, y = box.top + Math.min(box.height, 20) / 2;
    const top = document.elementFromPoint(x, y);
    return !top || !({FOCUSED}.contains(top) || top.contains({FOCUSED}) || top.closest('label')); }}"""


def tab_to(page: Page, selector: str, *, key: str = "Tab", most: int = 150) -> None:
    """Every stop on the way shows where it is."""
    for _ in range(most):
        page.keyboard.press(key)
        where = page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)")
        if page.evaluate(f"{FOCUSED} === document.body"):
            continue
        assert page.evaluate(HAS_RING), f"no focus ring on {where}"
        assert not page.evaluate(IS_COVERED), f"covered: {where}"
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            return
    raise AssertionError(f"{selector} was not reached on {page.url}")


def test_a_whole_registration_by_keyboard(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page("/ca/formacions/")
    if not page.locator(f"article a[href$='{places.training}']").count():
        page.goto("/ca/formacions/?pagina=2")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.getAttribute('href')").startswith("#"), "the first stop leads to the content"

    tab_to(page, f"article a[href$='{places.training}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{places.training}")
    tab_to(page, "main a[href*='inscripcio']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inscripcio*")

    tab_to(page, "form[data-main] input[name=name]")
    page.keyboard.type("Montserrat Puig")
    tab_to(page, "form[data-main] input[name=email]")
    page.keyboard.type("montserrat@example.org")
    for _ in range(page.locator("form[data-main] [role=radiogroup]").count()):
        tab_to(page, "form[data-main] [role=radiogroup] input")
        page.keyboard.press("Space")
    tab_to(page, "form[data-main] button[type=submit], form[data-main] button:not([type])")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-state=confirmed]")

    tab_to(page, "main a[href$='/cancellar']")
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate(IS_COVERED), "going back leads under nothing"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancellar")
    tab_to(page, "form[data-main] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-state=cancelled]")


def test_a_failed_form_tells_where_to_go(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page(f"/ca/{places.training}inscripcio", size=PHONE)
    page.evaluate("document.querySelector('form[data-main]').noValidate = true")
    page.locator("form[data-main]").locator("button[type=submit], button:not([type])").first.click()
    summary = page.locator("[role=alert]")
    summary.wait_for()
    assert page.evaluate(f"!!{FOCUSED}.closest('[role=alert]')"), "the summary takes the focus"
    link = summary.locator("a").first
    link.click()
    assert page.evaluate(f"{FOCUSED}.matches('input, select, textarea')"), "its links lead to the fields"
    described = page.evaluate(
        f"document.getElementById({FOCUSED}.getAttribute('aria-describedby').split(' ')[0]) !== null"
    )
    assert described, "the field names its error"
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-invalid')") == "true"
