"""What is changed while somebody has a form open: by the team, or by themselves in another tab."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from coopnet.foundation import links
from coopnet.foundation.db import committing, db
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import MANAGE
from coopnet.trainings.models import Training, TrainingOldSlug
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader, parse, read_form

MARIA = {"name": "Maria Puig", "email": "maria@example.org"}


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def form_of(training: Training) -> str:
    return f"/ca/formacions/{training.slug}/inscripcio"


def change(training: Training, **values: Any) -> None:
    with committing():
        one = db.session.get_one(Training, training.id)
        for name, value in values.items():
            setattr(one, name, value)


def rename(training: Training) -> str:
    """Its old slug."""
    old = training.slug
    with committing():
        db.session.add(TrainingOldSlug(slug=old, training_id=training.id))
        db.session.get_one(Training, training.id).slug = f"{old}-nova"
    return old


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def alert_of(page: str) -> str:
    return "".join(next(each for each in parse(page).iter() if each.get("role") == "alert").itertext())


@pytest.mark.parametrize("under", ["", "calendari.ics", "imatge.png", "inscripcio", "inscripcio/enviada"])
def test_a_renamed_training_is_found_at_its_old_addresses_with_what_was_asked(client: Reader, under: str) -> None:
    old = rename(open_training())
    answer = client.get(f"/es/formacions/{old}/{under}?utm=1")
    assert (answer.status_code, answer.location) == (301, f"/es/formacions/{old}-nova/{under}?utm=1")


def test_what_was_typed_into_the_form_of_a_renamed_training_makes_its_registration(client: Reader) -> None:
    training = open_training()
    fields = read_form(client.get(form_of(training)).text).fields | MARIA
    old = rename(training)
    answer = client.post(f"/ca/formacions/{old}/inscripcio?envia=1", data=fields)
    assert (answer.status_code, answer.location) == (308, f"/ca/formacions/{old}-nova/inscripcio?envia=1")
    assert client.post(answer.location, data=fields).status_code == 303
    assert count() == 1


def test_what_never_was_a_training_is_no_page(client: Reader) -> None:
    assert client.get("/ca/formacions/mai-no-hi-ha-estat/inscripcio").status_code == 404


@pytest.mark.parametrize(
    ("allowed", "told", "mistake"),
    [
        (0, "cadascú s'hi apunta pel seu compte", {}),
        (1, "Et pot acompanyar 1 persona com a màxim", {"email": "maria"}),
    ],
)
def test_whoever_was_typed_when_more_could_come_is_not_left_out_unsaid(
    client: Reader, allowed: int, told: str, mistake: dict[str, str]
) -> None:
    training = open_training(max_companions=2)
    fields = read_form(client.get(form_of(training)).text).fields | MARIA
    change(training, max_companions=allowed)
    answer = client.post(
        form_of(training), data=fields | {"companion_1": "Joan Vidal", "companion_2": "Laia Pons"} | mistake
    )
    assert answer.status_code == 422
    assert count() == 0
    assert told in alert_of(answer.text)
    again = read_form(answer.text).fields
    assert (again["companion_1"], again["companion_2"]) == (["Joan Vidal"], ["Laia Pons"])
    assert [each.get("id") for each in parse(answer.text).iter("input") if each.get("aria-invalid")][
        -1
    ] == "companion_2"
    kept = {"companion_1": "Joan Vidal"} if allowed else {"companion_1": ""}
    assert client.post(form_of(training), data=again | MARIA | {"companion_2": ""} | kept).status_code == 303
    db.session.rollback()
    made = get(db.session.scalars(select(Registration.public_id)).one())
    assert [each.name for each in made.companions] == ["Joan Vidal"][:allowed]


def test_who_sends_again_what_was_taken_when_more_could_come_is_not_told_that_it_was_not(client: Reader) -> None:
    training = open_training(max_companions=1)
    fields = read_form(client.get(form_of(training)).text).fields | MARIA | {"companion_1": "Joan Vidal"}
    first = client.post(form_of(training), data=fields)
    change(training, max_companions=0)
    assert client.post(form_of(training), data=fields).location == first.location


def test_a_number_that_no_training_offers_makes_no_field(client: Reader) -> None:
    training = open_training()
    fields = read_form(client.get(form_of(training)).text).fields
    answer = client.post(form_of(training), data=fields | {"companion_21": "Joan", "companion_99": "Pau"})
    assert answer.status_code == 422
    offered = {name for name in read_form(answer.text).fields if name.startswith("companion_")}
    assert offered == {"companion_1"}


def page_of(one: Registration) -> str:
    return f"/ca/inscripcions/{links.make_link(MANAGE, one.public_id, one.link_version)}/canviar"


def test_a_companion_added_in_another_tab_stays_until_one_has_seen_it(client: Reader) -> None:
    one = take(open_training(max_companions=2))
    stale = read_form(client.get(page_of(one)).text).fields
    assert client.submit(page_of(one), companion_1="Xavi Roca").status_code == 303
    answer = client.post(page_of(one), data=stale | {"language": "es"})
    assert answer.status_code == 409
    assert "mentre tenies aquesta pàgina oberta" in alert_of(answer.text)
    stands = ["".join(each.itertext()) for each in parse(answer.text).iter("dd")]
    assert stands == ["Català", "Xavi Roca"]
    kept = get(one.public_id)
    assert ([each.name for each in kept.companions], kept.language) == (["Xavi Roca"], "ca")
    both = read_form(answer.text).fields
    assert (both["language"], both["companion_1"]) == (["es"], [""]), "what was typed is there still"
    assert client.post(page_of(one), data=both | {"companion_1": "Xavi Roca"}).status_code == 303
    kept = get(one.public_id)
    assert ([each.name for each in kept.companions], kept.language) == (["Xavi Roca"], "es")


def test_who_has_seen_it_and_saves_all_the_same_is_heard(client: Reader) -> None:
    one = take(open_training())
    stale = read_form(client.get(page_of(one)).text).fields
    client.submit(page_of(one), companion_1="Xavi Roca")
    answer = client.post(page_of(one), data=stale)
    assert client.post(page_of(one), data=read_form(answer.text).fields).status_code == 303
    assert get(one.public_id).companions == []


def test_the_same_change_twice_is_one(client: Reader) -> None:
    one = take(open_training())
    sent = read_form(client.get(page_of(one)).text).fields | {"companion_1": "Xavi Roca"}
    assert [client.post(page_of(one), data=sent).status_code for _ in range(2)] == [303, 303]


def test_a_companion_who_may_not_come_any_more_is_said_where_they_are_typed(client: Reader) -> None:
    training = open_training(max_companions=2)
    one = take(training)
    sent = read_form(client.get(page_of(one)).text).fields | {"companion_2": "Xavi Roca"}
    change(training, max_companions=0)
    answer = client.post(page_of(one), data=sent)
    assert answer.status_code == 422
    assert read_form(answer.text).fields["companion_2"] == ["Xavi Roca"]
    assert "cadascú s'hi apunta pel seu compte" in alert_of(answer.text)
    assert get(one.public_id).companions == []
