"""A proposal's life is one table; both sides accept before anything is shared, and a no is nobody's business."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Party
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.network.rules.posts import Audience, Kind
from coopnet.network.rules.proposals import Side, State
from coopnet.network.rules.states import Act as PostAct
from coopnet.network.rules.states import State as PostState
from coopnet.network.rules.volunteering import Act as VolunteerAct
from coopnet.network.service import proposing
from tests.factories import posts, volunteers
from tests.factories.posts import NOW, TEAM
from tests.factories.proposals import asks, get, page_of, proposed, say_yes, word_of
from tests.rig.reader import Reader

DAY = timedelta(days=1)
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def wording(letter: Dispatch) -> Words:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as broken:
        in_transaction(work)
    return broken.value.code


def test_both_are_asked_and_told_nothing_of_the_other_but_why(client: Reader, letters: Letters) -> None:
    post = asks(name="Fatima Khan", title="Ajuda amb el telèfon", times=1 << 10)
    helper = volunteers.verified(name="Núria Vila")
    proposal = proposed(post, helper)
    asker, volunteer = letters("proposal.asked")
    assert (asker.recipient, volunteer.recipient) == (post.email, helper.email)
    told = {Side.ASKER: wording(asker).text, Side.HELPER: wording(volunteer).text}
    for side in Side:
        page = client.get(page_of(proposal, side))
        assert 'data-state="to_answer"' in page.text
        assert page_of(proposal, side).removeprefix("/ca") in told[side]
        other = ("Núria", "Vila", helper.email) if side == Side.ASKER else ("Fatima", "Khan", post.email)
        for secret in other:
            assert str(secret) not in page.text.replace("Fatima Khan", "" if side == Side.ASKER else "Fatima Khan")
    assert "parla urdú" in told[Side.ASKER]
    assert "és del mateix barri" in told[Side.ASKER]
    assert "dijous a la tarda" in told[Side.ASKER]
    assert "Ajuda amb el telèfon" in told[Side.HELPER]
    assert get(proposal.public_id).state == State.PROPOSED  # who opens links presses nothing
    done = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "proposal")).all()
    assert done == ["proposal.propose"]


def test_what_is_kept_for_the_team_stays_with_the_team_until_both_agree(client: Reader, letters: Letters) -> None:
    post = asks(audience=Audience.COORDINATORS, title="Un divorci difícil", details="Fa mesos que")
    proposal = proposed(post, volunteers.verified())
    page = client.get(page_of(proposal, Side.HELPER)).text + wording(letters("proposal.asked")[1]).text
    assert "divorci" not in page
    assert "Fa mesos" not in page
    say_yes(proposal)
    assert "divorci" in client.get(page_of(proposal, Side.HELPER)).text


def test_with_two_yes_the_request_is_promised_and_they_talk(client: Reader, letters: Letters) -> None:
    post, helper = asks(), volunteers.verified()
    proposal = proposed(post, helper)
    for side in (Side.HELPER, Side.ASKER):
        own = page_of(proposal, side)
        form = {"form": f"action={own}resposta"}
        assert client.submit(own, answer="si", **form).status_code == 303
    assert get(proposal.public_id).state == State.AGREED
    assert posts.get(post.public_id).state == PostState.PROMISED
    sides = db.session.scalars(select(Party).order_by(Party.side)).all()
    assert [(one.side, one.email) for one in sides] == [("answerer", helper.email), ("maker", post.email)]
    assert len(letters("proposal.agreed")) == 2
    # Nobody has written anything yet, so no letter says that somebody has.
    assert not [one for one in letters() if one.kind.startswith("conversation.")]
    for side in Side:
        page = client.get(page_of(proposal, side)).text
        (address,) = re.findall(r'class="button wide-button" href="([^"]+)"', page)
        talk = client.get(address)
        assert talk.status_code == 200
        assert post.title in talk.text
        assert "escriviu aquí per quedar" in talk.text
        assert page_of(proposal, side).removeprefix("/ca") + "enrere" in talk.text
        assert ("/hores" in talk.text) == (side == Side.HELPER)


@pytest.mark.parametrize("side", list(Side))
def test_a_no_needs_no_reason_and_is_told_to_nobody_as_a_no(client: Reader, letters: Letters, side: Side) -> None:
    """To the other side, not now and no answer look the same, to the letter."""
    seen, written = [], []
    for is_declined in (True, False):
        proposal = proposed(asks(title="Ajuda", name="Rosa"), volunteers.verified(name="Núria"))
        other = Side.HELPER if side == Side.ASKER else Side.ASKER
        say_yes(proposal, other)
        if is_declined:
            own = page_of(proposal, side)
            client.submit(own, form=f"action={own}resposta", answer="ara-no")
            assert 'data-state="not_now"' in client.get(own).text
        else:
            in_transaction(partial(proposing.expire, proposal.public_id, now=NOW + 8 * DAY))
        page = client.get(page_of(proposal, other)).text
        assert 'data-state="over"' in page
        seen.append(page.replace(page_of(proposal, other), "").replace(page_of(proposal, other)[3:], ""))
        (letter,) = [one for one in letters("proposal.over") if one.values["proposal"] == proposal.public_id]
        written.append((letter.values["side"], wording(letter)))
    assert seen[0] == seen[1]
    assert written[0] == written[1]
    assert posts.get(proposal.post.public_id).state == PostState.OPEN


def test_what_was_agreed_is_taken_back_without_shame_and_the_request_is_open_again(
    client: Reader, letters: Letters
) -> None:
    post = asks()
    proposal = say_yes(proposed(post, volunteers.verified()))
    own = page_of(proposal, Side.HELPER)
    assert client.get(f"{own}enrere").status_code == 200
    assert get(proposal.public_id).state == State.AGREED
    client.submit(f"{own}enrere")
    assert get(proposal.public_id).state == State.WITHDRAWN
    assert posts.get(post.public_id).state == PostState.OPEN
    (told,) = letters("post.open_again")
    assert told.recipient == post.email
    assert posts.get(post.public_id).helped == 0  # they have waited as long as before
    assert letters("proposal.over") == []


def test_with_one_agreed_the_others_for_the_same_request_end(letters: Letters) -> None:
    post = asks()
    first = proposed(post, volunteers.verified())
    second = proposed(post, volunteers.verified(), now=NOW + DAY)
    say_yes(second, Side.HELPER, now=NOW + DAY)
    say_yes(first, now=NOW + DAY)
    assert get(second.public_id).state == State.WITHDRAWN
    assert [letter.values["side"] for letter in letters("proposal.over")] == ["helper"]


def test_nobody_is_asked_twice_a_day_by_whichever_way_they_are_reached(app: Flask) -> None:
    assert app.config["TESTING"]
    both = Contact(email="rosa@example.org", phone="+34600111222")
    first, second = asks(contact=both), asks(contact=Contact(phone="+34600111222"), name="R. Vidal")
    helper, other = volunteers.verified(at_once=5), volunteers.verified(at_once=5)
    proposed(first, helper)
    late = datetime(2026, 11, 24, 22, 59, tzinfo=NOW.tzinfo)  # 23:59 here
    propose = partial(proposing.propose, actor=TEAM)
    assert refused(partial(propose, second.public_id, word_of(other), now=late)) == "asked_today"
    assert refused(partial(propose, asks().public_id, word_of(helper), now=late)) == "asked_today"
    midnight = late + timedelta(minutes=1)
    assert proposed(second, other, now=midnight).state == State.PROPOSED
    assert proposed(asks(), helper, now=midnight).state == State.PROPOSED


def test_behind_a_support_point_the_name_tells_people_apart(letters: Letters) -> None:
    point = Contact(point="punt1")
    proposed(asks(contact=point, name="Fatou"), volunteers.verified())
    proposed(asks(contact=point, name="Awa"), volunteers.verified())
    again = partial(
        proposing.propose,
        asks(contact=point, name="Fatou").public_id,
        word_of(volunteers.verified()),
        actor=TEAM,
        now=NOW,
    )
    assert refused(again) == "asked_today"
    assert {letter.values["side"] for letter in letters("proposal.asked")} == {"helper"}


def test_nobody_is_asked_twice_for_the_same_pair(app: Flask) -> None:
    assert app.config["TESTING"]
    post, helper = asks(), volunteers.verified()
    proposal = proposed(post, helper)
    in_transaction(partial(proposing.decline, proposal.public_id, Side.HELPER, now=NOW))
    later = partial(proposing.propose, post.public_id, word_of(helper), actor=TEAM, now=NOW + 30 * DAY)
    assert refused(later) == "proposal_twice"


def test_what_does_not_fit_or_is_not_there_is_refused_and_asks_nobody(letters: Letters) -> None:
    post, helper = asks(), volunteers.verified()
    propose = partial(proposing.propose, actor=TEAM, now=NOW)
    full = volunteers.verified()
    proposed(asks(), full, now=NOW - DAY)
    paused = volunteers.verified()
    volunteers.do(paused.public_id, VolunteerAct.PAUSE)
    child = asks(for_minor=True)
    cases = [
        (post, word_of(volunteers.verified(languages=("ca",))), "proposal_does_not_fit"),
        (post, word_of(full), "proposal_does_not_fit"),
        (post, word_of(paused), "proposal_does_not_fit"),
        (child, word_of(helper), "proposal_does_not_fit"),
        (post, "v:nobody", "proposal_no_helper"),
        (post, "", "proposal_no_helper"),
        (posts.published(kind=Kind.OFFER), word_of(helper), "proposal_cannot"),
        (posts.after(asks(), PostAct.WITHDRAW), word_of(helper), "proposal_cannot"),
    ]
    before = len(letters("proposal.asked"))
    for asked, word, code in cases:
        assert refused(partial(propose, asked.public_id, word)) == code
    assert len(letters("proposal.asked")) == before
    assert proposed(child, volunteers.verified(certificate=volunteers.FIRST_OF_JUNE)).state == State.PROPOSED


def test_a_request_that_ended_meanwhile_waits_for_no_answer(client: Reader) -> None:
    post = asks()
    proposal = proposed(post, volunteers.verified())
    posts.do(post.public_id, PostAct.WITHDRAW)
    own = page_of(proposal, Side.HELPER)
    assert 'data-state="over"' in client.get(own).text
    assert refused(partial(proposing.accept, proposal.public_id, Side.HELPER, now=NOW)) == "proposal_over"


def test_a_forged_link_opens_nothing(client: Reader) -> None:
    own = page_of(proposed(asks(), volunteers.verified()), Side.ASKER)
    for address in (own[:-3] + "aa/", "/ca/xarxa/proposta/x/"):
        assert client.get(address).status_code == 404
