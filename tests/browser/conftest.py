"""Chromium for the whole session, and pages in which nothing may go wrong."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import g
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from config import Config
from coopnet.app import create_app
from coopnet.foundation.i18n import in_language
from coopnet.web import errors
from tests.browser.chromium import ARGUMENTS, MISSING, find_chromium
from tests.browser.survey import DESKTOP, Finding, survey
from tests.rig.instance import Instance
from tests.rig.places import Places

LANGUAGES = ("ca", "es", "en")
# The survey meets 404 and 405 by itself.
ERRORS = (400, 403, 409, 413, 429, 500, 503)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, instance: Instance) -> Iterator[Callable[..., Page]]:
    """`open_page(address, size=PHONE, dark=True)`: a page of a fresh browser, in which nothing may go wrong."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((f"{instance.url}/", "about:")):
            wrong.append(f"somebody else was asked: {request.url}")

    def note_message(message: ConsoleMessage) -> None:
        if is_complaint(message.type, message.text):
            wrong.append(f"{message.location}: {message.text}")

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", note_message)
        page.on("request", note_request)

    def make(address: str, *, size: dict[str, int] | None = None, dark: bool = False, **options: object) -> Page:
        context = browser.new_context(
            base_url=instance.url,
            viewport=size or DESKTOP,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def error_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """By language and name: those that only a fault or too much haste brings about."""
    data = tmp_path_factory.mktemp("errors")
    settings = Config.from_env({"COOPNET_DATA": str(data), "DATABASE_URL": f"sqlite:///{data / 'none.db'}"}).as_flask()
    app = create_app({**settings, "TESTING": True})
    pages: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with app.test_request_context(f"/{language}/"), in_language(language):
            g.language, g.request_id = language, "0123456789abcdef"
            pages[language] = {f"error {code}": errors._page(code, errors.explain(code)) for code in ERRORS}
            pages[language]["error 503, typed"] = errors._page(503, errors.explain(503), [("name", "Pau")])
    return pages


@pytest.fixture(scope="session")
def findings(
    browser: Browser, instance: Instance, places: Places, error_pages: dict[str, dict[str, str]]
) -> list[Finding]:
    """What a survey of all public pages finds wrong, in all languages."""
    context = browser.new_context(base_url=instance.url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    found = [finding for language in LANGUAGES for finding in survey(page, language, places, error_pages[language])]
    context.close()
    return found


def is_complaint(kind: str, text: str) -> bool:
    """A page that is refused on purpose (404), or asked for without a connection, is written on the console too."""
    return kind in {"error", "warning"} and not re.search(r"status of 4\d\d|ERR_INTERNET_DISCONNECTED", text)
