"""The pages that only their owner sees: nothing keeps anybody out of them."""

from collections.abc import Callable
from itertools import count

import html5lib
import pytest
from playwright.sync_api import Page

from tests.browser.survey import LOOKS, PHONE
from tests.rig.instance import Instance
from tests.rig.visitor import Visitor

PAGES = (
    "compte/",
    "compte/jo",
    "compte/contactes/nou",
    "compte/contrasenya",
    "compte/claus/nova",
    "compte/segon-factor/alta",
    "compte/esborra",
    "compte/esborrat",
    "compte/entra/contrasenya",
    "compte/codi",
)
_number = count(1)


@pytest.fixture
def link(instance: Instance) -> str:
    return instance.flask("accounts", "sign-in-link", f"persona{next(_number)}@example.org").strip()


def test_they_are_open_to_everybody(open_page: Callable[..., Page], link: str) -> None:
    page = open_page(link, size=PHONE)
    page.click("form[data-main] button")
    found = []
    for path in PAGES:
        page.goto(f"/ca/{path}")
        assert page.title()
        found += [finding for look in LOOKS for finding in look(page, path)]
    assert found == []


def test_they_are_valid(instance: Instance, link: str) -> None:
    visitor = Visitor(instance.url)
    visitor.submit(visitor.get(link))
    for path in (*PAGES, "compte/entra"):
        page = visitor.get(path)
        assert page.status == 200, path
        parser = html5lib.HTMLParser()
        parser.parse(page.html)
        assert parser.errors == [], path


def test_everything_is_reached_by_keyboard(open_page: Callable[..., Page], link: str) -> None:
    page = open_page(link, size=PHONE)
    page.click("form[data-main] button")
    page.goto("/ca/compte/")
    wanted = page.locator("main a[href], main button").count()
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('main') && document.activeElement.outerHTML")
        reached.add(inside)
    assert len(reached - {None}) >= wanted
