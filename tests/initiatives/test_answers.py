"""What the three links of the yearly letter do, for how long, and the way back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeAsk, InitiativeClaim
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.drafts import Contact, Saved
from coopnet.initiatives.rules.freshness import REMIND_AFTER
from coopnet.initiatives.service import claiming, freshness, publishing, undoing
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.freshness import ASKED, CONFIRMED, DAY, FOLDED, REMINDED, STEPS, asks, links_in, row_of
from tests.factories.initiatives import ACTOR, EMAIL, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader, read_form

pytestmark = pytest.mark.usefixtures("app")


def take_role(saved: Saved, account_key: int) -> None:
    in_transaction(
        lambda: roles.revoke(
            accounts.get(account_key), Role.OWNER, subject_id=saved.public_id, actor=ACTOR, now=CONFIRMED
        )
    )


def test_looking_at_a_link_changes_nothing_and_one_press_confirms(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    pages = links_in(letters("initiative.ask")[0])
    assert set(pages) == {"be", "edita", "tanca"}
    for path in pages.values():
        assert client.get(path).text.count("<button") == 1
    assert row_of(saved).confirmed_at == CONFIRMED
    answer = client.submit(pages["be"])
    assert (answer.status_code, answer.location) == (303, f"/ca/iniciatives/{saved.slug}/")
    row = row_of(saved)
    assert row.confirmed_at is not None
    assert row.confirmed_at >= ASKED
    assert (row.asked_at, row.reminded_at, row.stale_at) == (None, None, None)
    assert "Confirmada aquest mes" in client.get(f"/ca/iniciatives/{saved.slug}/").text
    assert "<button" not in client.get(pages["tanca"]).text.partition("<main")[2].partition("</main")[0]
    work_at(ASKED + REMIND_AFTER)
    assert len(asks(letters)) == 1


def test_a_link_counts_once(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    pages = links_in(letters("initiative.ask")[0])
    token = client.get(pages["tanca"]).text
    assert "data-main" in token
    client.submit(pages["be"])
    version = row_of(saved).version
    with pytest.raises(AssertionError, match="no <form"):
        client.submit(pages["tanca"])
    ask = db.session.scalars(select(InitiativeAsk)).one()
    assert (ask.answer, ask.recipient) == ("right", None)
    public_id = ask.public_id
    for answer in (freshness.close_by_link, freshness.confirm_by_link):
        with pytest.raises(RuleBroken, match="ask_ended"):
            in_transaction(lambda answer=answer: answer(public_id, now=ASKED))  # type: ignore[misc]
    assert row_of(saved).version == version


def test_a_forged_or_old_link_is_no_page(
    client: Reader,
    work_at: Callable[[datetime], None],
    clock_at: Callable[[datetime], None],
    letters: Callable[..., list[Dispatch]],
) -> None:
    save_public_profile()
    work_at(ASKED)
    path = links_in(letters("initiative.ask")[0])["be"]
    assert client.get(path).status_code == 200
    assert client.get(path.replace("/be", "x/be")).status_code == 404
    clock_at(ASKED + timedelta(days=364))
    assert client.get(path).status_code == 200
    clock_at(ASKED + timedelta(days=365, minutes=1))
    assert client.get(path).status_code == 404


def test_a_new_address_ends_the_links_of_the_old_one(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    letter = letters("initiative.ask")[0]
    path = links_in(letter)["be"]
    save_profile(make_profile_draft(contacts=(Contact("email", "nou@example.org"),)), saved.initiative_id, now=ASKED)
    assert "data-main" not in client.get(path).text
    assert get_wording(letter.kind)(letter) is None, "what has not left does not leave"
    work_at(REMINDED)
    assert asks(letters)[-1] == ("initiative.ask_again", "nou@example.org")
    assert "data-main" in client.get(links_in(letters("initiative.ask_again")[0])["be"]).text


def test_editors_are_asked_before_its_own_address_and_their_links_end_with_their_right(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    account = make_account("quima@example.org")
    give_role(account, Role.OWNER, subject_id=saved.public_id)
    work_at(ASKED)
    assert asks(letters) == [("initiative.ask", "quima@example.org")]
    path = links_in(letters("initiative.ask")[0])["be"]
    assert "data-main" in client.get(path).text
    take_role(saved, account.id)
    assert "data-main" not in client.get(path).text
    work_at(REMINDED)
    assert asks(letters)[-1] == ("initiative.ask_again", EMAIL)


def test_an_editors_answer_stands_under_their_name_and_ends_the_others_links(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    people = [make_account(), make_account()]
    for account, role in zip(people, (Role.OWNER, Role.EDITOR), strict=True):
        give_role(account, role, subject_id=saved.public_id)
    work_at(ASKED)
    first, second = letters("initiative.ask")
    path = links_in(second)["tanca"]
    client.submit(links_in(first)["be"])
    assert "data-main" not in client.get(path).text
    mine = sign_in(visitor(client.application), people[0])
    assert "Tu</p>" in mine.get(f"/ca/gestio/iniciatives/{saved.slug}/historia").text


def test_what_its_own_address_closed_its_people_and_the_team_can_put_back(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    pressed = links_in(letters("initiative.ask")[0])["tanca"]
    client.submit(pressed)
    assert row_of(saved).status == "closed"
    # The letter may have been passed on: its own people learn what was done with it, and the page leads to the team.
    [told] = letters("initiative.closed")
    assert told.recipient == EMAIL
    with in_language("ca"):
        assert f"/ca/iniciatives/{saved.slug}/" in str(get_wording(told.kind)(told))
    assert f'href="/ca/iniciatives/{saved.slug}/avisa"' in client.get(pressed).text
    assert "Aquesta iniciativa ja no existeix" in client.get(f"/ca/iniciatives/{saved.slug}/").text
    owner, plan = make_account(), make_account()
    give_role(owner, Role.OWNER, subject_id=saved.public_id)
    give_role(plan, Role.PLAN)
    history = f"/ca/gestio/iniciatives/{saved.slug}/historia"
    reopen = f"/ca/gestio/iniciatives/{saved.slug}/reobre"
    mine = sign_in(visitor(client.application), owner)
    assert reopen in mine.get(history).text
    team = sign_in(visitor(client.application), plan, is_strong=True)
    assert team.submit(history, form=f"action={reopen}").status_code == 303
    row = row_of(saved)
    assert (row.status, row.closed_at, row.asked_at) == ("published", None, None)


def test_an_editor_confirms_without_a_letter_and_brings_it_back(
    client: Reader, work_at: Callable[[datetime], None]
) -> None:
    saved, other = save_public_profile(), save_public_profile(make_profile_draft("Hort"))
    for moment in STEPS:
        work_at(moment)
    account = make_account()
    give_role(account, Role.EDITOR, subject_id=saved.public_id)
    mine = sign_in(visitor(client.application), account)
    press = f"/ca/gestio/iniciatives/{saved.slug}/confirma"
    assert mine.submit(f"/ca/gestio/iniciatives/{saved.slug}/historia", form=f"action={press}").status_code == 303
    assert row_of(saved).status == "published"
    assert row_of(other).status == "folded"
    assert saved.slug in client.get("/ca/iniciatives/").text


def test_a_saved_confirmation_brings_it_back_too(work_at: Callable[[datetime], None]) -> None:
    saved = save_public_profile()
    for moment in STEPS:
        work_at(moment)
    day = FOLDED.date().isoformat()
    save_profile(make_profile_draft(confirmed_on=day), saved.initiative_id, now=FOLDED + DAY)
    assert row_of(saved).status == "published"
    save_profile(make_profile_draft(confirmed_on="2020-01-01"), saved.initiative_id, now=FOLDED + DAY)
    work_at(FOLDED + 2 * DAY)
    assert row_of(saved).asked_at is not None


def test_what_was_merged_or_never_public_cannot_be_closed_or_confirmed(work_at: Callable[[datetime], None]) -> None:
    saved = save_profile(make_profile_draft())
    with pytest.raises(RuleBroken, match="cannot_become"):
        in_transaction(lambda: freshness.confirm(saved.initiative_id, actor=ACTOR, now=ASKED))
    with pytest.raises(RuleBroken, match="cannot_become"):
        in_transaction(lambda: publishing.reopen(saved.slug, actor=ACTOR, now=ASKED))
    public = save_public_profile(make_profile_draft("Hort"))
    assert in_transaction(lambda: publishing.reopen(public.slug, actor=ACTOR, now=ASKED)) is False


def test_who_keeps_it_and_changes_it_confirms_it_and_the_team_does_not(work_at: Callable[[datetime], None]) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    save_profile(make_profile_draft(year=1990), saved.initiative_id, now=ASKED + DAY)
    row = row_of(saved)
    assert (row.confirmed_at, row.asked_at) == (CONFIRMED, ASKED)
    give_role(make_account("quima@example.org"), Role.EDITOR, subject_id=saved.public_id)
    save = partial(save_profile, initiative_id=saved.initiative_id, now=ASKED + 2 * DAY, actor="quima@example.org")
    save(make_profile_draft(year=1990))
    assert row_of(saved).confirmed_at == CONFIRMED, "nothing was changed"
    changed = save(make_profile_draft(year=1991))
    row = row_of(saved)
    assert row.confirmed_at is not None
    assert row.confirmed_at.date() == (ASKED + 2 * DAY).date()
    assert row.asked_at is None
    undo = partial(undoing.undo, saved.public_id, changed.version, actor=ACTOR, now=ASKED + 3 * DAY)
    in_transaction(undo)
    row = row_of(saved)
    assert row.year == 1990
    assert row.confirmed_at is not None, "what was confirmed stays confirmed"
    assert row.confirmed_at > ASKED


def test_the_link_to_edit_leads_who_keeps_it_to_the_desk(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    kept = save_public_profile()
    give_role(make_account("quima@example.org"), Role.OWNER, subject_id=kept.public_id)
    work_at(ASKED)
    path = links_in(letters("initiative.ask")[0])["edita"]
    assert client.submit(path).location == f"/ca/gestio/iniciatives/{kept.slug}/"
    assert "data-main" in client.get(path).text, "it has not been answered yet"
    assert client.get(f"/ca/compte/iniciatives/repas/{path.split('/')[-2]}").status_code == 303, "to sign in"
    other = sign_in(visitor(client.application), make_account())
    assert other.get(f"/ca/compte/iniciatives/repas/{path.split('/')[-2]}").status_code == 404


def test_the_link_to_edit_makes_whoever_reads_its_own_address_its_keeper_at_one_press(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    own = save_public_profile()
    work_at(ASKED)
    path = links_in(letters("initiative.ask")[0])["edita"]
    through = client.submit(path).location
    assert through == f"/ca/compte/iniciatives/repas/{path.split('/')[-2]}"
    assert client.get(through).location == f"/ca/compte/entra?next={through}"
    account, late = make_account("quima@example.org"), make_account()
    mine, other = (sign_in(visitor(client.application), one) for one in (account, late))
    for reader in (client, mine):
        assert reader.get(path).text.count("<button") == 1
    assert list_keepers(own.public_id) == [], "a look changes nothing"
    page = read_form(other.get(path).text).fields
    desk = mine.submit(through)
    assert (desk.status_code, desk.location) == (303, f"/ca/gestio/iniciatives/{own.slug}/")
    assert mine.get(desk.location).status_code == 200
    [keeper] = list_keepers(own.public_id)
    assert (keeper.account_id, keeper.role) == (account.public_id, Role.OWNER)
    claim = db.session.scalars(select(InitiativeClaim)).one()
    assert (claim.way, claim.account_id, claim.outcome) == ("letter", account.id, "accepted")
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "initiative.claim.accepted"))
    assert (entry.subject_id, entry.actor, entry.after) == (own.public_id, "quima@example.org", {"way": "letter"})
    assert letters("initiative.claim") == [], "no second letter to the same address"
    for answer in (other.get(path), other.post(path, data=page)):
        assert "Ja hi ha qui la porta" in answer.text
    assert len(list_keepers(own.public_id)) == 1
    assert mine.get(path).location == desk.location
    work_at(REMINDED)
    assert asks(letters)[-1] == ("initiative.ask_again", "quima@example.org")


def test_a_link_to_edit_that_was_used_or_whose_profile_has_a_keeper_makes_nobody_one(
    work_at: Callable[[datetime], None],
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    ask, eva, rosa = db.session.scalars(select(InitiativeAsk.public_id)).one(), make_account(), make_account()
    take = partial(claiming.take_by_ask, ask, account_key=eva.id, actor="eva@example.org", now=ASKED)
    give_role(rosa, Role.EDITOR, subject_id=saved.public_id)
    with pytest.raises(RuleBroken, match="has_keeper"):
        in_transaction(take)
    in_transaction(
        lambda: roles.revoke(accounts.get(rosa.id), Role.EDITOR, subject_id=saved.public_id, actor=ACTOR, now=CONFIRMED)
    )
    in_transaction(lambda: freshness.confirm_by_link(ask, now=ASKED))
    for used in (take, partial(claiming.take_by_ask, "no-hi-es", account_key=eva.id, actor="e", now=ASKED)):
        with pytest.raises(RuleBroken, match="ask_ended"):
            in_transaction(used)
    assert list_keepers(saved.public_id) == []
