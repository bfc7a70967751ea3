"""A resident takes a place: over HTTP, without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from coopnet.foundation.db import committing, db
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Agreement, Answer, Registration, RegistrationNeeds
from coopnet.registrations.rules.people import Contact
from coopnet.trainings.models import Training, TrainingQuestion
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader, parse, read_form

Letters = Callable[..., list[Dispatch]]
Clock = Callable[..., None]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def form_of(training: Training) -> str:
    return f"/ca/formacions/{training.slug}/inscripcio"


def only() -> Registration:
    db.session.rollback()
    return get(db.session.scalars(select(Registration.public_id)).one())


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_name_and_one_way_to_be_reached_are_enough(client: Reader, letters: Letters) -> None:
    training = open_training()
    answer = client.submit(form_of(training), name="Maria Puig", email="Maria@Example.org")
    assert answer.status_code == 303
    own = client.get(answer.location)
    assert 'data-state="confirmed"' in own.text
    made = only()
    assert (made.name, made.email, made.phone, made.language) == ("Maria Puig", "maria@example.org", None, "ca")
    assert [letter.kind for letter in letters()] == ["registration.confirmed"]


def test_a_phone_is_enough_too(client: Reader, letters: Letters) -> None:
    client.submit(form_of(open_training()), name="Maria", phone="612 34 56 78")
    assert only().phone == "+34612345678"
    assert letters()[0].channel == "sms"


def test_what_is_wrong_is_said_at_the_top_and_at_the_field_and_nothing_typed_is_lost(client: Reader) -> None:
    training = open_training()
    answer = client.submit(form_of(training), name="Maria <b>", email="maria@", companion_1="Joan")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'href="#email"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'value="Maria &lt;b&gt;"' in answer.text
    assert 'value="Joan"' in answer.text
    assert count() == 0


@pytest.mark.parametrize(
    "typed", [{}, {"email": "a@example.org"}, {"name": "Maria"}, {"name": "x" * 500, "phone": "1"}]
)
def test_what_is_missing_is_asked_for(client: Reader, typed: dict[str, str]) -> None:
    answer = client.submit(form_of(open_training()), **typed)
    assert answer.status_code == 422
    assert count() == 0


def test_a_mistyped_domain_is_questioned_and_not_refused(client: Reader) -> None:
    training = open_training()
    first = client.submit(form_of(training), name="Joan", email="joan@gmial.com")
    assert first.status_code == 422
    assert "joan@gmail.com" in first.text
    seen = read_form(first.text).fields["email_seen"]
    second = client.submit(form_of(training), name="Joan", email="joan@gmial.com", email_seen=seen)
    assert second.status_code == 303


LANDLINE, MOBILE = "93 123 45 67", "612 34 56 78"


def test_a_landline_is_questioned_and_not_refused(client: Reader, letters: Letters) -> None:
    training = open_training()
    first = client.submit(form_of(training), name="Joan", phone=LANDLINE)
    assert first.status_code == 422
    assert "missatges de text" in first.text.partition('role="alert"')[2].partition("</ul>")[0]
    seen = read_form(first.text).fields["phone_seen"]
    assert client.submit(form_of(training), name="Joan", phone="93 123 45 68", phone_seen=seen).status_code == 422
    assert count() == 0
    second = client.submit(form_of(training), name="Joan", phone=LANDLINE.replace(" ", ""), phone_seen=seen)
    assert second.status_code == 303
    assert only().phone == "+34931234567"


@pytest.mark.parametrize("typed", [{"phone": LANDLINE, "email": "joan@example.org"}, {"phone": MOBILE}])
def test_a_phone_that_messages_reach_or_need_not_reach_is_not_questioned(client: Reader, typed: dict[str, str]) -> None:
    assert client.submit(form_of(open_training()), name="Joan", **typed).status_code == 303


def test_who_gave_a_phone_alone_is_not_sent_to_their_mail(client: Reader) -> None:
    training = open_training()
    pages = {}
    for typed in ({"phone": MOBILE}, {"email": "joan@example.org"}):
        way = next(iter(typed))
        client.submit(form_of(training), name="Joan", **typed)
        again = client.submit(form_of(training), name="Joan", **typed).location
        links = client.submit("/ca/inscripcions/", **typed).location
        pages[way] = [main_of(client.get(path).text).lower() for path in (again, links)]
    for page in pages["phone"]:
        assert "correu" not in page
        assert "truca'ns" in page
    for page in pages["email"]:
        assert "correu brossa" in page


def main_of(page: str) -> str:
    return "".join(next(parse(page).iter("main")).itertext())


def test_a_question_is_named_where_it_is_told_what_is_wrong(client: Reader) -> None:
    training = open_training()
    asked = questions(training, yes_no=(True, []), number=(False, []))
    typed = {"name": "Joan", "email": "joan@example.org", asked["number"]: "tres"}
    for language, mark in (("ca", ""), ("es", ' lang="ca"')):
        answer = client.submit(f"/{language}/formacions/{training.slug}/inscripcio", **typed)
        told = answer.text.partition('role="alert"')[2].partition("</ul>")[0]
        for kind in asked:
            assert f'<span dir="auto"{mark}>Pregunta {kind}?</span> – ' in told


def test_who_types_both_again_is_told_that_the_letter_was_sent_and_nothing_more(
    client: Reader, letters: Letters
) -> None:
    training = open_training()
    known = take(training, "Maria Puig", contact=Contact(email="maria@example.org"))
    again = client.submit(form_of(training), name="maria puig", email="MARIA@example.org")
    assert again.location.endswith("/inscripcio/enviada")
    shown = client.get(again.location).text
    assert known.public_id not in shown
    assert "data-state" not in shown
    assert letters()[-1].kind == "registration.again"
    other = client.submit(form_of(training), name="Una altra persona", email="maria@example.org")
    assert "/inscripcions/" in other.location
    assert count() == 2


def test_why_a_question_is_asked_stands_under_it_and_belongs_to_its_field(client: Reader) -> None:
    training = open_training()
    asked = questions(training, yes_no=(False, []), number=(False, []))
    reasons = {kind: f"Ho demana {kind}." for kind in asked}
    with committing():
        for question in db.session.scalars(select(TrainingQuestion)):
            question.why = reasons[question.kind]
    shown = client.get(form_of(training)).text
    for kind, name in asked.items():
        assert re.search(rf'<p class="hint" id="{name}-hint"[^>]*>{reasons[kind]}</p>', shown)
        assert f'aria-describedby="{name}-hint"' in shown


def test_a_guardian_registers_a_child(client: Reader) -> None:
    client.submit(
        form_of(open_training()), name="Rosa Mare", email="rosa@example.org", is_child="y", child_name="Nil Infant"
    )
    assert (only().name, only().guardian_name) == ("Nil Infant", "Rosa Mare")


def test_needs_are_kept_only_with_consent_and_with_its_text(client: Reader) -> None:
    training = open_training()
    typed: dict[str, Any] = {
        "name": "Maria",
        "email": "maria@example.org",
        "needs": ["step_free"],
        "needs_note": "Cadira ampla",
    }
    refused = client.submit(form_of(training), **typed)
    assert refused.status_code == 422
    client.submit(form_of(training), **typed, needs_consent="y")
    made = only()
    assert made.needs is not None
    assert (made.needs.codes, made.needs.note) == (["step_free"], "Cadira ampla")
    kinds = db.session.scalars(select(Agreement.kind).order_by(Agreement.kind)).all()
    assert kinds == ["access_needs", "notice"]


@pytest.mark.parametrize("days", [0, 30], ids=["before it", "after it"])
def test_needs_are_taken_back_and_the_place_is_kept(client: Reader, clock_at: Clock, days: int) -> None:
    typed: dict[str, Any] = {"needs": ["step_free"], "needs_consent": "y"}
    answer = client.submit(form_of(open_training()), name="Maria", email="maria@example.org", **typed)
    clock_at(NOW + timedelta(days=days))
    client.submit(answer.location, form=f"action={answer.location}necessitats")
    assert db.session.scalar(select(func.count()).select_from(RegistrationNeeds)) == 0
    assert db.session.scalars(select(Agreement.kind)).all() == ["notice"]
    assert only().state == "confirmed"


def questions(training: Training, **kinds: tuple[bool, list[str]]) -> dict[str, str]:
    """Field names by kind."""
    rows = [
        TrainingQuestion(
            public_id=new_public_id(),
            training_id=training.id,
            position=position,
            kind=kind,
            text=f"Pregunta {kind}?",
            options=options,
            is_required=required,
        )
        for position, (kind, (required, options)) in enumerate(kinds.items())
    ]
    with committing():
        db.session.add_all(rows)
    return {row.kind: f"q_{row.public_id}" for row in rows}


def test_questions_are_marked_with_the_language_they_are_asked_in(client: Reader) -> None:
    training = open_training()
    questions(training, short_text=(False, []), one_choice=(False, ["pomes"]), yes_no=(False, []))
    pages = {code: client.get(f"/{code}/formacions/{training.slug}/inscripcio").text for code in ("ca", "en")}
    spoken = re.findall(r'<span(?: dir="auto")? lang="ca">([^<]*)', pages["en"])
    assert "pomes" in spoken
    assert len(spoken) == 4  # three questions and a choice; "Yes" and "No" are the page's own words
    assert '<span dir="auto" lang=' not in pages["ca"]


def test_questions_of_every_kind_are_asked_and_answered(client: Reader) -> None:
    training = open_training()
    field = questions(
        training,
        short_text=(True, []),
        long_text=(False, []),
        number=(True, []),
        one_choice=(True, ["Sí, i el portaré", "No"]),
        many_choices=(True, ["Català", "Àrab"]),
        yes_no=(True, []),
    )
    who = {"name": "Maria", "email": "maria@example.org"}
    assert client.submit(form_of(training), **who).text.count('class="problem"') == 5
    wrong: dict[str, Any] = {field["number"]: "tres", field["one_choice"]: "Potser", field["many_choices"]: ["Xinès"]}
    refused = client.submit(form_of(training), **who, **wrong, **{field["short_text"]: "x", field["yes_no"]: "perhaps"})
    assert refused.status_code == 422
    right: dict[str, Any] = {
        field["short_text"]: "Resposta",
        field["number"]: "2,5",
        field["one_choice"]: "Sí, i el portaré",
        field["many_choices"]: ["Català", "Àrab"],
        field["yes_no"]: "no",
    }
    answer = client.submit(form_of(training), **who, **right)
    assert answer.status_code == 303, answer.text
    values = db.session.scalars(select(Answer.value).order_by(Answer.question_id)).all()
    assert values == ["Resposta", 2.5, "Sí, i el portaré", ["Català", "Àrab"], False]


def test_a_form_whose_token_is_old_is_shown_again_with_everything_in_it(client: Reader) -> None:
    training = open_training()
    answer = client.submit(form_of(training), name="Maria", email="maria@example.org", csrf_token="old")
    assert answer.status_code == 422
    assert 'value="Maria"' in answer.text
    assert count() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "cancelled"},
        {"registration_type": "none"},
        {"registration_type": "external", "external_url": "https://example.org"},
        {"closes_at": NOW - timedelta(hours=1)},
        {"opens_at": NOW + timedelta(days=1)},
        {"starts_at": NOW - timedelta(hours=1)},
    ],
)
def test_who_cannot_register_is_told_why(client: Reader, changed: dict[str, object]) -> None:
    answer = client.get(form_of(open_training(**changed)))
    assert answer.status_code == 200
    assert "data-main" not in answer.text


def test_a_draft_is_no_page(client: Reader) -> None:
    training = open_training(status="draft", is_public=False)
    assert client.get(form_of(training)).status_code == 404
