"""Who runs trainings writes them part by part; nothing that is typed is lost, and nobody's is seen by others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import personal_data
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.trainings.models import Training, TrainingTyped
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.service.snapshots import read
from coopnet.trainings.service.writing import clear_typed
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.programme import make_programme_training
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

PARTS = ("text-ca", "sessions", "inscripcio", "equip", "dades", "preguntes", "text-es", "text-en")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def coordinator(app: Flask, name: str = "Rosa") -> Reader:
    account = make_account(f"{name.lower()}@example.org", name=name)
    give_role(account, Role.COORDINATOR)
    return sign_in(visitor(app), account, is_strong=True)


@pytest.fixture
def rosa(app: Flask) -> Reader:
    return coordinator(app)


@pytest.fixture
def training(app: Flask) -> str:
    """The address of a draft that says nearly everything."""
    return make_programme_training(
        days=20,
        sessions=2,
        status="draft",
        is_public=False,
        slug="hort",
        texts={"ca": {"title": "Hort", "summary": "Verd"}, "es": {"title": "Huerto"}},
        topics=("habitatge_cooperatiu",),
        trainers=["Pau Riera"],
    ).slug


def at(slug: str, part: str = "") -> str:
    return f"/ca/gestio/formacions/{slug}/edita/{part}"


def now_as(slug: str) -> Draft:
    db.session.rollback()
    return read(db.session.scalars(select(Training.id).where(Training.slug == slug)).one())


def typed_of(part: str) -> list[dict[str, list[str]]]:
    db.session.rollback()
    return list(db.session.scalars(select(TrainingTyped.typed).where(TrainingTyped.part == part)))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_saved_as_it_is_changes_nothing(rosa: Reader, training: str, part: str) -> None:
    before = now_as(training)
    answer = rosa.submit(at(training, part), go="parts")
    assert (answer.status_code, answer.headers["Location"]) == (303, at(training))
    assert now_as(training) == before


def test_a_training_is_begun_once_and_written_until_it_can_be_published(rosa: Reader) -> None:
    page = rosa.get("/ca/gestio/formacions/nova")
    sent = {**read_form(page.text).fields, "title": "Reparar bicis"}
    first, again = (rosa.post("/ca/gestio/formacions/nova", data=sent) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"] == at("reparar-bicis")
    assert "/publica" not in rosa.get(at("reparar-bicis")).text
    session = {"day_0": "2027-01-14", "from_0": "18:00", "to_0": "20 h", "venue_0": "Can Batlló", "weeks": "2"}
    onward = rosa.submit(at("reparar-bicis", "sessions"), **session, go="next")
    assert onward.headers["Location"] == at("reparar-bicis", "inscripcio")
    rosa.submit(at("reparar-bicis", "inscripcio"), capacity="20", closes="2027-01-10", companions="1")
    rosa.submit(at("reparar-bicis", "equip"), name_0="Ateneu de les Bicis", roles_0=["teaching"], trainers="Ona\nPau")
    question = {"text_0": "Portes bici?", "kind_0": "yes_no", "why_0": "Per saber quantes eines calen"}
    rosa.submit(at("reparar-bicis", "preguntes"), **question)
    draft = now_as("reparar-bicis")
    assert [each.starts_at for each in draft.sessions] == [
        datetime(2027, 1, 14 + 7 * week, 17, tzinfo=UTC) for week in range(3)
    ]
    assert [each.venue.name for each in draft.sessions if each.venue] == ["Can Batlló"] * 3
    assert (draft.capacity, draft.max_companions) == (20, 1)
    assert draft.closes_at == datetime(2027, 1, 10, 23, tzinfo=UTC), "the whole of the last day, here"
    assert [(each.name, each.roles) for each in draft.partners] == [("Ateneu de les Bicis", ("teaching",))]
    assert (draft.trainers, draft.questions[0].why) == (("Ona", "Pau"), "Per saber quantes eines calen")
    rosa.submit(at("reparar-bicis"), form="action=/ca/gestio/formacions/reparar-bicis/publica")
    assert "Reparar bicis" in rosa.get("/ca/formacions/reparar-bicis/").text


def test_what_becomes_online_alone_sends_nobody_anywhere(rosa: Reader, training: str) -> None:
    rosa.submit(at(training, "sessions"), format="online")
    assert [(each.venue, each.room) for each in now_as(training).sessions] == [(None, "")] * 2


def test_a_week_later_is_the_same_hour_here_also_when_the_clocks_change(rosa: Reader, training: str) -> None:
    gone = {f"{name}_1": "" for name in ("day", "from", "to", "venue", "room", "address", "link")}
    rosa.submit(at(training, "sessions"), day_0="2027-03-25", from_0="22.00", to_0="1:00", weeks="1", **gone)
    sessions = [each for each in now_as(training).sessions if each.starts_at.year == 2027]
    assert [(each.starts_at, each.ends_at) for each in sessions] == [
        (datetime(2027, 3, 25, 21, tzinfo=UTC), datetime(2027, 3, 26, 0, tzinfo=UTC)),
        (datetime(2027, 4, 1, 20, tzinfo=UTC), datetime(2027, 4, 1, 23, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("text-ca", {"title": ""}, "title"),
        ("sessions", {"day_0": "el dijous"}, "day_0"),
        ("sessions", {"to_1": ""}, "to_1"),
        ("sessions", {"link_0": "javascript:alert(1)"}, "link_0"),
        ("sessions", {"weeks": "99"}, "weeks"),
        ("inscripcio", {"capacity": "molts"}, "capacity"),
        ("inscripcio", {"registration_type": "external", "external_url": ""}, "external_url"),
        ("inscripcio", {"opens": "2027-01-10", "closes": "2027-01-09"}, "closes"),
        ("inscripcio", {"companions": "99"}, "companions"),
        ("equip", {"name_0": "", "roles_0": ["teaching"]}, "name_0"),
        ("preguntes", {"text_0": "Quina?", "kind_0": "one_choice", "options_0": "una", "why_0": "x"}, "options_0"),
        ("preguntes", {"text_0": "Quina?", "why_0": ""}, "why_0"),
    ],
)
def test_what_is_wrong_is_kept_as_it_was_left_and_changes_nothing(
    app: Flask, rosa: Reader, training: str, part: str, typed: dict[str, Any], said: str
) -> None:
    before = now_as(training)
    left = rosa.submit(at(training, part), **typed, go="parts")
    assert (left.status_code, now_as(training)) == (303, before)
    shown = rosa.get(at(training, part)).text
    assert f'id="{said}-problem"' in shown
    fields = read_form(shown).fields
    assert all(fields[name] == (value if isinstance(value, list) else [value]) for name, value in typed.items())
    assert f'id="{said}-problem"' not in coordinator(app, "Pere").get(at(training, part)).text, "it is theirs alone"


def test_what_a_page_keeps_by_itself_changes_nothing_and_goes_when_it_is_saved(
    app: Flask, rosa: Reader, training: str
) -> None:
    before = now_as(training)
    assert rosa.submit(at(training, "text-ca"), title="Hort nou", keep="1").status_code == 204
    assert (now_as(training), typed_of("text-ca")[0]["title"]) == (before, ["Hort nou"])
    assert 'value="Hort nou"' in rosa.get(at(training, "text-ca")).text
    pere = coordinator(app, "Pere")
    assert "Rosa" in pere.get(at(training, "text-ca")).text, "who else is at it is said"
    assert "Rosa" not in pere.get(at(training, "sessions")).text
    rosa.submit(at(training, "text-ca"), go="parts")
    assert (now_as("hort-nou").title, typed_of("text-ca")) == ("Hort nou", [])


def test_two_who_write_the_same_are_told_and_neither_loses_a_word(app: Flask, rosa: Reader, training: str) -> None:
    opened = {**read_form(rosa.get(at(training, "text-ca")).text).fields, "summary": "Verd i nostre"}
    coordinator(app, "Pere").submit(at(training, "text-ca"), summary="Molt verd")
    told = rosa.post(at(training, "text-ca"), data=opened)
    assert told.status_code == 422
    assert "Molt verd" in told.text
    assert 'value="Verd i nostre"' in told.text
    assert now_as(training).texts[0].summary == "Molt verd"
    assert rosa.post(at(training, "text-ca"), data=read_form(told.text).fields).status_code == 303
    assert now_as(training).texts[0].summary == "Verd i nostre"


def test_a_public_training_takes_nothing_half_done(rosa: Reader, app: Flask) -> None:
    slug = make_programme_training(days=5, slug="publica", texts={"ca": {"title": "Pública"}}, capacity=9).slug
    wrong = rosa.submit(at(slug, "text-ca"), title="", go="parts")
    assert (wrong.status_code, now_as(slug).title) == (422, "Pública")
    assert "capacity" not in read_form(rosa.get(at(slug, "inscripcio")).text).fields, (
        "that page says first what happens"
    )
    rosa.submit(at(slug, "inscripcio"), companions="2")
    assert (now_as(slug).capacity, now_as(slug).max_companions) == (9, 2)


@pytest.mark.parametrize("changed", [{"status": "cancelled"}, {"days": -9}])
def test_what_is_off_or_over_is_not_written(rosa: Reader, changed: dict[str, Any]) -> None:
    slug = make_programme_training(**{"days": 5, **changed}).slug
    assert [rosa.get(at(slug, part)).status_code for part in ("", "text-ca")] == [404, 404]


def test_it_is_shown_as_people_will_see_it_to_who_writes_it_alone(app: Flask, rosa: Reader, training: str) -> None:
    look = f"/es/gestio/formacions/{training}/mostra"
    page = rosa.get(look)
    assert "Huerto" in page.text
    assert "Pau Riera" in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert f'src="/es/gestio/formacions/{training}/mostra"' in rosa.get(f"{look}/petita").text
    assert rosa.get(f"/ca/gestio/formacions/{training}/edita/no").status_code == 404
    assert visitor(app).get(look).status_code == 303
    assert visitor(app).get(f"/ca/formacions/{training}/").status_code == 404


def test_what_nobody_goes_on_with_goes(rosa: Reader, training: str) -> None:
    rosa.submit(at(training, "text-ca"), title="x", keep="1")
    late = NOW + timedelta(days=32)
    assert [line.overdue for line in personal_data.report(late) if "training_typed" in line.field.name] == [1]
    with committing():
        clear_typed(late - timedelta(days=3))
    assert len(typed_of("text-ca")) == 1
    in_transaction(lambda: clear_typed(late))
    assert typed_of("text-ca") == []


def test_more_sessions_ask_no_more_questions(rosa: Reader) -> None:
    few, many = (make_programme_training(days=9, sessions=n, status="draft", is_public=False).slug for n in (1, 9))
    counted = []
    for slug in (few, few, many):
        with counted_queries() as asked:
            rosa.get(at(slug, "sessions"))
        counted.append(len(asked))
    assert counted[1] == counted[2]
