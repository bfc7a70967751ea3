"""A training becomes public once; one that is called off stays and says so."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation import events, text_index
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PROGRAMME, read_generation
from coopnet.trainings.rules.states import TrainingCancelled, TrainingPublished
from coopnet.trainings.service import publishing
from tests.factories.programme import make_programme_training
from tests.factories.trainings import ACTOR, NOW, get, make_draft, save, save_public


def act(what: Callable[..., bool], slug: str) -> bool:
    return in_transaction(partial(what, slug, actor=ACTOR, now=NOW))


@pytest.fixture
def heard(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    found: list[object] = []
    monkeypatch.setitem(app.extensions, "coopnet.events", {})
    events.subscribe(app, TrainingPublished, found.append)
    events.subscribe(app, TrainingCancelled, found.append)
    return found


def test_published_it_is_found_and_everybody_hears_of_it_once(app: Flask, heard: list[object]) -> None:
    made = save(make_draft())
    before = read_generation(PROGRAMME)
    assert act(publishing.publish, made.slug)
    assert not act(publishing.publish, made.slug)
    found = get(made.training_id)
    assert (found.status, found.is_public, found.published_at) == ("published", True, NOW)
    assert text_index.search("training", "hort") == [made.training_id]
    assert heard == [TrainingPublished(made.training_id, NOW, ACTOR)]
    assert read_generation(PROGRAMME) > before


def test_what_was_called_off_is_not_said_to_be_public(app: Flask) -> None:
    slug = make_programme_training(status="cancelled").slug
    answer = app.test_cli_runner().invoke(args=["trainings", "publish", slug, "--actor", "a@example.org"])
    assert answer.exit_code == 1
    assert "anul" in answer.output


def test_what_has_no_session_cannot_be_published(app: Flask) -> None:
    made = save(make_draft(sessions=()))
    with pytest.raises(RuleBroken, match="no_sessions"):
        act(publishing.publish, made.slug)


def test_called_off_it_stays_where_it_is_and_says_so(app: Flask, heard: list[object]) -> None:
    made = save_public()
    heard.clear()
    assert act(publishing.cancel, made.slug)
    assert not act(publishing.cancel, made.slug)
    found = get(made.training_id)
    assert (found.status, found.is_public, found.cancelled_at) == ("cancelled", True, NOW)
    assert heard == [TrainingCancelled(made.training_id, NOW, ACTOR)]
    assert app.test_client().get(f"/ca/formacions/{made.slug}/").status_code == 200


def test_called_off_before_it_was_public_it_is_shown_as_such(app: Flask) -> None:
    made = save(make_draft(is_cancelled=True))
    assert get(made.training_id).status == "cancelled"
    assert act(publishing.publish, made.slug)
    assert (get(made.training_id).status, get(made.training_id).is_public) == ("cancelled", True)


def test_each_decision_says_who_when_and_what_before_and_after(app: Flask) -> None:
    made = save(make_draft())
    act(publishing.publish, made.slug)
    act(publishing.cancel, made.slug)
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(row.action, row.actor, row.before.get("status"), row.after.get("status")) for row in rows] == [
        ("training.make", ACTOR, None, None),
        ("training.publish", ACTOR, "draft", "published"),
        ("training.cancel", ACTOR, "published", "cancelled"),
    ]


@pytest.mark.parametrize("what", [publishing.publish, publishing.cancel])
def test_what_does_not_exist_is_not_found(app: Flask, what: Callable[..., bool]) -> None:
    with pytest.raises(RuleBroken, match="training_not_found"):
        act(what, "no-hi-es")


def test_what_is_over_cannot_be_called_off_and_nobody_is_written_to(app: Flask, heard: list[object]) -> None:
    made = save_public()
    heard.clear()
    last = get(made.training_id).ends_at
    assert last is not None
    with pytest.raises(RuleBroken, match="training_over"):
        in_transaction(partial(publishing.cancel, made.slug, actor=ACTOR, now=last))
    assert (get(made.training_id).status, heard) == ("published", [])
    answer = app.test_cli_runner().invoke(args=["trainings", "cancel", _past(), "--actor", ACTOR])
    assert answer.exit_code == 1
    assert "ja s'ha acabat" in answer.output


def test_a_course_under_way_can_be_called_off(heard: list[object]) -> None:
    made = save_public()
    heard.clear()
    between = NOW + timedelta(days=10)
    assert in_transaction(partial(publishing.cancel, made.slug, actor=ACTOR, now=between))
    assert heard == [TrainingCancelled(made.training_id, between, ACTOR)]


def _past() -> str:
    return make_programme_training(days=-700).slug
