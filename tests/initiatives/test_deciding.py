"""What the team decides of a profile that was sent, and what of a refused one is nobody's any more."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.queries.sessions import list_grants
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeDraft, InitiativeInvitation, InitiativeOldSlug, InitiativeSubmission
from coopnet.initiatives.queries import moderation
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.rules.keeping import DRAFT_KEPT, INVITATION_LASTS, REASONS_KEPT, Decision
from coopnet.initiatives.service import clearing, drafting, moderating, publishing, sharing
from coopnet.initiatives.service.snapshots import load, read_draft
from tests.factories.accounts import NOW, give_role, make_account, sign_in
from tests.factories.freshness import row_of
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")


def send(saved: Saved) -> tuple[str, Account]:
    """The submission's public id, and who sent it and answers for it."""
    account = make_account()
    give_role(account, Role.OWNER, subject_id=saved.public_id)
    in_transaction(partial(moderating.submit, saved.initiative_id, account=account, actor=ACTOR, now=NOW))
    return moderation.list_sent()[0].public_id, account


def decide(public_id: str, decision: Decision, reason: str = "No és d'aquí") -> None:
    in_transaction(partial(moderating.decide, public_id, decision, reason=reason, actor=ACTOR, now=NOW))


def test_of_what_is_refused_only_the_name_stays_and_nobody_keeps_it() -> None:
    saved = save_profile(make_profile_draft("Hort vell"))
    save_profile(make_profile_draft("Hort nou"), saved.initiative_id)
    sent, account = send(saved)
    decide(sent, Decision.REFUSED)
    assert list_grants(account.id) == []
    assert db.session.scalars(select(InitiativeOldSlug.slug)).all() == []
    left = read_draft(load(saved.initiative_id))
    assert (left.name, left.words, left.places, left.contacts, left.tax_id) == ("Hort nou", (), (), (), None)
    assert (row_of(saved).slug, row_of(saved).status) == (None, "draft")


@pytest.mark.parametrize("decision", [Decision.RETURNED, Decision.REFUSED])
def test_whoever_gets_it_back_is_told_why(decision: Decision, letters: Callable[..., list[Dispatch]]) -> None:
    sent, _account = send(save_profile(make_profile_draft()))
    with pytest.raises(RuleBroken, match="reason_missing"):
        decide(sent, decision, reason="")
    decide(sent, decision)
    assert [one.values["reason"] for one in letters(f"initiative.{decision}")] == ["No és d'aquí"]


def test_what_comes_back_is_for_today_at_its_owners_desk_until_it_is_sent_again(client: Reader) -> None:
    saved = save_profile(make_profile_draft("Hort de la Font"))
    sent, account = send(saved)
    desk, mine = "/ca/gestio/", f"/ca/gestio/iniciatives/{saved.slug}/"
    assert mine not in sign_in(client, account).get(desk).text
    decide(sent, Decision.RETURNED)
    page = client.get(desk).text
    assert mine in page[page.index("Per avui") :]
    assert 'href="/ca/compte/#initiatives"' in page
    assert 'id="initiatives"' in client.get("/ca/compte/").text
    in_transaction(partial(moderating.submit, saved.initiative_id, account=account, actor=ACTOR, now=NOW))
    assert mine not in client.get(desk).text


def test_what_its_people_sent_is_as_sure_as_the_day_they_sent_it() -> None:
    saved = save_profile(make_profile_draft())
    sent, _account = send(saved)
    decide(sent, Decision.PUBLISHED)
    assert row_of(saved).confirmed_at == NOW


def test_what_has_become_public_meanwhile_is_not_refused() -> None:
    saved = save_profile(make_profile_draft())
    sent, _account = send(saved)
    in_transaction(partial(publishing.publish, saved.slug, actor=ACTOR, now=NOW))
    with pytest.raises(RuleBroken, match="submission_gone"):
        decide(sent, Decision.REFUSED)
    assert row_of(saved).status == "published"


def begin() -> str:
    return in_transaction(partial(drafting.begin, {"name": ["Hort"]}, step="nom", form_key="k", now=NOW))


def test_a_draft_that_was_sent_is_written_no_more() -> None:
    draft = begin()
    send_draft = partial(moderating.send_draft, draft, account_key=make_account().id, actor=ACTOR, now=NOW)
    in_transaction(partial(send_draft, make_profile_draft()))
    for late in (
        partial(drafting.keep_step, draft, {"name": ["Un altre"]}, step="nom", now=NOW),
        partial(drafting.send_link, draft, "rosa@example.org", language="ca", now=NOW),
        partial(send_draft, make_profile_draft("Un altre")),
    ):
        with pytest.raises(RuleBroken, match="draft_gone"):
            in_transaction(late)
    assert db.session.scalars(select(InitiativeDraft.typed)).one() == {}


def test_who_goes_on_writing_keeps_the_draft() -> None:
    draft = begin()
    later = NOW + timedelta(days=1)
    in_transaction(partial(drafting.keep_step, draft, {"name": ["Hort"]}, step="nom", now=later))
    in_transaction(partial(clearing.clear, NOW + DRAFT_KEPT))
    assert db.session.scalars(select(InitiativeDraft.public_id)).all() == [draft]
    in_transaction(partial(clearing.clear, later + DRAFT_KEPT))
    assert db.session.scalars(select(InitiativeDraft.public_id)).all() == []


def test_what_the_team_answered_goes_after_a_year_and_that_it_did_stays() -> None:
    sent, _account = send(save_profile(make_profile_draft()))
    decide(sent, Decision.RETURNED)
    for late, reason in ((timedelta(seconds=1), "No és d'aquí"), (timedelta(0), "")):
        in_transaction(partial(clearing.clear, NOW + REASONS_KEPT - late))
        db.session.rollback()
        found = db.session.scalars(select(InitiativeSubmission)).one()
        assert (found.reason, found.decision) == (reason, "returned")


def test_the_letter_of_an_invitation_forgets_whom_it_asked_too(letters: Callable[..., list[Dispatch]]) -> None:
    profile = save_public_profile()
    invite = partial(sharing.invite, profile.initiative_id, "nou@example.org", role=Role.EDITOR, language="ca")
    in_transaction(lambda: invite(actor=ACTOR, who="Rosa", now=NOW))
    in_transaction(partial(clearing.clear, NOW + INVITATION_LASTS))
    assert [one.recipient for one in letters("initiative.invited")] == [None]
    assert db.session.scalars(select(InitiativeInvitation.recipient)).all() == [None]
