"""What a clumsy or hostile hand types into the form makes nothing half-done, and loses nothing."""

import io
from collections.abc import Callable

import pytest
from flask import current_app
from sqlalchemy import func, select

from coopnet.foundation.db import committing, db
from coopnet.foundation.ids import new_public_id
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training, TrainingQuestion
from coopnet.web import limits
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader, parse

Clock = Callable[..., None]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def form_of(training: Training) -> str:
    return f"/ca/formacions/{training.slug}/inscripcio"


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Registration.name).order_by(Registration.id)))


def ask(training: Training, kind: str, *, options: tuple[str, ...] = (), text: str = "Quina?") -> str:
    """A required question; the name of its field."""
    question = TrainingQuestion(
        public_id=new_public_id(),
        training_id=training.id,
        position=0,
        kind=kind,
        text=text,
        options=list(options),
        is_required=True,
    )
    with committing():
        db.session.add(question)
    return f"q_{question.public_id}"


@pytest.mark.parametrize(
    "typed",
    ["   ", "\u200b\u200b", "\u202e", "\x00", "\u3164", "-", "1234", "http://evil.example/x", "www.evil.example"],
)
def test_a_name_that_nobody_could_read_out_is_asked_for_again(client: Reader, typed: str) -> None:
    answer = client.submit(form_of(open_training()), name=typed, email="maria@example.org")
    assert answer.status_code == 422
    assert names() == []


@pytest.mark.parametrize("typed", ["محمد علي", "王", 'O\'Brien "Bob" <b>', "{{7*7}} x", "Ñ" * 120, "de l'Amo i Puig-7"])
def test_any_script_and_any_sign_may_stand_in_a_name(client: Reader, typed: str) -> None:
    client.submit(form_of(open_training()), name=typed, email="maria@example.org")
    assert names() == [typed]


@pytest.mark.parametrize("field", ["way", "language", "needs"])
def test_a_choice_that_no_page_offers_is_refused_in_the_readers_words(client: Reader, field: str) -> None:
    training = open_training(has_two_ways=True, format="hybrid", capacity=3, online_capacity=3)
    typed = {"name": "Maria", "email": "maria@example.org", "way": "online", "needs_consent": "y", "language": "ca"}
    answer = client.submit(form_of(training), **(typed | {field: "moon"}))
    assert answer.status_code == 422
    assert "Tria una de les respostes." in answer.text
    assert "valid choice" not in answer.text
    assert names() == []


def test_a_child_or_a_companion_has_a_name_too(client: Reader) -> None:
    who = {"name": "Rosa", "email": "rosa@example.org"}
    path = form_of(open_training())
    assert client.submit(path, **who, is_child="y", child_name="\u200b").status_code == 422
    assert client.submit(path, **who, companion_1="\u200b").status_code == 422
    assert names() == []


def test_a_childs_name_without_the_box_is_questioned_not_dropped(client: Reader) -> None:
    answer = client.submit(form_of(open_training()), name="Rosa", email="rosa@example.org", child_name="Nil")
    assert answer.status_code == 422
    assert 'href="#is_child"' in answer.text
    assert '<details class="disclosure" open>' in answer.text


@pytest.mark.parametrize("kind", ["short_text", "long_text", "number"])
def test_spaces_answer_no_question(client: Reader, kind: str) -> None:
    training = open_training()
    field = ask(training, kind)
    answer = client.submit(form_of(training), name="Maria", email="maria@example.org", **{field: "  \r\n "})
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["one_choice", "many_choices", "yes_no"])
def test_a_question_that_must_be_answered_is_not_called_optional(client: Reader, kind: str) -> None:
    training = open_training(max_companions=0)
    ask(training, kind, options=("Una", "Altra"))
    page = parse(client.get(form_of(training)).text)
    legends = ["".join(legend.itertext()) for legend in page.iter("legend")]
    assert {"one_choice": "Quina?", "many_choices": "Quina? (tria'n almenys una)", "yes_no": "Quina?"}[kind] in legends


