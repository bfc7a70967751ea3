"""What was typed to publish, claim or share a profile goes when its time is over."""

from datetime import timedelta
from functools import partial

from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeClaim, InitiativeDraft, InitiativeInvitation
from coopnet.initiatives.rules.keeping import DRAFT_KEPT, INVITATION_LASTS, REASONS_KEPT
from coopnet.initiatives.service import claiming, clearing, drafting, sharing
from tests.factories.accounts import NOW, make_account
from tests.factories.initiatives import save_public_profile

A_MOMENT = timedelta(seconds=1)


def overdue(app: Flask, after: timedelta) -> int:
    assert app.config["TESTING"]
    db.session.rollback()
    return sum(line.overdue for line in personal_data.report(NOW + after + personal_data.GRACE))


def test_a_draft_goes_sixty_days_after_its_last_change(app: Flask) -> None:
    begin = partial(drafting.begin, {"name": ["Hort"]}, step="nom", form_key="k", now=NOW)
    public_id = in_transaction(begin)
    in_transaction(partial(drafting.send_link, public_id, "rosa@example.org", language="ca", now=NOW))
    in_transaction(lambda: clearing.clear(NOW + DRAFT_KEPT - A_MOMENT))
    assert overdue(app, DRAFT_KEPT) == 1
    in_transaction(lambda: clearing.clear(NOW + DRAFT_KEPT))
    assert db.session.scalars(select(InitiativeDraft)).all() == []
    assert [letter.recipient for letter in db.session.scalars(select(Dispatch))] == [None]
    assert overdue(app, DRAFT_KEPT) == 0


def test_an_invitation_forgets_whom_it_asked(app: Flask) -> None:
    profile = save_public_profile()
    invite = partial(sharing.invite, profile.initiative_id, "nou@example.org", role=Role.EDITOR, language="ca")
    in_transaction(lambda: invite(actor="rosa@example.org", who="Rosa", now=NOW))
    assert overdue(app, INVITATION_LASTS) == 1
    in_transaction(lambda: clearing.clear(NOW + INVITATION_LASTS))
    assert db.session.scalars(select(InitiativeInvitation)).one().recipient is None
    assert overdue(app, INVITATION_LASTS) == 0


def test_reasons_of_a_claim_go_after_a_year(app: Flask) -> None:
    profile, account = save_public_profile(), make_account()
    ask = partial(claiming.ask_team, profile.initiative_id, "És nostra", account_key=account.id)
    in_transaction(lambda: ask(now=NOW))
    in_transaction(lambda: clearing.clear(NOW + REASONS_KEPT - A_MOMENT))
    assert db.session.scalars(select(InitiativeClaim)).one().text == "És nostra"
    in_transaction(lambda: clearing.clear(NOW + REASONS_KEPT))
    db.session.rollback()
    assert db.session.scalars(select(InitiativeClaim)).one().text == ""
