from collections.abc import Callable
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from coopnet.trainings.models import Training
from tests.factories.initiatives import make_profile_draft, save_profile, save_public_profile
from tests.factories.programme import NOW, make_programme_training
from tests.rig.reader import Reader, parse

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def make(clock_at: Callable[[datetime], None]) -> Callable[..., Training]:
    clock_at(NOW)
    return make_programme_training


@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_the_front_page_leads_to_the_next_trainings(
    client: Reader, make: Callable[..., Training], language: str
) -> None:
    for day in range(1, 9):
        make(days=day)
    make(title="Ja feta", days=-2)
    root = parse(client.get(f"/{language}/").text)
    assert len(list(root.iter("article"))) == 6
    assert len(list(root.iter("h1"))) == 1
    search = root.find(".//form")
    assert search is not None
    assert (search.get("method"), search.get("action")) == ("get", f"/{language}/formacions/")
    hrefs = {a.get("href") for a in root.iter("a")}
    assert f"/{language}/formacions/?tema=energia" in hrefs
    assert f"tel:{client.application.config['DISTRICT'].phone.replace(' ', '')}" in hrefs


def test_an_empty_front_page_still_stands(client: Reader) -> None:
    assert client.get("/ca/").status_code == 200


def test_the_sitemap_names_every_page_in_every_language(client: Reader, make: Callable[..., Training]) -> None:
    training = make()
    draft = make(status="draft", is_public=False)
    answer = client.get("/sitemap.xml", buffered=True)
    assert answer.content_type.startswith("application/xml")
    base = client.application.config["BASE_URL"]
    found = {}
    for url in ET.fromstring(answer.text):  # noqa: S314 - our own
        alternates = {each.get("hreflang"): each.get("href") for each in url.iter(f"{XHTML}link")}
        found[url.findtext(f"{SITEMAP}loc")] = alternates
    here = found[f"{base}/es/formacions/{training.slug}/"]
    assert here["ca"] == here["x-default"] == f"{base}/ca/formacions/{training.slug}/"
    assert here["en"] == f"{base}/en/formacions/{training.slug}/"
    assert f"{base}/ca/" in found
    assert draft.slug not in answer.text


def test_the_sitemap_names_the_profiles_of_the_directory(client: Reader) -> None:
    shown, draft = save_public_profile(), save_profile(make_profile_draft("Encara no"))
    answer = client.get("/sitemap.xml", buffered=True)
    base = client.application.config["BASE_URL"]
    assert f"<loc>{base}/en/iniciatives/{shown.slug}/</loc>" in answer.text
    assert draft.slug not in answer.text


def test_robots_are_shown_the_sitemap_and_kept_from_registrations(client: Reader) -> None:
    answer = client.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    assert f"Sitemap: {client.application.config['BASE_URL']}/sitemap.xml" in answer.text
    assert "Disallow: /*/inscripcions/" in answer.text
