"""For each request who fits, at the desk: the best first, with why; who has waited longest with least on top."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import blocking
from coopnet.conversations.models import Party
from coopnet.foundation.db import db, in_transaction
from coopnet.network.models import Post
from coopnet.network.queries.matching import Match, list_matches, list_waiting
from coopnet.network.queries.reasons import reasons_in_words
from coopnet.network.rules.posts import Audience, Kind
from coopnet.network.rules.proposals import Side
from coopnet.network.rules.states import Act
from coopnet.network.rules.times import make_times
from coopnet.network.rules.volunteering import Act as VolunteerAct
from coopnet.network.service import proposing
from tests.factories import posts, volunteers
from tests.factories.accounts import give_role, make_account, sign_in
from tests.factories.posts import NOW, published
from tests.factories.proposals import asks, proposed, say_yes
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, parse

DAY = timedelta(days=1)
DESK = "/ca/gestio/xarxa/encaixos/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def coordinator(client: Reader) -> Reader:
    account = make_account("xarxa@example.org")
    give_role(account, Role.NETWORK)
    return sign_in(client, account, is_strong=True)


def fits(post: Post, *, now: datetime = NOW) -> list[Match]:
    db.session.rollback()
    return list_matches([post], now=now, most=10)[post.id]


def names(post: Post, *, now: datetime = NOW) -> list[str]:
    found = [match.volunteer or match.offer for match in fits(post, now=now)]
    return [one.title if isinstance(one, Post) else one.name for one in found if one is not None]


def test_the_best_come_first_with_their_reasons(app: Flask) -> None:
    assert app.config["TESTING"]
    post = asks(times=make_times(["3-1", "4-0"]))
    volunteers.verified(name="Del costat", barris=("16",), times=0)
    volunteers.verified(name="Del barri")
    volunteers.verified(name="Per telèfon", barris=("11",), ways=("by_phone",), times=0)
    volunteers.verified(name="Lluny", barris=("11",))
    volunteers.verified(name="Altra llengua", languages=("fr",))
    volunteers.verified(name="Altra cosa", skills=("connection",))
    published(kind=Kind.OFFER, category="digital_support", title="Una oferta", languages=("es",), barri=None)
    assert names(post) == ["Del barri", "Una oferta", "Del costat", "Per telèfon"] or names(post) == [
        "Del barri",
        "Del costat",
        "Una oferta",
        "Per telèfon",
    ]
    first = fits(post)[0]
    with app.test_request_context("/ca/"):
        assert reasons_in_words(first.reasons) == (
            "parla urdú · és del mateix barri · dijous a la tarda · en sap: Mòbil i aplicacions"
        )


def test_who_may_not_be_asked_is_not_among_them(app: Flask) -> None:
    assert app.config["TESTING"]
    post = asks(contact=Contact(email="rosa@example.org"))
    volunteers.verified(name="Ella mateixa", contact=Contact(email="rosa@example.org"))
    volunteers.offered(name="No verificada")
    paused = volunteers.verified(name="En pausa")
    volunteers.do(paused.public_id, VolunteerAct.PAUSE)
    proposed(asks(), volunteers.verified(name="Preguntada avui", at_once=5))
    full = proposed(asks(), volunteers.verified(name="Ja ajuda", at_once=1), now=NOW - DAY)
    assert names(post) == []
    assert names(post, now=NOW + DAY) == ["Preguntada avui"]
    in_transaction(partial(proposing.decline, full.public_id, Side.ASKER, now=NOW))
    assert names(post) == ["Ja ajuda"]
    again = proposed(post, volunteers.get(full.volunteer.public_id))  # type: ignore[union-attr]
    in_transaction(partial(proposing.decline, again.public_id, Side.HELPER, now=NOW))
    assert names(post, now=NOW + DAY) == ["Preguntada avui"]


def test_who_has_blocked_whom_is_never_proposed_again(app: Flask) -> None:
    assert app.config["TESTING"]
    asker, helper = Contact(email="rosa@example.org"), volunteers.verified(at_once=5)
    proposal = say_yes(proposed(asks(contact=asker), helper))
    assert proposal.conversation is not None
    other = asks(contact=asker)
    assert len(fits(other, now=NOW + DAY)) == 1
    party = db.session.query(Party).filter_by(side="maker").one().id
    in_transaction(lambda: setattr(db.session.get(Party, party), "blocked_at", NOW))
    posts.published()  # anything that raises the generation
    assert fits(other, now=NOW + DAY) == []
    word = f"v:{helper.public_id}"
    with pytest.raises(Exception, match="proposal_does_not_fit"):
        in_transaction(partial(proposing.propose, other.public_id, word, actor="x@example.org", now=NOW + DAY))


def test_whom_the_team_keeps_out_is_proposed_to_nobody(app: Flask) -> None:
    assert app.config["TESTING"]
    post, helper = asks(), volunteers.verified()
    assert len(fits(post)) == 1
    assert helper.account_id is not None
    in_transaction(partial(blocking.block, helper.account_id, actor="admin@example.org", now=NOW))
    posts.published()
    assert fits(post) == []
    word = f"v:{helper.public_id}"
    with pytest.raises(Exception, match="proposal_does_not_fit"):
        in_transaction(partial(proposing.propose, post.public_id, word, actor="x@example.org", now=NOW))


def test_what_is_for_children_is_matched_with_certificates_that_are_good_that_day(app: Flask) -> None:
    assert app.config["TESTING"]
    post = asks(for_minor=True)
    volunteers.verified(name="Sense")
    volunteers.verified(name="Amb", certificate=volunteers.FIRST_OF_JUNE)
    published(kind=Kind.OFFER, category="digital_support", title="Una oferta", languages=("es",))
    assert names(post) == ["Amb"]
    june = datetime(2027, 6, 2, 12, tzinfo=NOW.tzinfo)
    assert names(post, now=june) == []


def test_of_those_who_fit_alike_first_who_helps_fewest_and_was_asked_longest_ago(app: Flask) -> None:
    assert app.config["TESTING"]
    busy, late, early, fresh = (
        volunteers.verified(name=name, at_once=5) for name in ("busy", "late", "early", "fresh")
    )
    proposed(asks(), busy, now=NOW - 9 * DAY)
    for helper, days in ((late, 2), (early, 5)):
        one = proposed(asks(), helper, now=NOW - days * DAY)
        in_transaction(partial(proposing.decline, one.public_id, Side.ASKER, now=NOW))
    assert fresh.id
    assert names(asks()) == ["fresh", "early", "late", "busy"]


def test_who_has_waited_longest_with_least_is_on_top(app: Flask) -> None:
    assert app.config["TESTING"]
    rosa = Contact(email="rosa@example.org")
    helped = asks(title="ajudada", contact=rosa, now=NOW - 9 * DAY)
    also = asks(title="també", contact=rosa, now=NOW - 9 * DAY)
    tried = asks(title="provada", now=NOW - 8 * DAY)
    old, new = asks(title="antiga", now=NOW - 3 * DAY), asks(title="nova", now=NOW - DAY)
    say_yes(proposed(helped, volunteers.verified()))
    one = proposed(tried, volunteers.verified())
    in_transaction(partial(proposing.decline, one.public_id, Side.HELPER, now=NOW))
    later = asks(title="la següent de la Rosa", contact=rosa)
    published(kind=Kind.OFFER)
    posts.after(asks(), Act.WITHDRAW)
    assert helped.id
    waiting, has_more = list_waiting(page=1)
    assert [each.title for each in waiting] == [old.title, new.title, tried.title, also.title, later.title]
    assert not has_more


def test_a_coordinator_proposes_in_one_press(coordinator: Reader) -> None:
    post = asks(title="Ajuda amb el mòbil", audience=Audience.COORDINATORS)
    helper = volunteers.verified(name="Núria Vila")
    page = coordinator.get(DESK).text
    assert "parla urdú" in page
    answer = coordinator.submit(DESK, form=f"action={DESK}{post.public_id}/proposa")
    assert answer.location.endswith(f"{DESK}{post.public_id}")
    page = coordinator.get(answer.location).text
    assert "Núria Vila" in page
    assert "Propos" in page
    assert helper.public_id not in page.partition('id="fits"')[2]
    waiting = coordinator.get(f"{DESK}proposats").text
    assert "Núria Vila" in waiting
    (action,) = [form for form in _actions(waiting) if form.endswith("/helper/si")]
    assert coordinator.submit(f"{DESK}proposats", form=f"action={action}").status_code == 303
    assert posts.get(post.public_id).tried == 1


def test_nobody_else_opens_it(client: Reader) -> None:
    account = make_account("algu@example.org")
    sign_in(client, account)
    assert client.get(DESK).status_code == 404


def test_a_page_of_them_asks_as_many_questions_as_one(coordinator: Reader) -> None:
    found = []
    for _many in range(2):
        for category in ("digital_support", "device", "repair"):
            for _post in range(3):
                published(category=category)
                published(kind=Kind.OFFER, category=category)
                volunteers.verified(skills=("phone", "repair"))
        with counted_queries() as asked:
            assert coordinator.get(DESK).status_code == 200
        found.append(len(asked))
    assert found[0] == found[1] <= 10


def _actions(html: str) -> list[str]:
    return [form.get("action", "") for form in parse(html).iter("form")]
