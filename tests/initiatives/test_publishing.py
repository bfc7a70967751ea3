"""Publish an initiative: typed step by step, sent to the team, decided, told by letter."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative, InitiativeDraft
from coopnet.web import limits
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import make_place, make_profile_draft, save_public_profile
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]
BEGIN = "/ca/iniciatives/alta"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def begin(client: Reader, name: str = "Hort de la Font", **typed: Any) -> str:
    """The address of the draft."""
    answer = client.submit(BEGIN, name=name, kind="hort", barri="18", **typed)
    assert answer.status_code == 303
    return str(answer.location).removesuffix("repetides")


def write(client: Reader, **typed: Any) -> str:
    """All its steps; the address of the draft."""
    draft = begin(client, **typed)
    assert client.submit(f"{draft}que-fa", summary="Verdura i conversa").status_code == 303
    assert client.submit(f"{draft}on", email="hort@example.org").status_code == 303
    return draft


def send(client: Reader, account: Account, **typed: Any) -> str:
    """Written before anybody asks who one is, then sent; the slug."""
    draft = write(client, **typed)
    sign_in(client, account)
    answer = client.submit(f"{draft}envia")
    assert answer.status_code == 303, answer.text
    return str(answer.location).split("/")[4]


def find(slug: str) -> Initiative:
    db.session.rollback()
    return db.session.scalars(select(Initiative).where(Initiative.slug == slug)).one()


def words_of(letter: Dispatch) -> str:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words.text


def link_in(letter: Dispatch) -> str:
    found = re.search(r"http://localhost:5000(/\S+)", words_of(letter).partition("\n")[2])
    assert found is not None
    return found.group(1)


def test_it_is_sent_without_an_account_before_the_end_and_is_not_public_yet(client: Reader, letters: Letters) -> None:
    draft = write(client)
    asked = client.get(f"{draft}envia")
    assert "compte/entra?next=" in asked.text
    account = make_account("rosa@example.org")
    sign_in(client, account)
    slug = str(client.submit(f"{draft}envia").location).split("/")[4]
    assert find(slug).status == "pending"
    assert client.get(f"/ca/iniciatives/{slug}/").status_code == 404
    assert "Hort de la Font" not in client.get("/ca/iniciatives/").text
    [letter] = letters("initiative.received")
    assert letter.recipient == "rosa@example.org"
    assert "Hort de la Font" in words_of(letter)


def test_who_has_not_said_who_they_are_sends_nothing(client: Reader) -> None:
    draft = write(client)
    page = client.get(BEGIN)
    token = read_form(page.text).fields["csrf_token"]
    answer = client.post(f"{draft}envia", data={"csrf_token": token})
    assert answer.status_code == 422
    assert db.session.scalars(select(Initiative)).all() == []


def test_what_is_typed_is_kept_also_where_it_is_wrong(app: Flask, client: Reader) -> None:
    draft = begin(client)
    wrong = client.submit(f"{draft}on", hours="quan podem", address="carrer de la Font, 3")
    assert wrong.status_code == 422
    # Another browser, with the link alone.
    page = visitor(app).get(f"{draft}on").text
    assert "quan podem" in page
    assert "carrer de la Font, 3" in page


def test_it_goes_on_where_it_was_left_by_a_link_in_a_letter(app: Flask, client: Reader, letters: Letters) -> None:
    draft = begin(client)
    assert client.submit(f"{draft}enllac", email="Rosa@Example.org").status_code == 303
    [letter] = letters("initiative.draft")
    assert letter.recipient == "rosa@example.org"
    elsewhere = visitor(app)
    answer = elsewhere.get(link_in(letter))
    assert answer.location.endswith("/que-fa")
    assert elsewhere.get(link_in(letter)[:-3] + "xyz/").status_code == 404


def test_what_was_begun_is_offered_to_the_browser_that_began_it(app: Flask, client: Reader) -> None:
    draft = begin(client)
    assert draft in client.get(BEGIN).text
    assert draft not in visitor(app).get(BEGIN).text


def test_what_was_begun_is_still_offered_after_signing_in(client: Reader) -> None:
    draft = begin(client)
    sign_in(client, make_account())
    client.get(f"{draft}que-fa")
    assert draft in client.get(BEGIN).text


def test_sent_twice_is_one(client: Reader) -> None:
    account = make_account()
    draft = write(client)
    sign_in(client, account)
    page = read_form(client.get(f"{draft}envia").text).fields
    answers = [client.post(f"{draft}envia", data=page) for _ in range(2)]
    kept = db.session.scalars(select(Initiative)).one()
    assert [answer.location for answer in answers] == [f"/ca/gestio/iniciatives/{kept.slug}/"] * 2
    assert db.session.scalars(select(InitiativeDraft)).one().typed == {}


def test_sent_twice_at_the_same_moment_is_one_and_both_are_led_to_it(
    app: Flask, client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = write(client)
    account = make_account("rosa@example.org")
    path = f"{draft}envia"
    tabs = [sign_in(visitor(app), account) for _ in range(2)]
    forms = [read_form(tab.get(path).text).fields for tab in tabs]
    both_have_looked = Barrier(2)
    monkeypatch.setattr(limits, "check", lambda *_asked: both_have_looked.wait(10))  # the last step before it is sent

    def press(tab: Reader, typed: dict[str, list[str]]) -> tuple[int, str | None]:
        with app.app_context():
            answer = tab.post(path, data=typed)
            db.session.remove()
            return answer.status_code, answer.location

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, tabs, forms))
    db.session.rollback()
    kept = db.session.scalars(select(Initiative)).one()
    assert answers == [(303, f"/ca/gestio/iniciatives/{kept.slug}/")] * 2


def test_what_may_be_the_same_is_shown_first_and_nothing_private_of_it(client: Reader) -> None:
    save_public_profile(make_profile_draft("L'Hort de la Font", shows_only_barri=True, places=(make_place(),)))
    page = client.get(f"{begin(client)}repetides").text
    assert "L&#39;Hort de la Font" in page or "L'Hort de la Font" in page
    assert "F12345678" not in page
    assert "Constitució" not in page


def test_a_legal_form_that_is_left_out_makes_no_other_name(client: Reader) -> None:
    save_public_profile(make_profile_draft("Maleter SCCL"))
    assert "Maleter SCCL" in client.get(f"{begin(client, 'Maleter')}repetides").text


def test_a_tax_number_alone_tells_nothing(client: Reader) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    draft = begin(client, "Zzz", tax_id="F-12345678")
    assert client.get(f"{draft}repetides").location.endswith("/que-fa")
    near = begin(client, "La Clau fusters", tax_id="F-12345678")
    assert "Fusteria La Clau" in client.get(f"{near}repetides").text


def test_the_team_publishes_it(client: Reader, team: Reader, letters: Letters) -> None:
    slug = send(client, make_account("rosa@example.org"))
    queue = team.get("/ca/gestio/iniciatives/").text
    found = re.search(r'href="(/ca/gestio/iniciatives/enviades/\w+)"', queue)
    assert found is not None
    page = team.get(found[1])
    assert "Verdura i conversa" in page.text
    assert "rosa@example.org" in page.text
    assert team.submit(found[1], form=f"action={found[1]}/publica").status_code == 303
    assert client.get(client.get(f"/ca/iniciatives/{slug}/").location).status_code == 200
    assert letters("initiative.published")[0].recipient == "rosa@example.org"
    assert "Hort de la Font" not in team.get("/ca/gestio/iniciatives/").text
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor == "equip@example.org")).all()
    assert "initiative.moderate.published" in actions


def test_the_team_publishes_what_it_has_read_and_nothing_else(app: Flask, client: Reader, team: Reader) -> None:
    """Who sent it writes something else while the page is open: the page comes again with that, and says so."""
    slug = send(client, make_account("rosa@example.org"))
    address = sent_address(team)
    publish = f"action={address}/publica"
    opened = read_form(team.get(address).text, publish)
    changed = client.submit(f"/ca/gestio/iniciatives/{slug}/canvia/text-ca", summary="Una altra cosa")
    assert changed.status_code == 303
    for typed in (opened.fields, {**opened.fields, "version": ""}, {**opened.fields, "version": "x"}):
        answer = team.post(f"{address}/publica", data=typed)
        assert (answer.status_code, "Una altra cosa" in answer.text) == (409, True)
        assert "Ha canviat des que has obert aquesta pàgina" in answer.text
        assert find(slug).status == "pending"
    assert "Ha canviat des que" not in team.get(address).text
    assert team.post(f"{address}/publica", data=read_form(answer.text, publish).fields).status_code == 303
    assert find("hort-de-la-font").status == "published"


def test_the_desk_says_that_something_waits(client: Reader, team: Reader, app: Flask) -> None:
    line = 'href="/ca/gestio/iniciatives/#enviades"'
    assert line not in team.get("/ca/gestio/").text
    send(client, make_account())
    assert line in team.get("/ca/gestio/").text
    admin = make_account()
    give_role(admin, Role.ADMIN)
    assert line not in sign_in(visitor(app), admin, is_strong=True).get("/ca/gestio/").text


def sent_address(team: Reader) -> str:
    found = re.search(r'href="(/ca/gestio/iniciatives/enviades/\w+)"', team.get("/ca/gestio/iniciatives/").text)
    assert found is not None
    return found[1]


def test_it_comes_back_with_reasons_and_is_sent_again(client: Reader, team: Reader, letters: Letters) -> None:
    slug = send(client, make_account("rosa@example.org"))
    address = sent_address(team)
    assert team.submit(f"{address}/torna", text="").status_code == 422
    assert team.submit(f"{address}/torna", text="Falta dir els dies").status_code == 303
    assert find(slug).status == "draft"
    [letter] = letters("initiative.returned")
    assert "Falta dir els dies" in words_of(letter)
    mine = f"/ca/gestio/iniciatives/{slug}/"
    assert "Falta dir els dies" in client.get(mine).text
    assert client.submit(mine, form=f"action={mine}envia").status_code == 303
    assert find(slug).status == "pending"
    # The first sending has been decided once and for all.
    assert team.submit(f"{address}/torna", text="Un altre cop").status_code == 422
    assert find(slug).status == "pending"


def test_what_is_refused_goes_and_its_name_is_free(client: Reader, app: Flask, team: Reader, letters: Letters) -> None:
    slug = send(client, make_account("rosa@example.org"))
    assert team.submit(f"{sent_address(team)}/rebutja", text="No és d'aquí").status_code == 303
    [letter] = letters("initiative.refused")
    assert "No és d'aquí" in words_of(letter)
    db.session.rollback()
    assert db.session.scalars(select(Initiative).where(Initiative.slug == slug)).all() == []
    assert visitor(app).get(f"/ca/gestio/iniciatives/{slug}/").status_code == 303
    other = visitor(app)
    assert send(other, make_account()) == slug


def test_what_waits_is_on_ones_own_page(client: Reader) -> None:
    slug = send(client, make_account())
    assert f'href="/ca/gestio/iniciatives/{slug}/"' in client.get("/ca/compte/").text


def test_somebody_elses_is_as_if_it_were_not_there(app: Flask, client: Reader) -> None:
    slug = send(client, make_account())
    other = make_account()
    give_role(other, Role.OWNER, subject_id="another")
    stranger = sign_in(visitor(app), other)
    assert stranger.get(f"/ca/gestio/iniciatives/{slug}/").status_code == 404


@pytest.mark.parametrize("typed", ["\x00", "Hort\x00 nou", "\u202eHort", "H" * 20_000, "<b>Hort</b>", "🌱" * 130])
def test_hostile_names_are_answered_and_kept_as_text(client: Reader, typed: str) -> None:
    draft = begin(client)
    answer = client.submit(f"{draft}nom", name=typed)
    assert answer.status_code in {303, 422}
    page = client.get(f"{draft}nom")
    assert page.status_code == 200
    assert "<b>Hort" not in page.text
    assert client.submit(f"{draft}nom", kind="x" * 300, barri="\x00").status_code == 422
