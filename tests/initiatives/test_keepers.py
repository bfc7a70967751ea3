"""Whose a profile is: claimed, shared, handed over, left; and what an erased person leaves."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account, ContactProof
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeClaim, InitiativeInvitation
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.drafts import Saved
from tests.factories.accounts import NOW, email_of, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import EMAIL, make_profile_draft, save_public_profile
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def profile(app: Flask) -> Saved:
    return save_public_profile()


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def make_keeper(profile: Saved, role: Role = Role.OWNER, name: str = "") -> Account:
    account = make_account(name=name)
    give_role(account, role, subject_id=profile.public_id)
    return account


def keepers(profile: Saved) -> dict[str, str]:
    db.session.rollback()
    return {one.account_id: one.role for one in list_keepers(profile.public_id)}


def link_in(letter: Dispatch) -> str:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    found = re.search(r"http://localhost:5000(/\w+/compte/iniciatives/\S+)", words.text)
    assert found is not None
    return found.group(1)


def claim_address(profile: Saved) -> str:
    return f"/ca/iniciatives/{profile.slug}/es-nostra"


def people_address(profile: Saved) -> str:
    return f"/ca/gestio/iniciatives/{profile.slug}/persones"


def test_the_letter_to_its_own_address_shows_it_to_nobody(client: Reader, profile: Saved, letters: Letters) -> None:
    assert claim_address(profile) in client.get(f"/ca/iniciatives/{profile.slug}/").text
    assert EMAIL not in client.get(claim_address(profile)).text
    answer = client.submit(claim_address(profile))
    assert answer.status_code == 303
    [letter] = letters("initiative.claim")
    assert letter.recipient == EMAIL
    assert EMAIL not in client.get(answer.location).text


def test_whoever_asks_too_often_keeps_its_people_out_of_nothing(
    app: Flask, client: Reader, profile: Saved, letters: Letters
) -> None:
    statuses = [client.submit(claim_address(profile)).status_code for _ in range(6)]
    assert statuses == [303] * 5 + [422]
    sent = letters("initiative.claim")
    assert len(sent) == 5
    owner = sign_in(visitor(app), make_account("clau@example.org"))
    assert "form" in owner.get(link_in(sent[0])).text
    assert owner.submit(link_in(sent[0])).status_code == 303


def test_only_the_press_takes_it_and_only_once(app: Flask, client: Reader, profile: Saved, letters: Letters) -> None:
    client.submit(claim_address(profile))
    link = link_in(letters("initiative.claim")[0])
    door = client.get(link).location
    assert door.startswith("/ca/compte/entra")
    page = client.get(door).text
    assert "Fusteria La Clau" in page[page.index("<h1>") : page.index("</h1>")]
    # Of the address that proves it, enough to know it again; looking at it sends nothing.
    assert (EMAIL in page, f"{EMAIL[0]}•••@example.org" in page) == (False, True)
    assert letters("account.sign_in") == []
    account = make_account()
    sign_in(client, account)
    assert client.get(link).status_code == 200
    assert keepers(profile) == {}
    assert client.submit(link).location == f"/ca/gestio/iniciatives/{profile.slug}/"
    assert keepers(profile) == {account.public_id: "owner"}
    other = sign_in(visitor(app), make_account())
    assert "data-main" not in other.get(link).text
    assert keepers(profile) == {account.public_id: "owner"}


def test_an_old_letter_takes_nothing(
    client: Reader, profile: Saved, letters: Letters, clock_at: Callable[[datetime], None]
) -> None:
    client.submit(claim_address(profile))
    link = link_in(letters("initiative.claim")[0])
    clock_at(NOW + timedelta(days=8))
    page = sign_in(client, make_account()).get(link).text
    assert "data-main" not in page
    assert client.get(link.replace(link[-4:], "xxxx")).status_code == 404


def test_who_answers_for_it_learns_of_another(client: Reader, profile: Saved, letters: Letters) -> None:
    first = make_keeper(profile)
    client.submit(claim_address(profile))
    sign_in(client, make_account(name="Rosa Vila")).submit(link_in(letters("initiative.claim")[0]))
    [told] = letters("initiative.keeper_came")
    assert told.recipient == email_of(first)


def test_without_an_address_only_the_team_can_confirm(
    app: Flask, client: Reader, team: Reader, letters: Letters
) -> None:
    profile = save_public_profile(make_profile_draft("Hort de la Font", contacts=()))
    assert "data-main" not in client.get(claim_address(profile)).text
    account = make_account("rosa@example.org", name="Rosa Vila")
    sign_in(client, account).submit(f"{claim_address(profile)}/equip", text="Hi soc cada dissabte")
    assert keepers(profile) == {}
    queue = "/ca/gestio/iniciatives/"
    assert "#reclamades" in team.get("/ca/gestio/").text
    page = team.get(queue).text
    assert "Hi soc cada dissabte" in page
    assert "Rosa Vila, rosa@example.org" in page
    claim = db.session.scalars(select(InitiativeClaim)).one()
    pressed = f"action={queue}reclamades/{claim.public_id}/confirma"
    assert team.submit(queue, form=pressed).status_code == 303
    assert keepers(profile) == {account.public_id: "owner"}
    assert letters("initiative.claim_confirmed")[0].recipient == "rosa@example.org"


def test_the_team_declines_with_reasons(client: Reader, profile: Saved, team: Reader, letters: Letters) -> None:
    sign_in(client, make_account("rosa@example.org")).submit(f"{claim_address(profile)}/equip", text="És meva")
    claim = db.session.scalars(select(InitiativeClaim)).one()
    address = f"/ca/gestio/iniciatives/reclamades/{claim.public_id}/rebutja"
    assert team.submit(address, text="").status_code == 422
    assert team.submit(address, text="No us coneixen").status_code == 303
    assert keepers(profile) == {}
    assert letters("initiative.claim_declined")[0].recipient == "rosa@example.org"
    assert team.get(address).status_code == 404


def invite(app: Flask, owner: Account, profile: Saved, letters: Letters, email: str = "nou@example.org") -> str:
    reader = sign_in(visitor(app), owner)
    assert reader.submit(people_address(profile), email=email).status_code == 303
    return link_in(letters("initiative.invited")[-1])


def test_an_invited_person_says_yes_and_can_change_it(app: Flask, profile: Saved, letters: Letters) -> None:
    link = invite(app, make_keeper(profile), profile, letters)
    guest = make_account("nou@example.org")
    reader = sign_in(visitor(app), guest)
    assert reader.get(link).status_code == 200
    assert guest.public_id not in keepers(profile)
    assert reader.submit(link, answer="yes").status_code == 303
    assert keepers(profile)[guest.public_id] == "editor"
    assert reader.get(f"/ca/gestio/iniciatives/{profile.slug}/").status_code == 200
    assert db.session.scalars(select(InitiativeInvitation)).one().recipient is None
    # Who edits does not invite.
    assert "data-main" not in reader.get(people_address(profile)).text


def test_the_way_in_says_who_invites_and_needs_no_address_typed(app: Flask, profile: Saved, letters: Letters) -> None:
    """Its link is passed on and lasts for weeks: it lets nobody in as whom it was written to."""
    owner = make_keeper(profile, name="Rosa Vila")
    link = invite(app, owner, profile, letters)
    before = len(letters("account.sign_in"))
    reader = visitor(app)
    door = reader.get(link).location
    assert "Rosa Vila" in reader.get(door).text
    assert reader.submit(door, to="known").location == "/ca/compte/codi"
    asked = letters("account.sign_in")[before:]
    assert [letter.recipient for letter in asked] == ["nou@example.org"]
    assert reader.get("/ca/compte/").status_code == 303
    [proof] = db.session.scalars(select(ContactProof).where(ContactProof.value == "nou@example.org")).all()
    assert proof.target == link
    # Without such a link nothing is known, whatever is sent.
    assert reader.submit("/ca/compte/entra", to="known").status_code == 422
    old = sign_in(visitor(app), owner)
    old.submit(people_address(profile), form=f"action={people_address(profile)}/desconvida")
    page = visitor(app).get(door).text
    assert ("Aquesta invitació ja" in page, 'value="known"' in page) == (True, False)


def test_an_invited_person_says_no(app: Flask, profile: Saved, letters: Letters) -> None:
    link = invite(app, make_keeper(profile), profile, letters)
    guest = make_account("nou@example.org")
    reader = sign_in(visitor(app), guest)
    assert reader.submit(link, answer="no").location == "/ca/compte/"
    assert guest.public_id not in keepers(profile)
    assert "data-main" not in reader.get(link).text


def test_an_invitation_taken_back_opens_nothing(app: Flask, profile: Saved, letters: Letters) -> None:
    owner = make_keeper(profile)
    link = invite(app, owner, profile, letters)
    address = people_address(profile)
    reader = sign_in(visitor(app), owner)
    assert reader.submit(address, form=f"action={address}/desconvida").status_code == 303
    guest = sign_in(visitor(app), make_account())
    assert "data-main" not in guest.get(link).text


def test_who_is_taken_off_is_out_at_once(app: Flask, profile: Saved, letters: Letters) -> None:
    owner, editor = make_keeper(profile), make_keeper(profile, Role.EDITOR)
    out = sign_in(visitor(app), editor)
    address = f"/ca/gestio/iniciatives/{profile.slug}/"
    assert out.get(address).status_code == 200
    page = people_address(profile)
    assert sign_in(visitor(app), owner).submit(page, form=f"action={page}/treu").status_code == 303
    assert keepers(profile) == {owner.public_id: "owner"}
    assert out.get(address).status_code != 200
    assert letters("initiative.keeper_went")[0].recipient == email_of(editor)


def test_an_editor_takes_off_nobody(app: Flask, profile: Saved) -> None:
    owner, editor = make_keeper(profile), make_keeper(profile, Role.EDITOR)
    page = people_address(profile)
    reader = sign_in(visitor(app), editor)
    token = re.search(r'name="csrf_token" value="([^"]+)"', reader.get(page).text)
    assert token is not None
    posted = reader.post(f"{page}/treu", data={"csrf_token": token[1], "who": owner.public_id})
    assert posted.status_code == 404
    assert keepers(profile)[owner.public_id] == "owner"


def test_the_last_owner_hands_over_before_leaving(app: Flask, profile: Saved) -> None:
    owner, editor = make_keeper(profile), make_keeper(profile, Role.EDITOR)
    page = people_address(profile)
    reader = sign_in(visitor(app), owner)
    shown = reader.get(page).text
    assert f"{page}/deixa" not in shown
    assert "Només en respons tu" in shown
    assert f"/ca/gestio/iniciatives/{profile.slug}/tanca" in shown
    token = read_form(shown).fields["csrf_token"]
    assert reader.post(f"{page}/deixa", data={"csrf_token": token}).location == page
    assert keepers(profile)[owner.public_id] == "owner"
    assert reader.submit(page, form=f"action={page}/cedeix").status_code == 303
    assert keepers(profile) == {editor.public_id: "owner", owner.public_id: "editor"}
    assert reader.submit(page, form=f"action={page}/deixa").status_code == 303
    assert keepers(profile) == {editor.public_id: "owner"}


def test_every_step_is_in_the_audit_log(app: Flask, profile: Saved, letters: Letters) -> None:
    link = invite(app, make_keeper(profile), profile, letters)
    guest = make_account("nou@example.org")
    sign_in(visitor(app), guest).submit(link, answer="yes")
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == guest.public_id).order_by(AuditEntry.id.desc())
    ).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("accounts.grant", "nou@example.org")


def test_an_erased_person_leaves_the_profile_without_their_name(
    app: Flask, client: Reader, profile: Saved, letters: Letters
) -> None:
    owner = make_keeper(profile, name="Rosa Vila")
    sign_in(client, owner)
    invite(app, owner, profile, letters)
    page = client.get("/ca/compte/esborra").text
    assert "Fusteria La Clau" in page
    assert client.submit("/ca/compte/esborra").status_code == 303
    assert keepers(profile) == {}
    assert visitor(app).get(f"/ca/iniciatives/{profile.slug}/").status_code == 200
    assert email_of_nobody() == []


def email_of_nobody() -> list[str]:
    db.session.rollback()
    return [one.invited_by for one in db.session.scalars(select(InitiativeInvitation)) if one.invited_by]


def test_what_one_keeps_is_in_ones_file(client: Reader, profile: Saved) -> None:
    file = sign_in(client, make_keeper(profile)).get("/ca/compte/dades.json").json
    assert file is not None
    assert file["initiatives"]["kept"] == [{"name": "Fusteria La Clau", "slug": profile.slug, "role": "owner"}]
