"""The guide on social clauses: everybody reads it, the plan's team writes it in each language."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.home import queries
from coopnet.home.models import GuideText
from coopnet.home.service import write_guide
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.rig.reader import Reader, read_form

HOSTILE = "## First\n\n<script>alert(1)</script> [a](javascript:b) **now**"
GUIDE = "clausules-socials"
READ, DESK = f"guies/{GUIDE}", f"/ca/gestio/guies/{GUIDE}"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def staff(app: Flask) -> Reader:
    account = make_account()
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def write(staff: Reader, code: str, **typed: str) -> int:
    return staff.submit(f"{DESK}/{code}", **typed).status_code


def test_the_text_that_came_is_there_in_three_languages(client: Reader) -> None:
    for code in ("ca", "es", "en"):
        page = client.get(f"/{code}/{READ}")
        assert page.status_code == 200
        assert "LCSP" in page.text
    assert client.get("/ca/guies/una-altra").status_code == 404


def test_what_staff_write_is_what_everybody_reads(staff: Reader, client: Reader) -> None:
    assert "LCSP" in client.get(f"/en/{READ}").text
    assert (
        write(staff, "en", title="Buy well", body="## First\n\n<script>alert(1)</script> [a](javascript:b) **now**")
        == 303
    )
    page = client.get(f"/en/{READ}").text
    assert "Buy well" in page
    assert "<strong>now</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "Buy well" not in client.get(f"/ca/{READ}").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "guide.write")).one()
    assert (entry.subject_id, entry.after["title"]) == (f"{GUIDE}.en", "Buy well")
    assert "LCSP" in entry.before["body"]


def test_a_text_is_looked_at_before_it_is_published(staff: Reader, client: Reader) -> None:
    answer = staff.submit(f"{DESK}/ca", title="Comprar bé", body="Primer, **preguntar**", look="1")
    assert answer.status_code == 200
    assert "<strong>preguntar</strong>" in answer.text
    assert "Primer, **preguntar**</textarea>" in answer.text
    assert db.session.scalar(select(GuideText.guide)) is None
    assert "preguntar" not in client.get(f"/ca/{READ}").text
    wrong = staff.submit(f"{DESK}/ca", title="", body="Primer", look="1")
    assert wrong.status_code == 422
    fields = {name: values for name, values in read_form(answer.text).fields.items() if name != "look"}
    assert staff.post(f"{DESK}/ca", data=fields).status_code == 303
    assert "<strong>preguntar</strong>" in client.get(f"/ca/{READ}").text


def test_what_is_missing_is_said_and_what_was_typed_stays(staff: Reader) -> None:
    answer = staff.submit(f"{DESK}/ca", title="", body="Un text que es queda")
    assert answer.status_code == 422
    assert "Un text que es queda" in answer.text
    assert db.session.scalar(select(GuideText.guide)) is None


def test_who_saw_an_older_text_overwrites_nothing(app: Flask) -> None:
    save = partial(write_guide, GUIDE, "ca", body="Text", actor="a@example.org", now=NOW)
    assert in_transaction(lambda: save(title="Primer", seen=None))
    with pytest.raises(RuleBroken, match="guide_edited_meanwhile"):
        in_transaction(lambda: save(title="Segon", seen=None))
    assert in_transaction(lambda: save(title="Segon", seen=NOW))
    assert not in_transaction(lambda: save(title="Segon", seen=NOW))
    found = queries.find_guide(GUIDE, "ca")
    assert found is not None
    assert found.title == "Segon"


def test_a_stale_form_keeps_the_words_and_says_why(staff: Reader) -> None:
    assert write(staff, "ca", title="Primer", body="Text") == 303
    answer = staff.submit(f"{DESK}/ca", title="El meu", body="El meu text", seen="")
    assert answer.status_code == 422
    assert "El meu text" in answer.text
    assert 'role="alert"' in answer.text


def test_a_language_without_a_text_shows_the_first_one_and_says_so(
    client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = queries._read
    monkeypatch.setattr(queries, "_read", lambda name, code: None if code == "en" else read(name, code))
    page = client.get(f"/en/{READ}").text
    assert "This guide is not in English yet" in page
    assert '<h1 dir="auto" lang="ca">' in page


def test_the_desk_lists_each_language(staff: Reader) -> None:
    page = staff.get("/ca/gestio/guies").text
    for code in ("ca", "es", "en"):
        assert f"/ca/gestio/guies/{GUIDE}/{code}" in page
    assert staff.get(f"{DESK}/fr").status_code == 404
    assert staff.get("/ca/gestio/guies/una-altra/ca").status_code == 404