def test_problems_with_the_same_words_say_which_question_they_mean(client: Reader) -> None:
    training = open_training()
    ask(training, "yes_no", text="Tens ordinador?")
    ask(training, "yes_no", text="Tens mòbil?")
    summary = parse(client.submit(form_of(training), name="Maria", email="maria@example.org").text)
    links = ["".join(link.itertext()) for link in summary.iter("a") if link.get("href", "").startswith("#q_")]
    assert len(set(links)) == 2


def test_a_file_where_a_text_is_expected_is_no_answer(client: Reader) -> None:
    data = {"name": (io.BytesIO(b"x"), "name.txt"), "email": "maria@example.org"}
    answer = client.post(form_of(open_training()), data=data, content_type="multipart/form-data")
    assert answer.status_code == 422


@pytest.mark.parametrize("body", [b"[1,2]", b'"x"', b"{}", b"null"])
def test_json_is_no_form(client: Reader, body: bytes) -> None:
    answer = client.post(form_of(open_training()), data=body, content_type="application/json")
    assert answer.status_code == 422


def test_whose_browser_keeps_no_cookies_is_told_so(client: Reader) -> None:
    training = open_training()
    page = client.get(form_of(training)).text
    client.delete_cookie(current_app.config["SESSION_COOKIE_NAME"])
    without = client.post(form_of(training), data={"name": "Maria", "csrf_token": "x"})
    assert "cookies" in _alert(without.text) or "galetes" in _alert(without.text)
    client.get(form_of(training))
    aged = client.post(form_of(training), data={"name": "Maria", "csrf_token": "x"})
    assert page
    assert "galetes" not in _alert(aged.text)


def test_who_tries_too_often_waits_and_loses_nothing(client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "register", "1 per hour")
    path = form_of(open_training())
    client.submit(path, name="Maria", email="maria@example.org")
    answer = client.submit(path, name="Una germana", email="maria@example.org")
    assert answer.status_code == 429
    assert 'value="Una germana"' in answer.text
    assert 'role="alert"' in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert names() == ["Maria"]


def test_an_invisible_letter_makes_nobody_another_person(client: Reader) -> None:
    training = open_training()
    client.submit(form_of(training), name="Maria Puig", email="maria@example.org")
    again = client.submit(form_of(training), name="Maria\u200b Puig", email="ｍaria@example.org")
    assert again.location.endswith("/inscripcio/enviada")
    assert names() == ["Maria Puig"]


def test_an_accent_makes_nobody_another_person(client: Reader) -> None:
    training = open_training()
    client.submit(form_of(training), name="Anna Puig", email="anna@example.org")
    again = client.submit(form_of(training), name="Ánna Puig", email="anna@example.org")
    assert again.location.endswith("/inscripcio/enviada")
    assert names() == ["Anna Puig"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"companion_1": "ánna  PUIG"}, "companion_1"),
        ({"companion_1": "Pau", "companion_2": "PAU"}, "companion_2"),
        ({"is_child": "y", "child_name": "anna puig"}, "child_name"),
        ({"is_child": "y", "child_name": "Nil", "companion_1": "Nil"}, "companion_1"),
    ],
)
def test_nobody_is_counted_twice_in_one_party(client: Reader, typed: dict[str, str], wrong: str) -> None:
    training = open_training(max_companions=2)
    answer = client.submit(form_of(training), name="Anna Puig", email="anna@example.org", **typed)
    assert answer.status_code == 422
    assert f'id="{wrong}-problem"' in answer.text
    assert answer.text.count('class="problem"') == 1
    assert names() == []


