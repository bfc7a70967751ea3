"""A profile that is called otherwise, or was merged into another: every address that it had still leads somewhere."""

import csv
import io
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.initiatives.models import Initiative, InitiativeReport
from coopnet.initiatives.rules.drafts import Contact, Draft, Saved
from coopnet.initiatives.service import merging
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, NOW, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader, parse, read_form

pytestmark = pytest.mark.usefixtures("app")
ID = "{http://www.w3.org/2005/Atom}id"


def draft_of(name: str) -> Draft:
    contacts = (Contact("email", "hola@example.org", is_public=True), Contact("phone", "+34931550102", is_public=True))
    return make_profile_draft(name, is_contractable=True, contacts=contacts)


def rename(profile: Saved, name: str) -> str:
    return save_profile(draft_of(name), profile.initiative_id).slug


@pytest.fixture
def profile() -> Saved:
    return save_public_profile(draft_of("Fusteria La Clau"))


@pytest.mark.parametrize(
    "path",
    [
        "/murmurations/{}.json",
        "/ca/iniciatives/{}/",
        "/ca/iniciatives/{}/escriu?q=a%20b",
        "/ca/iniciatives/{}/avisa",
        "/ca/iniciatives/{}/es-nostra",
    ],
)
def test_a_page_under_an_old_name_is_found_under_the_new_one(client: Reader, profile: Saved, path: str) -> None:
    new = rename(profile, "Fusteria del Clot")
    moved = client.get(path.format(profile.slug))
    assert (moved.status_code, moved.location) == (301, path.format(new))
    assert client.get(moved.location, buffered=True).status_code == 200
    assert client.get(path.format("no-hi-es")).status_code == 404


def test_a_page_that_was_open_while_the_name_changed_still_sends(client: Reader, profile: Saved) -> None:
    form = read_form(client.get(f"/ca/iniciatives/{profile.slug}/avisa").text)
    new = rename(profile, "Fusteria del Clot")
    typed = {**form.fields, "reason": ["closed"], "text": ["El telèfon"]}
    sent = client.post(f"/ca/iniciatives/{profile.slug}/avisa", data=typed)
    assert (sent.status_code, sent.location) == (308, f"/ca/iniciatives/{new}/avisa")
    assert client.post(sent.location, data=typed).status_code == 303
    db.session.rollback()
    assert len(db.session.scalars(select(InitiativeReport)).all()) == 1


def test_who_keeps_it_is_led_there_and_nobody_else_learns_of_it(app: Flask, profile: Saved) -> None:
    account = make_account()
    give_role(account, Role.OWNER, subject_id=profile.public_id)
    other = make_account()
    give_role(other, Role.OWNER, subject_id=save_public_profile(make_profile_draft("Una altra")).public_id)
    keeper, stranger = sign_in(visitor(app), account), sign_in(visitor(app), other)
    new = rename(profile, "Fusteria del Clot")
    for end in ("", "historia", "imatges", "persones", "canvia/nom"):
        moved = keeper.get(f"/ca/gestio/iniciatives/{profile.slug}/{end}")
        assert (moved.status_code, moved.location) == (301, f"/ca/gestio/iniciatives/{new}/{end}")
        assert stranger.get(f"/ca/gestio/iniciatives/{profile.slug}/{end}").status_code == 404
    kept = save_public_profile(make_profile_draft("Taller comú"))
    both = {"kept_id": kept.initiative_id, "gone_id": profile.initiative_id}
    db.session.rollback()
    first, second = (db.session.get_one(Initiative, key).version for key in both.values())
    db.session.rollback()
    in_transaction(lambda: merging.merge(**both, seen=(first, second), fills_gaps=False, actor=ACTOR, now=NOW))
    for old in (profile.slug, new):
        assert keeper.get(f"/ca/gestio/iniciatives/{old}/").location == f"/ca/gestio/iniciatives/{kept.slug}/"
        assert stranger.get(f"/ca/gestio/iniciatives/{old}/").status_code == 404


