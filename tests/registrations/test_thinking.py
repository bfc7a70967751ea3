"""A training is called off with a reason and something instead, and for five minutes it can be thought over."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.letters.wording import word
from coopnet.registrations.models import RegistrationNeeds
from coopnet.registrations.queries.held import TELL_MOVED
from coopnet.registrations.service import deciding, telling, thinking
from coopnet.trainings.models import Training
from coopnet.trainings.rules.parts import put
from coopnet.trainings.service import editing, publishing
from coopnet.trainings.service.snapshots import read
from tests.factories.accounts import NOW
from tests.factories.registrations import get, open_training, take
from tests.rig.reader import Reader, read_form

TOLD = NOW + timedelta(minutes=5)
CANCELLED = "registration.training_cancelled"
WHY = {"ca": "La sala és plena de fang.", "es": "La sala se ha inundado."}


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def call_off(training: Training, *, at: datetime = NOW, suggested: tuple[str, ...] = ()) -> None:
    slug = training.slug
    in_transaction(
        lambda: publishing.cancel(
            slug, reason=WHY, suggested=suggested, is_thought_over=True, actor="rosa@example.org", now=at
        )
    )


def worded(letter: Dispatch) -> Words:
    with in_language(letter.language):
        said = word(letter)
    assert isinstance(said, Words)
    return said


def status_of(training: Training) -> str:
    db.session.rollback()
    return db.session.get_one(Training, training.id).status


def run_jobs() -> None:
    """All of them, as a worker does when their time has come."""
    jobs = select(Dispatch).where(Dispatch.kind == deciding.TELL_CANCELLED, Dispatch.state == "queued")
    for job in db.session.scalars(jobs).all():
        in_transaction(lambda job=job: deciding.tell_cancelled(job))  # type: ignore[misc]


def test_why_and_what_instead_are_shown_before_and_reach_everybody(
    coordinator: Reader, client: Reader, letters: Callable[..., list[Dispatch]], clock_at: Callable[[datetime], None]
) -> None:
    training, other = open_training(), open_training()
    one = take(training)
    page = f"/ca/gestio/formacions/{training.slug}/anulla"
    assert coordinator.submit(page).status_code == 422, "a reason is asked for"
    shown = coordinator.submit(page, reason_ca=WHY["ca"], instead_0=other.public_id)
    assert WHY["ca"] in shown.text
    assert f"/formacions/{other.slug}/" in shown.text
    changed = {**read_form(shown.text).fields, "reason_ca": "Una altra cosa"}
    assert "Una altra cosa" in coordinator.post(page, data=changed).text, "what was changed is shown again"
    assert status_of(training) == "published"
    coordinator.post(page, data=read_form(shown.text).fields)
    assert status_of(training) == "cancelled"
    assert letters(CANCELLED) == []
    assert [job.due_at - job.queued_at for job in letters(deciding.TELL_CANCELLED)] == [TOLD - NOW]
    clock_at(TOLD + timedelta(minutes=1))
    run_jobs()
    said = worded(letters(CANCELLED)[0])
    for text in (said.text, said.html, client.get(f"/ca/formacions/{training.slug}/").text):
        assert "plena de fang" in text
        assert other.slug in text
    assert get(one.public_id).state == "confirmed"


def test_taken_back_in_time_nobody_hears_of_it_and_nothing_is_lost(
    coordinator: Reader, letters: Callable[..., list[Dispatch]], clock_at: Callable[[datetime], None]
) -> None:
    training = open_training()
    one = take(training, needs=("step_free",))
    call_off(training)
    desk = f"/ca/gestio/formacions/{training.slug}/"
    assert f'action="{desk}repensa"' in coordinator.get(desk).text
    assert coordinator.submit(desk, form=f"action={desk}repensa").status_code == 303
    assert status_of(training) == "published"
    assert f'action="{desk}repensa"' not in coordinator.get(desk).text
    clock_at(TOLD)
    run_jobs()
    assert letters(CANCELLED) == []
    assert db.session.get(RegistrationNeeds, get(one.public_id).id) is not None


def test_a_job_that_was_on_its_way_tells_nobody_of_what_is_on_again(letters: Callable[..., list[Dispatch]]) -> None:
    training = open_training()
    take(training)
    call_off(training)
    job = letters(deciding.TELL_CANCELLED)[0]
    number = training.id
    in_transaction(lambda: publishing.restore(number, actor="rosa@example.org", now=NOW))
    in_transaction(lambda: deciding.tell_cancelled(job))
    assert letters(CANCELLED) == []
    call_off(training, at=NOW + timedelta(minutes=1))
    in_transaction(lambda: deciding.tell_cancelled(job))
    assert letters(CANCELLED) == [], "called off anew, it is the other job's"


def test_a_list_says_which_training_is_off(app: Flask) -> None:
    training = open_training()
    take(training)
    call_off(training)
    run = app.test_cli_runner().invoke
    listed = ["registrations", "list", "--actor", "rosa@example.org"]
    assert f"{training.slug} (" in run(args=listed).output
    assert json.loads(run(args=[*listed, "--format", "json"]).output)[0]["training_status"] == "cancelled"


def test_once_people_are_told_it_cannot_be_taken_back() -> None:
    training = open_training()
    take(training)
    call_off(training)
    number = training.id
    with pytest.raises(RuleBroken, match="told_already"):
        in_transaction(lambda: thinking.take_back(number, actor="rosa@example.org", now=TOLD))
    assert status_of(training) == "cancelled"
    in_transaction(lambda: thinking.take_back(number, actor="rosa@example.org", now=NOW))
    with pytest.raises(RuleBroken, match="told_already"):
        in_transaction(lambda: thinking.take_back(number, actor="rosa@example.org", now=NOW))
    with pytest.raises(RuleBroken, match="not_called_off"):
        in_transaction(lambda: publishing.restore(number, actor="rosa@example.org", now=NOW))


def test_who_reads_another_language_reads_the_reason_in_theirs(letters: Callable[..., list[Dispatch]]) -> None:
    training = open_training()
    take(training, language="es")
    take(training, language="en")
    call_off(training)
    run_jobs()
    said = [worded(letter) for letter in letters(CANCELLED)]
    assert "se ha inundado" in said[0].text
    assert "plena de fang" in said[1].text


MOVED = "registration.training_moved"


def sessions_page(training: Training) -> str:
    return f"/ca/gestio/formacions/{training.slug}/edita/sessions"


def moved_to(reader: Reader, training: Training, day: str, said: str = "") -> None:
    """Both presses."""
    shown = reader.submit(sessions_page(training), day_0=day, said_ca=said, go="parts")
    assert shown.status_code == 200
    assert reader.post(sessions_page(training), data={**read_form(shown.text).fields, "go": "parts"}).status_code == 303


def day_of(training: Training) -> str:
    db.session.rollback()
    starts = db.session.get_one(Training, training.id).starts_at
    return "" if starts is None else f"{starts:%Y-%m-%d}"


def tell_moved() -> None:
    jobs = select(Dispatch).where(Dispatch.kind == TELL_MOVED, Dispatch.state == "queued").order_by(Dispatch.id)
    for job in db.session.scalars(jobs).all():
        in_transaction(lambda job=job: telling.tell_moved(job))  # type: ignore[misc]
        in_transaction(lambda job=job: outbox_done(job))  # type: ignore[misc]


def outbox_done(job: Dispatch) -> None:
    db.session.execute(update(Dispatch).where(Dispatch.id == job.id).values(state="sent"))


@pytest.fixture
def course() -> Training:
    """One session, in ten days."""
    starts = NOW + timedelta(days=10)
    return open_training(title="Hort", slug="hort", starts_at=starts, ends_at=starts + timedelta(hours=2))


def test_other_dates_are_shown_first_as_people_will_read_them_with_what_is_added(
    coordinator: Reader, course: Training, letters: Callable[..., list[Dispatch]]
) -> None:
    take(course, now=NOW - timedelta(hours=1))
    before = day_of(course)
    shown = coordinator.submit(sessions_page(course), day_0="2027-01-14", said_ca="Porta guants", go="parts")
    assert (shown.status_code, day_of(course)) == (200, before)
    assert "Porta guants" in shown.text
    changed = {**read_form(shown.text).fields, "day_0": "2027-01-15"}
    assert coordinator.post(sessions_page(course), data=changed).status_code == 200, "what was changed is shown again"
    assert day_of(course) == before
    assert coordinator.post(sessions_page(course), data=read_form(shown.text).fields).status_code == 303
    assert day_of(course) == "2027-01-14"
    [job] = letters(TELL_MOVED)
    assert job.due_at - job.queued_at == TOLD - NOW
    tell_moved()
    assert "Porta guants" in worded(letters(MOVED)[0]).text


def test_moved_back_in_time_only_who_came_meanwhile_hears_of_it(
    coordinator: Reader, course: Training, letters: Callable[..., list[Dispatch]], clock_at: Callable[[datetime], None]
) -> None:
    take(course, now=NOW - timedelta(hours=1))
    before = day_of(course)
    moved_to(coordinator, course, "2027-01-14")
    desk = f"/ca/gestio/formacions/{course.slug}/"
    clock_at(NOW + timedelta(minutes=2))
    meanwhile = take(course, now=NOW + timedelta(minutes=1))
    assert coordinator.submit(desk, form=f"action={desk}repensa").status_code == 303
    assert day_of(course) == before
    tell_moved()
    assert [letter.subject_id for letter in letters(MOVED)] == [meanwhile.public_id]


def test_of_two_changes_in_five_minutes_the_last_is_taken_back_and_one_letter_tells_the_rest(
    coordinator: Reader, course: Training, letters: Callable[..., list[Dispatch]], clock_at: Callable[[datetime], None]
) -> None:
    one = take(course, now=NOW - timedelta(hours=1))
    moved_to(coordinator, course, "2027-01-14", said="Primer")
    clock_at(NOW + timedelta(minutes=2))
    moved_to(coordinator, course, "2027-01-15", said="Segon")
    first, second = letters(TELL_MOVED)
    assert first.due_at == second.due_at, "the first one waits as long"
    desk = f"/ca/gestio/formacions/{course.slug}/"
    coordinator.submit(desk, form=f"action={desk}repensa")
    assert day_of(course) == "2027-01-14"
    tell_moved()
    assert [letter.subject_id for letter in letters(MOVED)] == [one.public_id]
    assert "Primer" in worded(letters(MOVED)[0]).text


def test_moved_then_called_off_then_taken_back_people_hear_of_the_move(
    coordinator: Reader, course: Training, letters: Callable[..., list[Dispatch]], clock_at: Callable[[datetime], None]
) -> None:
    one = take(course, now=NOW - timedelta(hours=1))
    moved_to(coordinator, course, "2027-01-14")
    clock_at(NOW + timedelta(minutes=4))
    call_off(course, at=NOW + timedelta(minutes=4))
    clock_at(NOW + timedelta(minutes=6))
    tell_moved()  # its time has come while the training is off
    assert letters(MOVED) == []
    number = course.id
    in_transaction(lambda: thinking.take_back(number, actor="rosa@example.org", now=NOW + timedelta(minutes=8)))
    tell_moved()
    assert [letter.subject_id for letter in letters(MOVED)] == [one.public_id]


def test_what_somebody_wrote_since_is_not_taken_back(coordinator: Reader, course: Training) -> None:
    take(course, now=NOW - timedelta(hours=1))
    moved_to(coordinator, course, "2027-01-14")
    number = course.id
    draft = put(read(number), {"sessions": ()})
    in_transaction(lambda: editing.save(draft, training_id=number, actor="pere@example.org", now=NOW))
    with pytest.raises(RuleBroken, match="edited_meanwhile"):
        in_transaction(lambda: thinking.take_back(number, actor="rosa@example.org", now=NOW + timedelta(minutes=1)))


def test_nobody_is_asked_what_to_tell_where_nobody_has_registered(coordinator: Reader, course: Training) -> None:
    page = coordinator.get(sessions_page(course))
    assert "said_ca" not in read_form(page.text).fields
    assert coordinator.submit(sessions_page(course), day_0="2027-01-14", go="parts").status_code == 303
    assert day_of(course) == "2027-01-14"
