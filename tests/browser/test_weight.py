"""A first view weighs less than one round trip carries, and comes from one origin."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request

from tests.browser.survey import PHONE
from tests.rig.instance import Instance
from tests.rig.places import Places
from tests.rig.visitor import weigh

FIRST_VIEW_BYTES = 14_600
SECOND_VIEW_BYTES = 8_000
SCRIPT_BYTES = 5_000
LANGUAGES = ("ca", "es", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_views_are_light(
    open_page: Callable[..., Page], places: Places, instance: Instance, language: str
) -> None:
    heavy = {}
    for name, path in places.everywhere().items():
        page = open_page("about:blank", size=PHONE)
        asked: dict[str, str] = {}

        def note(request: Request, asked: dict[str, str] = asked) -> None:
            asked.setdefault(request.url, request.resource_type)

        page.on("request", note)
        page.goto(f"{instance.url}/{language}/{path}", wait_until="load")
        assert all(url.startswith(instance.url) for url in asked), asked
        weights = {url: weigh(url) for url in asked}
        scripts = sum(weight for url, weight in weights.items() if asked[url] == "script")
        own = sum(weight for url, weight in weights.items() if asked[url] == "document")
        if sum(weights.values()) > FIRST_VIEW_BYTES or scripts > SCRIPT_BYTES or own > SECOND_VIEW_BYTES:
            heavy[name] = weights
    assert heavy == {}


def test_a_reader_gets_no_cookie(open_page: Callable[..., Page], places: Places) -> None:
    page = open_page("/ca/")
    for path in ("", "formacions/", places.training, "privacitat"):
        page.goto(f"/ca/{path}")
    assert page.context.cookies() == []
