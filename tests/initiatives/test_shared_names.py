"""Two may have one name: it is sent, the team sees both, and who means the name means the one that is public."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.service import merging
from coopnet.initiatives.service.naming import find_by_name
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile, save_public_profile
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
    # No number says that there is another one.
    assert re.fullmatch("hort-de-la-font-[0-9a-z]{6}", slug)
    part = f"/ca/gestio/iniciatives/{slug}/canvia/text-ca"
    assert client.submit(part, summary="Una altra cosa").status_code == 303
    page = team.get(sent_address(team))
    assert f"/ca/gestio/iniciatives/{first.slug}/" in page.text
    assert team.submit(sent_address(team), form=f"action={sent_address(team)}/publica").status_code == 303
    published = client.get(f"/ca/iniciatives/{slug}/")
    slug = "hort-de-la-font-2"
    assert (published.status_code, published.location) == (301, f"/ca/iniciatives/{slug}/")
    assert find(slug).status == "published"
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
    assert len(set(slugs)) == len(slugs)
    for _ in slugs[:-1]:
        assert team.submit(f"{sent_address(team)}/rebutja", text="No és d'aquí").status_code == 303
    assert team.submit(sent_address(team), form=f"action={sent_address(team)}/publica").status_code == 303
    db.session.rollback()
    meant = find_by_name("Hort de la Font")
    assert meant is not None
    assert (meant.slug, meant.status) == ("hort-de-la-font", "published")
    assert client.get(f"/ca/iniciatives/{slugs[-1]}/").location == "/ca/iniciatives/hort-de-la-font/"


def rename(slug: str, keeper: Reader, name: str) -> tuple[int, str]:
    """What they see: the answer and where it leads, without the name of it."""
    answer = keeper.submit(f"/ca/gestio/iniciatives/{slug}/canvia/dades", name=name)
    return answer.status_code, str(answer.location)


@pytest.mark.parametrize("state", ["free", "sent", "refused"])
def test_who_takes_the_name_of_one_that_is_not_public_is_answered_as_if_it_were_free(
    app: Flask, client: Reader, team: Reader, state: str
) -> None:
    mine = save_public_profile(make_profile_draft("Fusteria La Clau"))
    account = make_account()
    give_role(account, Role.OWNER, subject_id=mine.public_id)
    theirs = send(client, make_account()) if state != "free" else ""
    if state == "refused":
        assert team.submit(f"{sent_address(team)}/rebutja", text="No és d'aquí").status_code == 303
    keeper = sign_in(visitor(app), account)
    assert rename(mine.slug, keeper, "Hort de la Font") == (303, "/ca/gestio/iniciatives/hort-de-la-font/")
    meant = find_by_name("Hort de la Font")
    assert meant is not None
    assert meant.slug == "hort-de-la-font"  # the one that is public
    if state == "sent":
        page = team.get(sent_address(team)).text
        assert 'href="/ca/gestio/iniciatives/hort-de-la-font/"' in page
        assert team.submit(sent_address(team), form=f"action={sent_address(team)}/publica").status_code == 303
        assert client.get(f"/ca/iniciatives/{theirs}/").location == "/ca/iniciatives/hort-de-la-font-2/"


def test_two_that_wait_may_take_one_name_and_a_public_one_is_told_of(app: Flask, client: Reader) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    first = send(client, make_account())
    other, account = visitor(app), make_account()
    second = send(other, account)
    assert client.submit(f"/ca/gestio/iniciatives/{first}/canvia/dades", name="Hort Vell").status_code == 303
    status, address = rename(second, other, "Hort vell")
    assert status == 303
    assert re.search("/hort-vell-[0-9a-z]{6}/$", address)
    told = other.submit(f"{address}canvia/dades", name="Fusteria la clau")
    assert (told.status_code, "Hi ha una altra iniciativa amb aquest nom." in told.text) == (422, True)


def test_who_is_called_as_one_that_was_merged_into_it_keeps_its_name() -> None:
    kept, gone = (save_public_profile(make_profile_draft(name, tax_id=None)) for name in ("Hort", "Horta"))
    merge = partial(merging.merge, kept_id=kept.initiative_id, gone_id=gone.initiative_id, actor=ACTOR, now=NOW)
    in_transaction(lambda: merge(seen=(kept.version + 1, gone.version + 1), fills_gaps=False))
    assert save_profile(make_profile_draft("Horta", tax_id=None), kept.initiative_id).is_new is False
    meant = find_by_name("Horta")
    assert meant is not None
    assert meant.id == kept.initiative_id
