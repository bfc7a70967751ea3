"""The pages of who publishes and keeps a profile: nothing keeps anybody out of them."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page

from tests.browser.survey import LOOKS, PHONE, Finding
from tests.rig.instance import Instance

PARTS = ("dades", "text-ca", "llocs", "contactes", "contractacio")
SENT = "banc-d-eines-de-la-bordeta"  # of the demo: it waits for the team
_number = count(1)


@pytest.fixture(scope="module")
def slug(instance: Instance) -> str:
    lines = instance.flask("initiatives", "list").splitlines()
    return next(line.split()[2] for line in lines if line.split()[1] == "published")


@pytest.fixture
def link(instance: Instance, slug: str) -> str:
    email = f"porta{next(_number)}@example.org"
    for each in (slug, SENT):
        instance.flask("accounts", "grant", email, "owner", "--for", each)
    return instance.flask("accounts", "sign-in-link", email).strip()


def look_at(page: Page, name: str) -> list[Finding]:
    assert page.title()
    return [finding for look in LOOKS for finding in look(page, name)]


def test_publishing_is_open_to_everybody(open_page: Callable[..., Page], slug: str) -> None:
    page = open_page("/ca/iniciatives/alta", size=PHONE)
    found = look_at(page, "first step")
    page.fill("#name", f"Iniciativa de prova {next(_number)}")
    page.locator("form[data-main] button").press("Enter")
    page.wait_for_url("**/que-fa")
    found += look_at(page, "second step")
    page.locator("form[data-main] button").press("Enter")
    page.wait_for_selector("[role=alert]")
    found += look_at(page, "second step with errors")
    page.fill("#summary", "Fem proves")
    page.locator("form[data-main] button").press("Enter")
    page.wait_for_url("**/on")
    found += look_at(page, "third step")
    page.fill("#address", "C. Corral 22")
    page.locator("form[data-main] button").press("Enter")
    page.wait_for_url("**/repetides*")
    found += look_at(page, "at the same place")
    page.click("main a.wide-button")
    page.wait_for_url("**/envia")
    found += look_at(page, "last step")
    page.goto(f"/ca/iniciatives/{slug}/es-nostra")
    found += look_at(page, "claim")
    assert found == []


def test_keeping_is_open_to_everybody(open_page: Callable[..., Page], link: str, slug: str) -> None:
    page = open_page(link, size=PHONE)
    page.click("form[data-main] button")
    found = []
    for path in ("", "persones", "historia", "tanca", *(f"canvia/{part}" for part in PARTS)):
        page.goto(f"/ca/gestio/iniciatives/{slug}/{path}")
        found += look_at(page, path or "keep")
    for path in ("com-es-veura", "retira"):
        page.goto(f"/ca/gestio/iniciatives/{SENT}/{path}")
        found += look_at(page, path)
    page.goto(f"/ca/iniciatives/{slug}/es-nostra/equip")
    found += look_at(page, "claim by team")
    assert found == []
