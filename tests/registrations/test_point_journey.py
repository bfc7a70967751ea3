"""A morning at a support point, by its pages alone and without JavaScript."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.factories.helping import NOW, at_desk, make_helper, make_point
from tests.factories.registrations import open_training
from tests.rig.reader import Reader


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def register(desk: Reader, form: str, name: str) -> str:
    """Where the helper stands then: the person's page."""
    answer = desk.submit(form, name=name, language="ca", reach="visit", was_read="y")
    assert answer.status_code == 303
    return answer.location


def test_registered_told_printed_and_cancelled_by_code(app: Flask) -> None:
    training = open_training(capacity=1, title="Tràmits amb el mòbil")
    point = make_point()
    desk = at_desk(app, make_helper(point))
    front = desk.get("/ca/gestio/punt/").location
    form = re.search(rf'href="({re.escape(front)}formacions/[^"]+)"', desk.get(front).text)
    assert form is not None
    assert training.slug in form.group(1)

    amina, fatou = (register(desk, form.group(1), name) for name in ("Amina Sow", "Fatou Diop"))
    assert 'data-state="confirmed"' in desk.get(amina).text
    assert 'data-state="waiting"' in desk.get(fatou).text
    assert "<article" not in desk.get(f"{front}avisos").text  # both stood there

    # Amina comes back with her slip: by its code it is found, and cancelled.
    slip = desk.get(f"{amina}/full").text
    assert "Amina S." in slip
    code = re.search(r'<strong translate="no">([^<]+)</strong>', slip)
    assert code is not None
    found = desk.submit(f"{front}cerca", who=code.group(1)).location
    assert found == amina
    assert desk.submit(f"{found}/cancella").location == amina
    assert 'data-state="cancelled"' in desk.get(amina).text

    # The place is Fatou's, who does not know yet.
    assert 'data-state="confirmed"' in desk.get(fatou).text
    calls = desk.get(f"{front}avisos").text
    assert calls.count("<article") == 1
    assert "Fatou Diop" in calls
    assert "Tràmits amb el mòbil" in calls
    press = re.search(rf'action="({re.escape(front)}avisos/\w+/dit)"', calls)
    assert press is not None
    desk.submit(f"{front}avisos", form=f"action={press.group(1)}")
    assert "<article" not in desk.get(f"{front}avisos").text
    assert "Fatou Diop" in desk.get(f"{front}avisos/dits").text
    assert "<svg" in desk.get(f"{fatou}/full").text  # now there is a code for the door
