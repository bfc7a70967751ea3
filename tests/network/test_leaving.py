"""A volunteer ends: what began by a proposal ends with it, and nobody is left waiting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import blocking, erasing
from coopnet.conversations.models import Party
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Volunteer
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.proposals import Side, State
from coopnet.network.rules.states import Act as PostAct
from coopnet.network.rules.states import State as PostState
from coopnet.network.rules.volunteering import Act
from coopnet.network.service import proposing, volunteering
from tests.factories import posts, talks, volunteers
from tests.factories.posts import NOW, TEAM
from tests.factories.proposals import asks, get, proposed, say_yes
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


WAYS: dict[str, Callable[[Volunteer], object]] = {
    "by themself": lambda helper: volunteers.do(helper.public_id, Act.LEAVE),
    "by the team": lambda helper: volunteers.do(helper.public_id, Act.LEAVE, actor=TEAM),
    "not they": lambda helper: in_transaction(partial(volunteering.remove, helper.public_id, now=NOW)),
    "blocked": lambda helper: in_transaction(partial(blocking.block, helper.account_id or 0, actor=TEAM, now=NOW)),
    "erased": lambda helper: in_transaction(partial(erasing.erase, helper.account_id or 0, now=NOW)),
}


@pytest.mark.parametrize("way", list(WAYS))
def test_who_ends_as_a_volunteer_writes_no_more_and_the_request_is_open_again(way: str, letters: Letters) -> None:
    post, other = asks(), asks()
    helper = volunteers.verified(at_once=3)
    agreed = say_yes(proposed(post, helper))
    waiting = proposed(other, helper, now=NOW + timedelta(days=1))
    party = db.session.scalars(select(Party.public_id).where(Party.side == "answerer")).one()
    before = len(letters("post.open_again"))
    WAYS[way](helper)
    assert get(agreed.public_id).state == get(waiting.public_id).state == State.WITHDRAWN
    assert posts.get(post.public_id).state == PostState.OPEN
    (told,) = letters("post.open_again")[before:]
    assert told.recipient == post.email
    talk = talks.talk_of(party)
    assert (talk.state, len(talk.messages)) == ("ended", 1)
    for each in talk.parties:
        if each.name:
            with pytest.raises(RuleBroken, match="conversation_closed"):
                talks.say(each, "Hola un altre cop")
    if way != "blocked":
        with pytest.raises(RuleBroken, match="proposal_over"):
            in_transaction(partial(proposing.accept, waiting.public_id, Side.HELPER, now=NOW))


def test_who_is_reached_through_a_point_is_told_there_and_what_was_done_stays_done(letters: Letters) -> None:
    done, helper = asks(contact=Contact(point="punt"), name="Fina Mas"), volunteers.verified(at_once=3)
    kept = say_yes(proposed(done, helper))
    posts.do(done.public_id, PostAct.FULFIL)
    waits = asks(contact=Contact(point="punt"), name="Pep Mas")
    day = NOW + timedelta(days=1)
    say_yes(proposed(waits, helper, now=day), now=day)
    volunteers.do(helper.public_id, Act.LEAVE, actor=TEAM, now=day)
    assert get(kept.public_id).state == State.AGREED
    (told,) = letters("post.open_again")
    assert (told.channel, told.recipient, told.subject_id) == ("point", "punt", waits.public_id)
    for party in db.session.scalars(select(Party.public_id)).all():
        assert talks.talk_of(party).ended_by == "team"


def test_what_they_answered_as_a_volunteer_is_closed_and_what_any_neighbour_may_answer_is_not() -> None:
    helper = volunteers.verified()
    said = talks.person(contact=Contact(email=helper.email))
    seen = [posts.published(audience=each) for each in (Audience.VOLUNTEERS, Audience.EVERYBODY)]
    talked = [talks.answered(answerer=said, subject=("post", each.public_id)).party_id for each in seen]
    volunteers.do(helper.public_id, Act.LEAVE, actor=TEAM)
    assert [talks.talk_of(party).state for party in talked] == ["ended", "open"]


def test_the_press_says_so_beforehand(client: Reader) -> None:
    own = volunteers.own_of(volunteers.verified())
    assert "la conversa es tanca" in client.get(f"{own}deixa").text
