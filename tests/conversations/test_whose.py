"""Whose a conversation is: an account's, an entity's, a support point's; and when it goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import erasing as account_erasing
from coopnet.accounts.service import roles
from coopnet.conversations.models import Conversation, ConversationReport, Message, Party
from coopnet.conversations.queries import list_for_point
from coopnet.conversations.queries.finding import HELPING, KEEPING, link_of
from coopnet.conversations.rules.talk import Side
from coopnet.conversations.service import erasing, reporting, upkeep
from coopnet.foundation import clock, personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.talks import NOW, begun, page_of, person, say, side_of, talk_of
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
HOME = "/ca/compte/"
ROSA = Contact(email="rosa@example.org")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def path(token: str) -> str:
    return f"/ca/xarxa/converses/{token}/"


def count(model: type[Conversation | Message | Party | ConversationReport]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_conversations_of_a_contact_that_one_has_proved_are_joined_in_one_press(client: Reader) -> None:
    talk = begun(maker=person("Rosa Vila", contact=ROSA))
    rosa = talk.parties[0]
    account = make_account("rosa@example.org")
    sign_in(client, account)
    page = client.get(HOME).text
    assert ("1 conversa amb un contacte teu" in page, link_of(rosa) in page) == (True, False)
    assert client.submit(HOME, form="action=/ca/compte/converses").status_code == 303
    page = client.get(HOME).text
    assert (page_of(rosa) in page, "1 missatge nou" in page) == (True, True)
    (given,) = personal_data.export(account.public_id)["conversations"]
    assert (given["about"], given["email"], [one["mine"] for one in given["messages"]]) == (
        "Un portàtil",
        "rosa@example.org",
        [False],
    )
    assert given["with"] == "Nom"


def test_who_is_erased_leaves_nothing_of_theirs_and_the_other_keeps_their_own(client: Reader) -> None:
    talk = begun(maker=person("Rosa Vila", contact=ROSA), text="De l'altre")
    rosa = talk.parties[0]
    say(rosa, "De la Rosa")
    account = make_account("rosa@example.org")
    sign_in(client, account).submit(HOME, form="action=/ca/compte/converses")
    assert "converses es tanquen" in client.get("/ca/compte/esborra").text
    in_transaction(partial(account_erasing.erase, account.id, now=NOW))
    found = talk_of(rosa.public_id)
    assert [one.text for one in found.messages] == ["De l'altre", ""]
    assert (found.parties[0].name, found.parties[0].email, found.state) == ("", None, "ended")


def test_an_entitys_editors_answer_for_it_as_long_as_they_keep_it(app: Flask, letters: Letters) -> None:
    maker = person("Rosa Vila", entity_id="e1", entity_name="Fusteria Clau")
    talk = begun(maker=maker)
    ours, other = talk.parties
    token = link_of(ours, purpose=KEEPING)
    editor = make_account()
    give_role(editor, Role.EDITOR, subject_id="e1")
    reader = sign_in(visitor(app), editor)
    assert path(token) in reader.get(HOME).text
    assert reader.submit(path(token), text="Som-hi").status_code == 303
    shown = visitor(app).get(page_of(other)).text
    assert ("Som-hi" in shown, "Fusteria Clau" in shown, "Rosa" in shown) == (True, True, False)
    # What is the poster's own is not theirs: no contact stands there, the link is not theirs to change.
    assert str(ours.email) not in reader.get(f"{path(token)}correu").text
    assert reader.get(f"{path(token)}enllac").status_code == 404
    for stranger in (visitor(app), sign_in(visitor(app), make_account())):
        assert stranger.get(path(token)).status_code == 404
    plan = make_account()
    give_role(plan, Role.PLAN)
    assert sign_in(visitor(app), plan, is_strong=True).get(path(token)).status_code == 404
    in_transaction(
        partial(roles.revoke, editor, Role.EDITOR, subject_id="e1", actor="admin@example.org", now=clock.now())
    )
    assert reader.get(path(token)).status_code == 404


def test_a_support_points_helper_sees_those_of_the_point_alone(app: Flask, letters: Letters) -> None:
    served = begun(maker=person("Fàtima Ben", contact=Contact(point="p1")))
    elsewhere = begun(maker=person("Omar Din", contact=Contact(point="p2")))
    ours, theirs = served.parties[0], elsewhere.parties[0]
    assert [one.own_name for one in list_for_point("p1")] == ["Fàtima Ben"]
    assert letters("conversation.message") == []
    helper = make_account()
    give_role(helper, Role.POINT, subject_id="p1")
    reader = sign_in(visitor(app), helper, is_strong=True)
    token = link_of(ours, purpose=HELPING)
    page = reader.get(HOME).text
    assert (path(token) in page, link_of(theirs, purpose=HELPING) in page) == (True, False)
    assert reader.submit(path(token), text="Diu que sí").status_code == 303
    assert talk_of(ours.public_id).messages[-1].source == "point"
    assert reader.get(path(link_of(theirs, purpose=HELPING))).status_code == 404
    assert visitor(app).get(path(token)).status_code == 404


def test_conversations_go_with_their_time_and_with_what_they_were_about(app: Flask) -> None:
    begun(now=NOW)
    fresh = begun(subject=("thing", "t2"), now=NOW + timedelta(days=170))
    report = partial(reporting.report, side_of(fresh, Side.MAKER).public_id, "Mal", blocks=False, now=NOW)
    in_transaction(report)
    later = NOW + timedelta(days=200)
    assert {line.overdue for line in personal_data.report(later) if line.field.room == "conversations"} == {0, 1}
    assert in_transaction(lambda: upkeep.erase_overdue(later)) == 1
    assert {line.overdue for line in personal_data.report(later) if line.field.room == "conversations"} == {0}
    assert (count(Conversation), count(Party), count(Message)) == (1, 2, 1)
    in_transaction(lambda: erasing.erase_about("thing", "t2"))
    assert (count(Conversation), count(Party), count(Message), count(ConversationReport)) == (0, 0, 0, 1)


def test_a_decided_notice_is_forgotten_a_year_later(app: Flask) -> None:
    maker = begun().parties[0]
    in_transaction(partial(reporting.report, maker.public_id, "Mal", blocks=False, now=NOW))
    public_id = db.session.scalars(select(ConversationReport.public_id)).one()
    in_transaction(partial(reporting.decide, public_id, is_right=False, actor="x@example.org", now=NOW))
    in_transaction(lambda: upkeep.erase_overdue(NOW + timedelta(days=364)))
    assert count(ConversationReport) == 1
    in_transaction(lambda: upkeep.erase_overdue(NOW + timedelta(days=366)))
    assert count(ConversationReport) == 0
