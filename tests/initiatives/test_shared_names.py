"""Two may have one name: it is sent, the team sees both, and who means the name means the one that is public."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.service.naming import find_by_name
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def send(client: Reader, account: Account) -> str:
    """All its steps; the slug."""
    begun = client.submit("/ca/iniciatives/alta", name="Hort de la Font", kind="hort", barri="18")
    draft = str(begun.location).removesuffix("repetides")
    client.submit(f"{draft}que-fa", summary="Verdura i conversa")
    client.submit(f"{draft}on", email="hort@example.org")
    sign_in(client, account)
    answer = client.submit(f"{draft}envia")
    assert answer.status_code == 303, answer.text
    return str(answer.location).split("/")[4]


def find(slug: str) -> Initiative:
    db.session.rollback()
    return db.session.scalars(select(Initiative).where(Initiative.slug == slug)).one()


def sent_address(team: Reader) -> str:
    found = re.search(r'href="(/ca/gestio/iniciatives/enviades/\w+)"', team.get("/ca/gestio/iniciatives/").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("is_public", [True, False])
def test_the_name_of_another_is_sent_and_the_team_sees_both(client: Reader, team: Reader, *, is_public: bool) -> None:
    """Refusing it would tell of one that is not public. Who sent it can change it, and the team publish it."""
    other = make_profile_draft("Hort de la Font")
    first = save_public_profile(other) if is_public else save_profile(other)
    slug = send(client, make_account())
    assert (first.slug, slug) == ("hort-de-la-font", "hort-de-la-font-2")
    part = f"/ca/gestio/iniciatives/{slug}/canvia/text-ca"
    assert client.submit(part, summary="Una altra cosa").status_code == 303
    page = team.get(sent_address(team))
    assert f"/ca/gestio/iniciatives/{first.slug}/" in page.text
    assert team.submit(sent_address(team), form=f"action={sent_address(team)}/publica").status_code == 303
    assert find(slug).status == "published"
    assert client.get(f"/ca/iniciatives/{slug}/").status_code == 200
    # Who means this name means one that is public.
    meant = find_by_name("Hort de la Font")
    assert meant is not None
    assert meant.slug == (first.slug if is_public else slug)
    # The other one can still be changed, and published too.
    save_profile(replace(other, year=1985), first.initiative_id)
    assert find(first.slug).year == 1985


def test_what_a_training_calls_by_a_name_is_the_one_that_becomes_public(client: Reader, team: Reader) -> None:
    """Also where one that had the name before is refused meanwhile and only its name is left."""
    slugs = [send(client, make_account()) for _ in range(3)]
    slug = slugs[-1]
    assert len(set(slugs)) == len(slugs)
    for _ in slugs[:-1]:
        assert team.submit(f"{sent_address(team)}/rebutja", text="No és d'aquí").status_code == 303
    assert team.submit(sent_address(team), form=f"action={sent_address(team)}/publica").status_code == 303
    db.session.rollback()
    meant = find_by_name("Hort de la Font")
    assert meant is not None
    assert (meant.slug, meant.status) == (slug, "published")
