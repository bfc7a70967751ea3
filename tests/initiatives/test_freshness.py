"""Once a year its people are asked whether all is right: the letter, its links, silence, and the way back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import erasing
from coopnet.foundation import jobs
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeAsk
from coopnet.initiatives.rules.drafts import Contact
from coopnet.initiatives.rules.freshness import ASKED_A_DAY, MARK_AFTER, REMIND_AFTER
from coopnet.initiatives.service import freshness, publishing
from tests.factories.accounts import email_of, get, give_role, make_account, sign_in, visitor
from tests.factories.freshness import ASKED, DAY, FOLDED, MARKED, STEPS, asks, row_of, run_part
from tests.factories.initiatives import EMAIL, make_profile_draft, save_public_profile
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")


def test_nobody_is_asked_before_the_year_is_over(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    save_public_profile()
    work_at(ASKED - timedelta(minutes=1))
    assert asks(letters) == []
    work_at(ASKED)
    assert asks(letters) == [("initiative.ask", EMAIL)]


def test_silence_is_reminded_marked_and_folded_away_and_nothing_is_lost(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    seen = []
    for moment in STEPS:
        work_at(moment - timedelta(minutes=1))
        before = row_of(saved).status
        work_at(moment)
        seen.append((before, row_of(saved).status))
    assert seen == [
        ("published", "published"),
        ("published", "published"),
        ("published", "stale"),
        ("stale", "folded"),
    ]
    assert [kind for kind, _ in asks(letters)] == ["initiative.ask", "initiative.ask_again", "initiative.folded"]
    work_at(FOLDED + 900 * DAY)
    assert row_of(saved).status == "folded"
    assert len(asks(letters)) == 3
    page = client.get(f"/ca/iniciatives/{saved.slug}/")
    assert page.status_code == 200
    assert "No sabem si això encara és cert" in page.text
    assert saved.slug not in client.get("/ca/iniciatives/").text
    found = client.get("/ca/iniciatives/?q=fusteria").text
    assert f"/ca/iniciatives/{saved.slug}/" in found
    assert "Ja no és a la llista" in found
    assert saved.slug not in client.get("/ca/iniciatives/?q=fusteria&barri=16").text


def test_what_has_closed_is_found_by_its_name_and_says_so(client: Reader) -> None:
    saved = save_public_profile()
    in_transaction(lambda: publishing.close(saved.slug, now=ASKED, actor="team@example.org"))
    found = client.get("/ca/iniciatives/", query_string={"q": row_of(saved).name}).text
    assert f"/ca/iniciatives/{saved.slug}/" in found
    assert "Ja no existeix" in found
    assert saved.slug not in client.get("/ca/iniciatives/").text
    assert saved.slug not in client.get("/ca/iniciatives/?q=bordeta").text


def test_a_marked_profile_says_so_in_the_list(client: Reader, work_at: Callable[[datetime], None]) -> None:
    save_public_profile()
    for moment in STEPS[:3]:
        work_at(moment)
    assert "Fa temps que ningú no la confirma" in client.get("/ca/iniciatives/").text


def test_a_worker_that_stood_still_hurries_nobody(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    late = ASKED + 1000 * DAY
    work_at(late)
    assert [kind for kind, _ in asks(letters)] == ["initiative.ask"]
    work_at(late + REMIND_AFTER)
    work_at(late + REMIND_AFTER + MARK_AFTER - DAY)
    assert row_of(saved).status == "published"


def test_a_day_asks_only_so_many_and_the_next_day_the_others(
    app: Flask, clock_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    for number in range(ASKED_A_DAY + 3):
        save_public_profile(make_profile_draft(f"Hort {number}"))
    for day in (ASKED, ASKED + DAY):
        clock_at(day)
        jobs.queue_due(day, set())
        db.session.rollback()
        for part in range(4):
            in_transaction(lambda part=part, day=day: run_part(part, day))  # type: ignore[misc]
        assert len(letters("initiative.ask")) == min(ASKED_A_DAY + 3, ASKED_A_DAY * (1 + (day - ASKED).days))


def test_nothing_of_an_erased_editor_stays_in_what_was_asked(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    account = make_account()
    email = email_of(account)
    give_role(account, Role.OWNER, subject_id=saved.public_id)
    work_at(ASKED)
    assert [letter.recipient for letter in letters("initiative.ask")] == [email]
    in_transaction(lambda: erasing.erase(get(account.public_id).id, now=ASKED))
    assert [letter.recipient for letter in letters("initiative.ask")] == [None]
    assert db.session.scalars(select(InitiativeAsk)).all() == []


def test_an_address_that_was_asked_is_forgotten_after_a_year(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    save_public_profile()
    for moment in STEPS:
        work_at(moment)
    work_at(FOLDED + timedelta(days=364))
    assert db.session.scalars(select(InitiativeAsk.recipient)).all() == [EMAIL]
    work_at(FOLDED + timedelta(days=365))
    assert db.session.scalars(select(InitiativeAsk)).all() == []
    assert {letter.recipient for letter in letters("initiative.ask")} == {None}


def test_who_does_not_answer_is_called(app: Flask, work_at: Callable[[datetime], None]) -> None:
    quiet = save_public_profile()
    unreachable = save_public_profile(make_profile_draft("Hort", contacts=(Contact("phone", "+34931550199"),)))
    plan = make_account()
    give_role(plan, Role.PLAN)
    work_at(ASKED)
    page = seen_by(app, plan)
    assert quiet.slug not in page, "it may still answer"
    assert "931 55 01 99" in page
    assert unreachable.slug in page
    for moment in STEPS[1:3]:
        work_at(moment)
    assert quiet.slug in seen_by(app, plan)
    desk = sign_in(visitor(app), plan, is_strong=True).get("/ca/gestio/").text
    assert "/ca/gestio/iniciatives/silenci" in desk.partition("<main")[2].partition("Gestió")[2]
    in_transaction(lambda: freshness.confirm(quiet.initiative_id, actor="equip@example.org", now=MARKED))
    assert quiet.slug not in seen_by(app, plan)


def seen_by(app: Flask, account: Account) -> str:
    return sign_in(visitor(app), account, is_strong=True).get("/ca/gestio/iniciatives/silenci").text
