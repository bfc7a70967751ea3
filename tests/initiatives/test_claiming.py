"""Whose a profile is, where its pages cannot be asked: which address is written to, and what is answered once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeClaim
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.drafts import Contact, Saved
from coopnet.initiatives.rules.keeping import CLAIM_LASTS
from coopnet.initiatives.service import claiming, publishing
from tests.factories.accounts import NOW, make_account
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile, save_public_profile

pytestmark = pytest.mark.usefixtures("app")

Letters = Callable[..., list[Dispatch]]
SHOWN = (Contact("phone", "+34931550102", is_public=True), Contact("email", "a@example.org"))


def claim_of(profile: Saved) -> InitiativeClaim:
    db.session.rollback()
    asked = select(InitiativeClaim).where(InitiativeClaim.initiative_id == profile.initiative_id)
    return db.session.scalars(asked.order_by(InitiativeClaim.id.desc())).first() or InitiativeClaim()


def ask_team(profile: Saved, account_key: int, text: str = "És nostra") -> str:
    """The claim's public id."""
    ask = partial(claiming.ask_team, profile.initiative_id, text, account_key=account_key, now=NOW)
    in_transaction(ask)
    return claim_of(profile).public_id


def audited() -> list[str]:
    db.session.rollback()
    asked = select(AuditEntry.action).where(AuditEntry.action.startswith("initiative.claim."))
    return list(db.session.scalars(asked.order_by(AuditEntry.id)))


def test_the_letter_goes_to_the_address_that_is_shown_and_never_to_a_phone(letters: Letters) -> None:
    profile = save_public_profile(
        make_profile_draft(contacts=(*SHOWN, Contact("email", "hola@example.org", is_public=True)))
    )
    in_transaction(partial(claiming.ask_by_letter, profile.initiative_id, now=NOW))
    hidden = save_public_profile(make_profile_draft("Hort", contacts=SHOWN))
    in_transaction(partial(claiming.ask_by_letter, hidden.initiative_id, now=NOW))
    assert [one.recipient for one in letters("initiative.claim")] == ["hola@example.org", "a@example.org"]
    mute = save_public_profile(make_profile_draft("Bar", contacts=SHOWN[:1]))
    with pytest.raises(RuleBroken, match="cannot_be_written"):
        in_transaction(partial(claiming.ask_by_letter, mute.initiative_id, now=NOW))


def test_what_nobody_reads_or_has_closed_is_nobodys_to_claim() -> None:
    draft, closed = save_profile(make_profile_draft("Hort")), save_public_profile()
    in_transaction(partial(publishing.close, closed.slug, actor=ACTOR, now=NOW))
    key = make_account().id
    for profile in (draft, closed):
        for way in (
            partial(claiming.ask_by_letter, profile.initiative_id, now=NOW),
            partial(claiming.ask_team, profile.initiative_id, "És nostra", account_key=key, now=NOW),
        ):
            with pytest.raises(RuleBroken, match="initiative_not_found"):
                in_transaction(way)


def test_a_letter_is_good_for_a_week_and_for_one(letters: Letters) -> None:
    profile = save_public_profile()
    in_transaction(partial(claiming.ask_by_letter, profile.initiative_id, now=NOW))
    public_id = claim_of(profile).public_id
    first, second = make_account(), make_account()
    take = partial(claiming.take, public_id, actor=ACTOR)
    with pytest.raises(RuleBroken, match="claim_ended"):
        in_transaction(partial(take, account_key=first.id, now=NOW + CLAIM_LASTS + timedelta(seconds=1)))
    in_transaction(partial(take, account_key=first.id, now=NOW + CLAIM_LASTS))
    with pytest.raises(RuleBroken, match="claim_ended"):
        in_transaction(partial(take, account_key=second.id, now=NOW))
    assert [one.account_id for one in list_keepers(profile.public_id)] == [first.public_id]
    assert audited() == ["initiative.claim.accepted"]


def test_asked_again_it_is_the_same_claim_with_its_new_reasons_and_each_has_their_own() -> None:
    profile, rosa, eva = save_public_profile(), make_account(), make_account()
    assert ask_team(profile, rosa.id) == ask_team(profile, rosa.id, "Hi soc cada dissabte")
    assert claim_of(profile).text == "Hi soc cada dissabte"
    ask_team(profile, eva.id, "Soc la sòcia")
    texts = db.session.scalars(select(InitiativeClaim.text).order_by(InitiativeClaim.id)).all()
    assert texts == ["Hi soc cada dissabte", "Soc la sòcia"]


def test_a_claim_is_answered_once_with_its_reasons_and_can_be_made_anew(letters: Letters) -> None:
    profile, rosa = save_public_profile(), make_account("rosa@example.org")
    old = ask_team(profile, rosa.id)
    in_transaction(partial(claiming.decline, old, reason="No us coneixem", actor=ACTOR, now=NOW))
    assert (claim_of(profile).reason, claim_of(profile).ended_by) == ("No us coneixem", ACTOR)
    for again in (
        partial(claiming.confirm, old, actor=ACTOR, now=NOW),
        partial(claiming.decline, old, reason="I tant", actor=ACTOR, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="claim_ended"):
            in_transaction(again)
    assert list_keepers(profile.public_id) == []
    new = ask_team(profile, rosa.id)
    assert new != old
    in_transaction(partial(claiming.confirm, new, actor=ACTOR, now=NOW))
    assert audited() == ["initiative.claim.declined", "initiative.claim.accepted"]
    assert [one.kind for one in letters()] == ["initiative.claim_declined", "initiative.claim_confirmed"]
