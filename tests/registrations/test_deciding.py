"""What staff may decide, and when it is too late."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.service import changing, deciding
from coopnet.trainings.models import Training
from coopnet.trainings.service import publishing
from tests.factories.registrations import NOW, get, open_training, take

ACTOR = "equip@example.org"
Letters = Callable[..., list[Dispatch]]


def approve(code: str, now: object = NOW) -> None:
    in_transaction(lambda: deciding.approve(code, actor=ACTOR, now=now))  # type: ignore[arg-type]


def test_nobody_is_let_in_after_the_start(app: Flask, letters: Letters) -> None:
    training = open_training(registration_type="approval")
    one = take(training)
    with pytest.raises(RuleBroken, match="too_late_to_approve"):
        approve(code_of(one), NOW + timedelta(days=7))
    assert get(one.public_id).state == "pending"
    assert [letter.kind for letter in letters()] == ["registration.pending"]


def test_nobody_is_let_in_once_it_is_called_off(app: Flask) -> None:
    training = open_training(registration_type="approval")
    one, slug = take(training), training.slug
    in_transaction(lambda: publishing.cancel(slug, actor=ACTOR, now=NOW))
    with pytest.raises(RuleBroken, match="training_cancelled"):
        approve(code_of(one))
    assert get(one.public_id).state == "pending"


def test_a_request_is_declined_even_then(app: Flask) -> None:
    one = take(open_training(registration_type="approval"))
    code = code_of(one)
    in_transaction(lambda: deciding.decline(code, actor=ACTOR, now=NOW + timedelta(days=8)))
    assert get(one.public_id).state == "declined"


def test_the_terminal_says_why_in_words(app: Flask, clock_at: Callable[..., None]) -> None:
    one = take(open_training(registration_type="approval"))
    clock_at(NOW + timedelta(days=8))
    result = app.test_cli_runner().invoke(args=["registrations", "approve", code_of(one), "--actor", ACTOR])
    assert result.exit_code == 1
    assert "ha començat" in result.output
    assert "too_late" not in result.output


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_who_cancelled_while_staff_looked_them_up_gives_back_one_place(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff read before the lock; a second statement may see more than the first, so it is read again inside."""
    training = open_training(capacity=1)
    one = take(training)
    code, public_id, look_up = code_of(one), one.public_id, deciding._find

    def cancel_meanwhile() -> None:
        with app.app_context():
            in_transaction(lambda: changing.cancel(public_id, now=NOW))

    def slowly(code: str) -> Registration:
        found = look_up(code)
        other = Thread(target=cancel_meanwhile)
        other.start()
        other.join()
        return found

    monkeypatch.setattr(deciding, "_find", slowly)
    with pytest.raises(RuleBroken, match="registration_ended"):
        in_transaction(lambda: deciding.cancel_by_code(code, actor=ACTOR, now=NOW))
    db.session.rollback()
    assert db.session.scalars(select(Training.taken).where(Training.id == training.id)).one() == 0


@pytest.mark.parametrize(
    ("after", "kinds"), [(timedelta(0), ["cancelled_by_team", "declined"]), (timedelta(hours=2), [])]
)
def test_nobody_is_written_to_about_what_is_over(
    app: Flask, letters: Letters, after: timedelta, kinds: list[str]
) -> None:
    held, asked = take(open_training()), take(open_training(registration_type="approval"))
    codes, then = [code_of(each) for each in (held, asked)], NOW + timedelta(days=7) + after
    before = len(letters())
    in_transaction(lambda: deciding.cancel_by_code(codes[0], actor=ACTOR, now=then))
    in_transaction(lambda: deciding.decline(codes[1], actor=ACTOR, now=then))
    assert [get(each.public_id).state for each in (held, asked)] == ["cancelled", "declined"]
    assert [letter.kind for letter in letters()][before:] == [f"registration.{kind}" for kind in kinds]
