"""What belongs to a profile when it is merged: what goes along, what ends, and in which order rows are locked."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from coopnet.foundation.db import committing, db, in_transaction
from coopnet.initiatives.models import (
    Initiative,
    InitiativeAsk,
    InitiativeClaim,
    InitiativeInvitation,
    InitiativeReport,
    InitiativeSubmission,
)
from coopnet.initiatives.service import editing, labelling, merging
from coopnet.initiatives.service.snapshots import load
from tests.factories.initiatives import ACTOR, NOW
from tests.initiatives.test_merging import LATER, make_pair, merge

pytestmark = pytest.mark.usefixtures("app")


def test_what_waits_for_a_yes_waits_no_more_and_what_was_asked_of_it_follows() -> None:
    kept, gone = make_pair()
    with committing():
        owned = {"initiative_id": gone.initiative_id}
        answered = {"decided_at": NOW, "decided_by": "before@example.org", "decision": "returned"}
        db.session.add(InitiativeSubmission(public_id="answered", sent_at=NOW, **answered, **owned))
        db.session.add(InitiativeSubmission(public_id="waiting", sent_at=NOW, **owned))
        db.session.add(InitiativeClaim(public_id="c", way="team", created_at=NOW, **owned))
        invited = {"role": "editor", "recipient": "nou@example.org", "invited_by": ACTOR, "created_at": NOW}
        db.session.add(InitiativeInvitation(public_id="i", **invited, **owned))
        said = {"reason": "other", "text": "", "form_key": "k", "created_at": NOW}
        db.session.add(InitiativeReport(public_id="r", **said, **owned))
    merge(kept, gone)
    decided = select(InitiativeSubmission.decision, InitiativeSubmission.decided_by).order_by(InitiativeSubmission.id)
    assert db.session.execute(decided).all() == [("returned", "before@example.org"), ("refused", ACTOR)]
    for model in (InitiativeClaim, InitiativeInvitation, InitiativeReport):
        assert db.session.scalars(select(model.initiative_id)).all() == [kept.initiative_id], model


def test_who_was_asked_about_the_one_that_goes_is_asked_no_more() -> None:
    kept, gone = make_pair()
    with committing():
        asked = {"initiative_id": gone.initiative_id, "recipient": "hola@example.org", "asked_at": NOW}
        db.session.add(InitiativeAsk(public_id="a", account_id=None, **asked))
    merge(kept, gone)
    assert db.session.execute(select(InitiativeAsk.recipient, InitiativeAsk.ended_at)).all() == [(None, LATER)]


def test_labels_that_stand_are_copied_and_those_of_the_one_that_stays_are_its_own() -> None:
    kept, gone = make_pair()
    early, late = NOW, NOW + timedelta(minutes=1)
    for slug, code, at in (
        (kept.slug, "xes", early),
        (gone.slug, "xes", late),
        (kept.slug, "balanc_social", early),
        (gone.slug, "balanc_social", late),
        (gone.slug, "acompanyada_coopolis", early),
    ):
        in_transaction(partial(labelling.grant, slug, code, actor=ACTOR, now=at))
    for slug, code in ((kept.slug, "balanc_social"), (gone.slug, "acompanyada_coopolis")):
        in_transaction(partial(labelling.withdraw, slug, code, actor=ACTOR, now=late))
    merge(kept, gone)
    db.session.rollback()
    labels = load(kept.initiative_id).labels
    assert {label.code: (label.granted_at, label.withdrawn_at) for label in labels} == {
        "xes": (early, None),
        "balanc_social": (late, None),
    }


@pytest.mark.parametrize("turned", [False, True])
def test_two_who_merge_the_same_pair_lock_it_in_one_order(monkeypatch: pytest.MonkeyPatch, *, turned: bool) -> None:
    """Else each would hold what the other waits for."""
    kept, gone = make_pair()
    kept, gone = (gone, kept) if turned else (kept, gone)
    locked: list[int] = []
    lock = editing.lock

    def noting(initiative_id: int, **more: int) -> Initiative:
        locked.append(initiative_id)
        return lock(initiative_id, **more)

    monkeypatch.setattr(merging, "lock", noting)
    merge(kept, gone)
    in_transaction(partial(merging.part, gone.initiative_id, actor=ACTOR, now=LATER))
    assert locked == sorted([kept.initiative_id, gone.initiative_id]) * 2
