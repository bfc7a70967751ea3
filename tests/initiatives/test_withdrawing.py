"""Before it is public, who sent a profile sees how it will look and withdraws it; closed, its others are told."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.models import Account
from coopnet.accounts.queries.sessions import list_grants
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeChange, InitiativeInvitation, InitiativePicture
from coopnet.initiatives.queries import moderation
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.rules.keeping import WITHDRAWN_SHOWN, Decision
from coopnet.initiatives.service import moderating, publishing, sharing
from coopnet.initiatives.service.snapshots import load, read_draft
from tests.factories.accounts import NOW, email_of, give_role, make_account, sign_in, visitor
from tests.factories.freshness import row_of
from tests.factories.initiatives import ACTOR, EMAIL, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def profile(app: Flask) -> Saved:
    return save_profile(make_profile_draft())


def make_keeper(profile: Saved, role: Role = Role.OWNER, name: str = "") -> Account:
    account = make_account(name=name)
    give_role(account, role, subject_id=profile.public_id)
    return account


def send(profile: Saved) -> tuple[Account, str]:
    """Who sent it, and the page on which the team decides."""
    account = make_keeper(profile)
    in_transaction(partial(moderating.submit, profile.initiative_id, account=account, actor=ACTOR, now=NOW))
    return account, f"/ca/gestio/iniciatives/enviades/{moderation.list_sent()[0].public_id}"


def team(app: Flask) -> Reader:
    account = make_account()
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def desk(profile: Saved, page: str = "") -> str:
    return f"/ca/gestio/iniciatives/{profile.slug}/{page}"


def words_of(letter: Dispatch) -> Words:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words


def test_who_sent_it_and_the_team_see_how_it_will_look_and_nobody_else(
    app: Flask, client: Reader, profile: Saved
) -> None:
    account, sent = send(profile)
    mine = sign_in(visitor(app), account)
    assert desk(profile, "com-es-veura") in mine.get(desk(profile)).text
    page = mine.get(desk(profile, "com-es-veura")).text
    assert "Quedarà així" in page
    assert "Mobles a mida" in page
    assert "<strong>Fusta</strong>" in page
    for hidden in (EMAIL, "F12345678", "ld+json", f"/iniciatives/{profile.slug}/es-nostra"):
        assert hidden not in page
    theirs = team(app)
    assert desk(profile, "com-es-veura") in theirs.get(sent).text
    assert "Quedarà així" in theirs.get(desk(profile, "com-es-veura")).text
    other = sign_in(visitor(app), make_keeper(save_profile(make_profile_draft("Hort"))))
    assert other.get(desk(profile, "com-es-veura")).status_code == 404
    assert client.get(f"/ca/iniciatives/{profile.slug}/").status_code == 404
    in_transaction(partial(publishing.publish, profile.slug, actor=ACTOR, now=NOW))
    assert mine.get(desk(profile, "com-es-veura")).status_code == 404


def test_it_is_taken_back_by_one_press_and_a_look_takes_nothing_back(
    app: Flask, profile: Saved, letters: Letters
) -> None:
    account, sent = send(profile)
    editor = make_keeper(profile, Role.EDITOR)
    mine, theirs = sign_in(visitor(app), account), team(app)
    assert desk(profile, "retira") in mine.get(desk(profile)).text
    assert mine.get(desk(profile, "retira")).status_code == 200
    assert row_of(profile).status == "pending"
    assert theirs.get(desk(profile, "retira")).status_code == 404
    assert sign_in(visitor(app), editor).get(desk(profile, "retira")).status_code == 404
    assert mine.submit(desk(profile, "retira")).location == "/ca/compte/"
    assert (row_of(profile).slug, row_of(profile).status) == (None, "draft")
    left = read_draft(load(profile.initiative_id))
    assert (left.name, left.words, left.contacts, left.confirmed_on) == ("Fusteria La Clau", (), (), None)
    assert list_grants(account.id) == list_grants(editor.id) == []
    assert mine.get("/ca/compte/").status_code == 200  # losing a role ends no session
    told = letters("initiative.withdrawn")
    assert {one.recipient for one in told} == {email_of(account), email_of(editor)}
    assert "Fusteria La Clau" in words_of(told[0]).subject
    found = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "initiative.moderate.withdrawn")).one()
    assert found.actor == email_of(account)
    assert "l'ha retirada" in theirs.get(sent).text.replace("&#39;", "'")
    queue = theirs.get("/ca/gestio/iniciatives/").text
    assert "Retirades per qui les va enviar" in queue
    assert f'href="{sent}"' not in queue


def test_what_was_taken_back_is_decided_no_more_and_what_is_public_is_not_taken_back(profile: Saved) -> None:
    _account, sent = send(profile)
    withdraw = partial(moderating.withdraw, profile.initiative_id, actor=ACTOR, now=NOW)
    in_transaction(withdraw)
    decide = partial(moderating.decide, sent.rpartition("/")[2], reason="", actor=ACTOR, now=NOW)
    with pytest.raises(RuleBroken, match="submission_gone"):
        in_transaction(lambda: decide(Decision.PUBLISHED))
    with pytest.raises(RuleBroken, match="submission_gone"):
        in_transaction(withdraw)
    public = save_profile(make_profile_draft("Hort"))
    _account, sent = send(public)
    publish = partial(moderating.decide, sent.rpartition("/")[2], Decision.PUBLISHED, reason="", actor=ACTOR, now=NOW)
    in_transaction(publish)
    with pytest.raises(RuleBroken, match="submission_gone"):
        in_transaction(partial(moderating.withdraw, public.initiative_id, actor=ACTOR, now=NOW))
    assert row_of(public).status == "published"


def test_what_was_given_back_to_be_corrected_is_taken_back_too(profile: Saved) -> None:
    _account, sent = send(profile)
    give_back = partial(moderating.decide, sent.rpartition("/")[2], Decision.RETURNED, reason="Falta", actor=ACTOR)
    in_transaction(lambda: give_back(now=NOW))
    in_transaction(partial(moderating.withdraw, profile.initiative_id, actor=ACTOR, now=NOW))
    assert row_of(profile).slug is None


@pytest.mark.parametrize("way", ["refused", "withdrawn"])
def test_its_pictures_and_invitations_go_too(profile: Saved, way: str) -> None:
    _account, sent = send(profile)
    made = InitiativePicture(
        public_id="p", initiative_id=profile.initiative_id, is_logo=True, position=0, digest="d", width=1, height=1
    )
    made.widths, made.plain_width, made.added_at = [1], 1, NOW
    in_transaction(lambda: db.session.add(made))
    invite = partial(sharing.invite, profile.initiative_id, "nou@example.org", role=Role.EDITOR, language="ca")
    in_transaction(lambda: invite(actor=ACTOR, who="Rosa", now=NOW))
    decide = partial(moderating.decide, sent.rpartition("/")[2], Decision.REFUSED, reason="No", actor=ACTOR, now=NOW)
    withdraw = partial(moderating.withdraw, profile.initiative_id, actor=ACTOR, now=NOW)
    in_transaction(decide if way == "refused" else withdraw)
    assert db.session.scalar(select(func.count()).select_from(InitiativePicture)) == 0
    assert db.session.scalars(select(InitiativeInvitation.outcome)).all() == ["withdrawn"]


@pytest.mark.parametrize("way", ["refused", "withdrawn"])
def test_who_publishes_the_name_later_reads_nothing_of_what_was_written(app: Flask, profile: Saved, way: str) -> None:
    _account, sent = send(profile)
    decide = partial(moderating.decide, sent.rpartition("/")[2], Decision.REFUSED, reason="No", actor=ACTOR, now=NOW)
    withdraw = partial(moderating.withdraw, profile.initiative_id, actor=ACTOR, now=NOW)
    in_transaction(decide if way == "refused" else withdraw)
    kept = db.session.scalars(select(InitiativeChange).order_by(InitiativeChange.id)).all()
    assert [each.after for each in kept] == [{"status": "pending"}, {"status": "draft"}]
    again = save_profile(make_profile_draft(words=(), contacts=(), tax_id=None, places=()))
    assert again.initiative_id == profile.initiative_id
    page = sign_in(visitor(app), make_keeper(again)).get(desk(again, "historia")).text
    for written in ("Mobles a mida", EMAIL, "F12345678", "Constitució"):
        assert written not in page


def test_the_team_sees_for_a_month_what_was_taken_back(profile: Saved) -> None:
    send(profile)
    in_transaction(partial(moderating.withdraw, profile.initiative_id, actor=ACTOR, now=NOW))
    assert [one.name for one in moderation.list_withdrawn(NOW + WITHDRAWN_SHOWN - timedelta(seconds=1))] != []
    assert moderation.list_withdrawn(NOW + WITHDRAWN_SHOWN) == []


def test_who_closes_it_tells_the_others_and_any_of_them_puts_it_back(app: Flask, letters: Letters) -> None:
    profile = save_public_profile()
    owner, editor = make_keeper(profile, name="Rosa Vila"), make_keeper(profile, Role.EDITOR, name="Pau Mir")
    mine, theirs = sign_in(visitor(app), owner), sign_in(visitor(app), editor)
    assert desk(profile, "tanca") in mine.get(desk(profile)).text
    assert mine.get(desk(profile, "tanca")).status_code == 200
    assert row_of(profile).status == "published"
    assert mine.submit(desk(profile, "tanca")).location == desk(profile)
    assert row_of(profile).status == "closed"
    [letter] = letters("initiative.closed")
    assert letter.recipient == email_of(editor)
    assert "Rosa Vila" in words_of(letter).text
    link = re.search(r"http://localhost:5000(/\S+)", words_of(letter).text)
    assert link is not None
    assert theirs.submit(link[1], form=f"action={desk(profile, 'reobre')}").status_code == 303
    assert row_of(profile).status == "published"
    [letter] = letters("initiative.reopened")
    assert letter.recipient == email_of(owner)
    assert "Pau Mir" in words_of(letter).text
    # Closed again, it is told again.
    theirs.submit(desk(profile, "tanca"))
    assert [one.recipient for one in letters("initiative.closed")] == [email_of(editor), email_of(owner)]


def test_what_the_team_closed_only_the_team_puts_back(app: Flask, letters: Letters) -> None:
    profile = save_public_profile()
    owner = make_keeper(profile)
    assert team(app).submit(desk(profile, "tanca")).status_code == 303
    [letter] = letters("initiative.closed")
    assert letter.recipient == email_of(owner)
    assert "l'equip" in words_of(letter).text
    mine = sign_in(visitor(app), owner)
    page = mine.get(desk(profile, "historia")).text
    assert desk(profile, "reobre") not in page
    assert "L'ha tancada l'equip" in page.replace("&#39;", "'")
    token = read_form(mine.get(desk(profile, "persones")).text).fields["csrf_token"]
    mine.post(desk(profile, "reobre"), data={"csrf_token": token})
    assert row_of(profile).status == "closed"
    # Of what no longer exists, the last one may go.
    assert mine.submit(desk(profile, "persones"), form=f"action={desk(profile, 'persones/deixa')}").status_code == 303
    assert list_grants(owner.id) == []


def test_what_is_not_public_cannot_be_closed_and_what_is_cannot_be_taken_back(app: Flask, profile: Saved) -> None:
    account, _sent = send(profile)
    mine = sign_in(visitor(app), account)
    assert mine.get(desk(profile, "tanca")).location == desk(profile)
    in_transaction(partial(publishing.publish, profile.slug, actor=ACTOR, now=NOW))
    assert mine.get(desk(profile, "retira")).location == desk(profile)
    assert row_of(profile).status == "published"
