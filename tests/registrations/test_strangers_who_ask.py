"""A contact can be typed by anybody: whoever tries too often keeps only themselves out, and letters stay few."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from coopnet.accounts.service.lost_links import LETTERS_A_DAY
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.service import reminding
from tests.factories.registrations import NOW, open_training
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
Clock = Callable[..., None]
ASK = "/ca/inscripcions/"
ROSA = "rosa@example.org"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


@pytest.fixture
def elsewhere(app: Flask) -> Reader:
    """The owner, who comes from another network."""
    found = app.test_client()
    found.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert isinstance(found, Reader)
    return found


def test_who_asks_for_somebodys_links_too_often_keeps_only_themselves_out(client: Reader, elsewhere: Reader) -> None:
    answers = [client.submit(ASK, email=ROSA).status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]
    assert elsewhere.submit(ASK, email=ROSA).status_code == 303


def test_however_often_and_from_wherever_links_are_asked_for_letters_are_few(
    app: Flask, clock_at: Clock, letters: Letters
) -> None:
    for hour in range(30):
        clock_at(NOW + timedelta(hours=hour))
        for network in range(3):
            asking = app.test_client()
            asking.environ_base["REMOTE_ADDR"] = f"203.0.{hour}.{network}"
            assert isinstance(asking, Reader)
            assert asking.submit(ASK, email=ROSA).status_code == 303
    moments = [job.queued_at for job in letters(reminding.SEND_LINKS)]
    assert len(moments) == 2 * LETTERS_A_DAY
    for begin in moments:
        assert sum(begin <= moment < begin + timedelta(hours=23) for moment in moments) <= LETTERS_A_DAY


def test_who_registers_with_somebodys_address_too_often_does_not_keep_its_owner_out(
    client: Reader, elsewhere: Reader
) -> None:
    path = f"/ca/formacions/{open_training(capacity=100).slug}/inscripcio"
    answers = [client.submit(path, name=f"Nom {number}", email=ROSA).status_code for number in range(21)]
    assert answers == [303] * 20 + [429]
    assert elsewhere.submit(path, name="Rosa", email=ROSA).status_code == 303