def ticks(page: Element) -> dict[str | None, bool]:
    return {each.get("value"): "checked" in each.attrib for each in page.iterfind(".//input[@name='tria']")}


def test_its_id_in_the_feed_stays(client: Reader, profile: Saved) -> None:
    def ids() -> list[str | None]:
        feed = ET.fromstring(client.get("/iniciatives.atom", buffered=True).text)  # noqa: S314 - our own answer
        return [each.text for each in feed.findall(f".//{{http://www.w3.org/2005/Atom}}entry/{ID}")]

    before = ids()
    rename(profile, "Fusteria del Clot")
    assert ids() == before
    assert str(before[0]).startswith("urn:uuid:")
    save_public_profile(make_profile_draft("Una altra"))
    assert len(set(ids())) == 2


def test_a_shortlist_that_was_kept_finds_its_supplier_and_its_phone_as_it_is(client: Reader, profile: Saved) -> None:
    save_public_profile(draft_of("Una altra"))
    new = rename(profile, "Fusteria del Clot")
    page = parse(client.get(f"/ca/iniciatives/proveidors?tria={profile.slug}").text)
    assert {slug for slug, is_ticked in ticks(page).items() if is_ticked} == {new}
    answer = client.get(f"/ca/iniciatives/proveidors.csv?tria={profile.slug}", buffered=True)
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [(row["Nom"], row["Telèfon"]) for row in rows] == [("Fusteria del Clot", "+34931550102")]
    answer = client.get("/iniciatives.csv", buffered=True)
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert {row["telefon"] for row in rows} == {"+34931550102"}


def test_another_search_takes_along_what_is_ticked(client: Reader, profile: Saved) -> None:
    other = save_public_profile(draft_of("Impremta Paper"))
    page = parse(client.get("/ca/iniciatives/proveidors?q=impremta").text)
    assert [each.findtext("h2/a") for each in page.iter("article")] == ["Impremta Paper"]
    assert [each.text for each in page.iterfind(".//main//p[@role='status']")] == ["Una proveïdora"]
    search = str(page.findall(".//form[@role='search']")[0].get("id"))
    assert [each.get("form") for each in page.iterfind(".//input[@name='tria']")] == [search]
    # What the browser sends after a tick and another search.
    path = f"/ca/iniciatives/proveidors?q=fusteria&sector=produccio&tria={other.slug}"
    page = parse(client.get(path).text)
    assert ticks(page) == {profile.slug: False, other.slug: True}
    sends = [*page.iterfind(".//input[@name='tria']"), *page.iterfind(".//button[@formaction]")]
    assert {each.get("form") for each in sends} == {search}
    chips = [each.get("href", "") for each in page.iterfind(".//main//a[@href]")]
    assert f"/ca/iniciatives/proveidors?q=fusteria&tria={other.slug}" in chips
    both = f"/ca/iniciatives/proveidors.csv?q=fusteria&tria={other.slug}&tria={profile.slug}"
    answer = client.get(both, buffered=True).text
    assert "Impremta Paper" in answer
    assert "Fusteria La Clau" in answer


def test_who_downloads_those_ticked_and_ticked_none_is_told_so(client: Reader, profile: Saved) -> None:
    path = "/ca/iniciatives/proveidors.csv?q=fusteria&nomes=1"
    page = client.get(client.get(path).location).text
    assert "No n'has marcat cap" in page.replace("&#39;", "'")
    assert 'href="/ca/iniciatives/proveidors.csv?q=fusteria"' in page
    assert "Fusteria La Clau" in client.get(f"{path}&tria={profile.slug}", buffered=True).text


def test_where_nobody_can_be_contracted_nothing_is_said_of_a_search(client: Reader) -> None:
    assert "alhora" not in client.get("/ca/iniciatives/proveidors").text
    page = client.get("/ca/iniciatives/").text
    assert "/ca/iniciatives/descobreix" not in page
