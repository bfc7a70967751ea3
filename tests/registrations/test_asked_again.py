"""Who registers twice within the hour: what the page says is what was sent."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from coopnet.foundation.outbox import Dispatch
from tests.factories.registrations import NOW, open_training
from tests.registrations.test_registering_pages import form_of
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
Clock = Callable[..., None]


@pytest.mark.parametrize(
    ("contact", "where"),
    [({"email": "maria@example.org"}, "correu brossa"), ({"phone": "612 34 56 78"}, "missatges del mòbil")],
)
def test_who_asks_again_too_soon_is_told_when_the_letter_was_sent_and_when_it_can_be_sent_again(
    client: Reader, letters: Letters, clock_at: Clock, contact: dict[str, str], where: str
) -> None:
    training = open_training()
    hour = NOW.replace(minute=0, second=0)

    def again(minute: int) -> str:
        clock_at(hour + timedelta(minutes=minute))
        return client.get(client.submit(form_of(training), name="Maria Puig", **contact).location).text

    again(0)
    assert "tornat a enviar" in again(31)
    sent, local = len(letters()), (hour + timedelta(minutes=31)).astimezone(ZoneInfo("Europe/Madrid"))
    told = again(58)
    assert "tornat a enviar" not in told
    assert f"a les {local.hour}.31 h" in told
    assert f"a les {local.hour + 1} h" in told
    assert where in told
    assert len(letters()) == sent
    assert "tornat a enviar" in again(60)
    assert len(letters()) == sent + 1


@pytest.mark.parametrize("typed", ["9", "9999999999999999999", "\u0661234567890", "x", "-123456789"])
def test_a_moment_that_no_page_gave_is_not_read(client: Reader, typed: str) -> None:
    shown = client.get(f"{form_of(open_training())}/enviada?abans={typed}")
    assert shown.status_code == 200
    assert "un cop per hora" not in shown.text
