"""The demo's conversations, and those that are inserted to measure with."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.conversations.models import Conversation, ConversationReport, Message, Party
from coopnet.conversations.queries.finding import link_of
from coopnet.demo.rules.talks import SAMPLES
from coopnet.demo.service import board, talks
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from tests.factories.posts import NOW, published
from tests.factories.talks import begun
from tests.rig.reader import Reader


def count(model: type[Conversation | Message | Party | ConversationReport]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_demo_talks_once_shows_what_waits_and_writes_to_nobody(
    app: Flask, letters: Callable[..., list[Dispatch]]
) -> None:
    assert talks.load(NOW) == 0
    board.load(NOW)
    assert talks.load(NOW) == len(SAMPLES)
    assert talks.load(NOW) is None
    assert (count(Conversation), count(ConversationReport)) == (len(SAMPLES), 1)
    assert {"sent", "held"} == set(db.session.scalars(select(Message.state)))
    assert {letter.recipient for letter in letters()} == {None}


def test_what_is_inserted_can_be_opened_and_written_on(
    app: Flask, client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talks, "CHUNK", 3)
    assert talks.add(messages=50, now=NOW) == 0
    published()
    assert talks.add(messages=50, now=NOW) == 50
    assert talks.add(messages=50, now=NOW) == 0
    assert talks.add(messages=60, now=NOW) == 10
    assert (count(Message), count(Conversation), count(Party)) == (60, 9, 18)
    party = db.session.scalars(select(Party).order_by(Party.id)).first()
    assert party is not None
    path = f"/ca/xarxa/converses/{link_of(party)}/"
    assert client.submit(path, text="Sí").status_code == 303
    assert "Sí" in client.get(path).text
    assert begun().id > 9