def test_a_guardian_may_come_with_the_child_and_nobody_is_added_twice_later(client: Reader) -> None:
    training = open_training(max_companions=2)
    child = {"is_child": "y", "child_name": "Nil Puig", "companion_1": "Anna Puig"}
    made = client.submit(form_of(training), name="Anna Puig", email="anna@example.org", **child)
    assert names() == ["Nil Puig"]
    refused = client.submit(f"{made.location}canviar", companion_2="Nil Puig")
    assert refused.status_code == 422
    assert 'id="companion_2-problem"' in refused.text
    assert client.submit(f"{made.location}canviar", companion_2="Nil Puig Serra").status_code == 303


def test_what_parts_two_names_never_makes_them_one(client: Reader) -> None:
    client.submit(form_of(open_training()), name="Anna\x00Puig\x07", email="anna@example.org")
    assert names() == ["Anna Puig"]


def test_a_mailbox_that_no_mail_system_has_is_refused(client: Reader) -> None:
    training = open_training()
    assert client.submit(form_of(training), name="Anna", email=f"{'a' * 65}@example.org").status_code == 422
    assert client.submit(form_of(training), name="Anna", email=f"{'a' * 64}@example.org").status_code == 303


def test_the_first_form_sent_once_more_gives_no_link_after_the_contact_was_changed(client: Reader) -> None:
    path = form_of(open_training())
    page = client.get(path).text
    form = {
        field.get("name", ""): field.get("value", "")
        for field in parse(page).iter("input")
        if field.get("type") == "hidden"
    }
    typed = {**form, "name": "Maria", "email": "vella@example.org", "language": "ca"}
    first = client.post(path, data=typed)
    changed = client.submit(f"{first.location}canviar", email="nova@example.org")
    again = client.post(path, data=typed)
    assert again.location != changed.location
    assert again.location.endswith("/inscripcio/enviada")
    assert names() == ["Maria"]


def test_one_page_key_in_two_trainings_makes_two_registrations(client: Reader) -> None:
    for training in (open_training(), open_training()):
        client.submit(form_of(training), name="Maria", email="maria@example.org", form_key="always the same")
    assert len(names()) == 2


@pytest.mark.parametrize("slug", ["%00", "a%00b", "a%0Ab", "%ff", "..%2f..", "%F0%9F%98%80", "'--"])
@pytest.mark.parametrize("page", ["inscripcio", "inscripcio/enviada"])
def test_no_address_breaks_the_page(client: Reader, slug: str, page: str) -> None:
    assert client.get(f"/ca/formacions/{slug}/{page}").status_code == 404


def test_the_notice_opens_beside_the_form(client: Reader) -> None:
    page = parse(client.get(form_of(open_training())).text)
    link = next(link for link in page.iter("a") if link.get("target") == "_blank")
    assert link.get("rel") == "noopener"


def test_a_party_that_no_place_could_hold_does_not_wait_for_ever(client: Reader) -> None:
    training = open_training(capacity=2, max_companions=2)
    take(training, companions=("A",))
    waiting = client.submit(form_of(training), name="Maria", email="maria@example.org")
    answer = client.submit(f"{waiting.location}canviar", companion_1="B", companion_2="C")
    assert answer.status_code == 422
    public_id = db.session.scalars(select(Registration.public_id).where(Registration.name == "Maria")).one()
    assert get(public_id).party_size == 1
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2


def _alert(html: str) -> str:
    for part in parse(html).iter("div"):
        if part.get("role") == "alert":
            return "".join(part.itertext())
    return ""


def test_problems_are_told_in_the_order_of_the_page(client: Reader) -> None:
    training = open_training(max_companions=1)
    field = ask(training, "yes_no")
    answer = client.submit(form_of(training), name="", companion_1="-", child_name="-", needs_note="x")
    links = [link.get("href") for link in parse(answer.text).iter("a") if str(link.get("href")).startswith("#")]
    order = ["#name", "#email", f"#{field}", "#is_child", "#child_name", "#companion_1", "#needs_consent"]
    assert [link for link in links if link in order] == order
