"""A training is written from a draft: what is the same is not touched, what changes keeps its identity."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from coopnet.foundation import text_index
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PROGRAMME, read_generation, training_scope
from coopnet.initiatives.models import Initiative
from coopnet.places import service as places
from coopnet.places.models import Venue, VenueAccess
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training, TrainingOldSlug, TrainingQuestion, TrainingSession
from coopnet.trainings.rules.drafts import Draft, Partner, QuestionDraft, Text
from coopnet.trainings.service import locking
from coopnet.trainings.service.snapshots import load, read_draft
from tests.factories import registrations
from tests.factories.trainings import ACTOR, CAN_BATLLO, NOW, get, make_draft, save, save_public, session


def read(training_id: int) -> Draft:
    db.session.rollback()
    found = load(training_id)
    assert found is not None
    return read_draft(found)


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def audits(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_what_is_written_is_what_is_read(app: Flask) -> None:
    assert read(save(make_draft()).training_id) == make_draft()


def test_a_new_training_is_a_draft_that_nobody_finds(app: Flask) -> None:
    made = get(save(make_draft()).training_id)
    assert (made.status, made.is_public) == ("draft", False)
    assert text_index.search("training", "hort") == []


def test_a_training_needs_a_title(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="title_missing"):
        save(make_draft(texts=(Text("ca", None, "Resum"),)))
    assert count(Training) == 0


def test_the_same_again_touches_nothing(app: Flask) -> None:
    made = save_public()
    before = (get(made.training_id).updated_at, read_generation(PROGRAMME), len(audits("training.change")))
    assert save(make_draft(), made.training_id, now=NOW + timedelta(days=1)).changes == ()
    assert (get(made.training_id).updated_at, read_generation(PROGRAMME), len(audits("training.change"))) == before


CHANGES: list[dict[str, Any]] = [
    {"texts": (Text("ca", "Hort comunitari", "Un altre resum", "**Descripció**"),)},
    {"texts": (Text("ca", "Hort comunitari"), Text("en", "Community garden"))},
    {"capacity": 5},
    {"capacity": None},
    {"format": "hybrid", "has_two_ways": True, "online_capacity": 7},
    {"topics": ("consum", "energia")},
    {"topics": ()},
    {"measures": ("pde-2017:8.1", "pde-2017:8.4")},
    {"partners": (Partner("Endoll Veïnal", ("technical",)), Partner("Coòpolis", ("teaching",)))},
    {"partners": ()},
    {"sessions": (session(14), session(21), session(7.5))},
    {"sessions": (session(7, venue=None, room="Sala", online_url="https://sala.example.org/a"),)},
    {"sessions": (session(7), session(14, venue=replace(CAN_BATLLO, barri="18")))},
    {"questions": ()},
    {
        "questions": (
            QuestionDraft("many_choices", "Quins dies?", "Per triar", ("Dimarts", "Dijous"), is_required=True),
        )
    },
    {"opens_at": NOW, "closes_at": NOW + timedelta(days=1)},
    {"trainers": ("Bru", "Mireia"), "internal_notes": "Portar fulls", "level": "beginner"},
    {"registration_type": "external", "external_url": "https://example.org/x", "capacity": None},
    {"is_grant_funded": True, "max_companions": 3, "languages": ("ur",), "access": (), "audiences": ("women",)},
]


@pytest.mark.parametrize("changed", CHANGES, ids="+".join)
def test_a_change_is_written_said_and_audited(app: Flask, changed: dict[str, Any]) -> None:
    made = save_public()
    wanted = make_draft(**changed)
    wanted = replace(wanted, sessions=tuple(sorted(wanted.sessions, key=lambda one: one.starts_at)))
    saved = save(wanted, made.training_id)
    assert read(made.training_id) == wanted
    assert {change.field for change in saved.changes} == set(changed)
    entry = audits("training.change")[-1]
    assert (entry.actor, entry.subject_id) == (ACTOR, made.public_id)
    assert set(entry.before) == set(entry.after) == set(changed)
    assert save(wanted, made.training_id).changes == ()
    assert save(make_draft(), made.training_id).changes
    assert read(made.training_id) == make_draft()


def test_caches_hear_of_every_change(app: Flask) -> None:
    made = save_public()
    scopes = (PROGRAMME, training_scope(made.public_id))
    before = [read_generation(scope) for scope in scopes]
    save(make_draft(capacity=9), made.training_id)
    assert all(read_generation(scope) > old for scope, old in zip(scopes, before, strict=True))


def test_a_search_finds_the_new_words_and_not_the_old(app: Flask) -> None:
    made = save_public()
    assert text_index.search("training", "coòpolis la bordeta energètica") == [made.training_id]
    save(make_draft("Taller de ceràmica"), made.training_id)
    assert text_index.search("training", "ceramica") == [made.training_id]
    assert text_index.search("training", "hort") == []


def test_nothing_internal_or_secret_is_found(app: Flask) -> None:
    kept = session(7, online_url="https://sala.example.org/clandestina", internal_notes="reservar microfons")
    save_public(make_draft(sessions=(kept,), internal_notes="pressupost confidencial"))
    for words in ("clandestina", "microfons", "confidencial"):
        assert text_index.search("training", words) == []


def test_lists_filter_by_what_the_training_says(app: Flask) -> None:
    facets = get(save(make_draft()).training_id).facets.split()
    assert set(facets) == {"t:energia", "t:consum", "b:16", "l:ca", "l:es", "f:in_person"}


def test_it_is_from_its_first_session_to_its_last(app: Flask) -> None:
    made = save(make_draft(sessions=(session(3), session(9))))
    found = get(made.training_id)
    assert (found.starts_at, found.ends_at) == (session(3).starts_at, session(9).ends_at)


def test_a_session_that_moves_keeps_its_identity_by_its_date_then_by_its_order(app: Flask) -> None:
    made = save(make_draft(sessions=(session(7), session(14), session(21))))

    def ids() -> dict[Any, str]:
        rows = db.session.scalars(select(TrainingSession).where(TrainingSession.training_id == made.training_id))
        return {row.starts_at: row.public_id for row in rows}

    first = ids()
    later = session(14.1)
    save(make_draft(sessions=(session(5), later, session(21))), made.training_id)
    second = ids()
    assert second[session(21).starts_at] == first[session(21).starts_at]
    assert second[later.starts_at] == first[session(14).starts_at]
    assert second[session(5).starts_at] == first[session(7).starts_at]
    save(make_draft(sessions=(session(21),)), made.training_id)
    assert ids() == {session(21).starts_at: first[session(21).starts_at]}


def test_a_question_is_retired_never_deleted_and_comes_back(app: Flask) -> None:
    made = save(make_draft())
    ids = db.session.scalars(select(TrainingQuestion.public_id).order_by(TrainingQuestion.id)).all()
    save(make_draft(questions=()), made.training_id)
    rows = db.session.scalars(select(TrainingQuestion)).all()
    assert [row.retired_at for row in rows] == [NOW, NOW]
    save(make_draft(), made.training_id)
    rows = db.session.scalars(select(TrainingQuestion).order_by(TrainingQuestion.id)).all()
    assert [row.public_id for row in rows] == ids
    assert [row.retired_at for row in rows] == [None, None]


def test_a_renamed_training_answers_at_its_old_address(app: Flask) -> None:
    made = save_public()
    renamed = save(make_draft("L'hort de la Bordeta"), made.training_id)
    assert (made.slug, renamed.slug) == ("hort-comunitari", "l-hort-de-la-bordeta")
    answer = app.test_client().get("/ca/formacions/hort-comunitari/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/ca/formacions/l-hort-de-la-bordeta/")
    back = save(make_draft(), made.training_id)
    assert back.slug == "hort-comunitari"
    assert db.session.scalars(select(TrainingOldSlug.slug)).all() == ["l-hort-de-la-bordeta"]


def test_a_shorter_title_gets_its_own_address(app: Flask) -> None:
    made = save(make_draft("Curs cooperatives"))
    assert save(make_draft("Curs"), made.training_id).slug == "curs"


def test_an_address_is_never_given_twice(app: Flask) -> None:
    first = save(make_draft(code="1"))
    assert save(make_draft(code="2")).slug == "hort-comunitari-2"
    save(make_draft("Altra cosa", code="1"), first.training_id)
    third = save(make_draft(code="3"))
    assert third.slug == "hort-comunitari-3"
    assert save(make_draft(code="3"), third.training_id).slug == "hort-comunitari-3"


def test_another_spelling_of_an_entity_or_a_venue_is_the_same_one(app: Flask) -> None:
    made = save(make_draft())
    venue = replace(CAN_BATLLO, name="CAN BATLLO", address="recinte de can batlló")
    again = make_draft(
        partners=(Partner("coopolis", ("coordination", "teaching")), make_draft().partners[1]),
        sessions=(session(7, venue=venue), session(14, venue=replace(CAN_BATLLO, barri=None))),
    )
    assert save(again, made.training_id).changes == ()
    assert (count(Venue), count(Initiative)) == (1, 2)


def test_a_barri_put_right_is_a_change_of_every_training_there(app: Flask) -> None:
    one, two = save_public(make_draft(code="1")), save_public(make_draft("Un altre", code="2"))
    in_transaction(partial(places.locate, CAN_BATLLO.address, 41.3688, 2.1361))
    venue_id = db.session.scalars(select(Venue.id)).one()
    in_transaction(lambda: db.session.add(VenueAccess(venue_id=venue_id, code="sense_graons")))
    right = (session(7, venue=replace(CAN_BATLLO, barri="18")),)
    for made, title in ((one, "Hort comunitari"), (two, "Un altre")):
        saved = save(make_draft(title, code=read(made.training_id).code, sessions=right), made.training_id)
        assert [change.field for change in saved.changes] == ["sessions"]
        assert "b:18" in get(made.training_id).facets.split()
    placed = db.session.scalars(select(Venue).where(Venue.barri == "18")).one()
    assert (placed.latitude, placed.longitude) == (41.3688, 2.1361)
    assert db.session.scalars(select(VenueAccess.code).where(VenueAccess.venue_id == placed.id)).all() == [
        "sense_graons"
    ]


def test_the_mutex_comes_before_anything_is_read(app: Flask) -> None:
    made = save_public()
    said: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement.split(" SET ", maxsplit=1)[0].strip())

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        save(make_draft(capacity=3), made.training_id)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert next(each for each in said if not each.startswith(("BEGIN", "PRAGMA"))) == "UPDATE training"


def test_more_places_let_in_whoever_waits_at_once(app: Flask) -> None:
    made = save_public(make_draft(capacity=1))
    training = get(made.training_id)
    first = registrations.take(training, "Anna")
    second = registrations.take(get(made.training_id), "Berta")
    assert second.state == State.WAITING
    save(make_draft(capacity=2), made.training_id)
    assert registrations.get(second.public_id).state == State.CONFIRMED
    save(make_draft(capacity=1), made.training_id)
    assert get(made.training_id).taken == 2
    assert registrations.get(first.public_id).state == State.CONFIRMED


def test_places_taken_are_never_written_by_an_edit(app: Flask) -> None:
    made = save_public()
    registrations.take(get(made.training_id))
    save(make_draft("Un altre nom", topics=(), questions=()), made.training_id)
    assert get(made.training_id).taken == 1


def test_who_does_not_exist_cannot_be_edited(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="training_not_found"):
        save(make_draft(), 999)


def test_codes_are_found_however_their_letters_are_written(app: Flask) -> None:
    made = save(make_draft(code="F2627-x"))
    assert locking.find_by_codes(["f2627 \u2013 X", "T-9"]) == {"f2627-x": made.training_id}
