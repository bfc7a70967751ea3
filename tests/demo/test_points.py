"""The demo's support points show each way to be open or closed; loaded again, nothing changes."""

from datetime import UTC, datetime, timedelta

import pytest

from coopnet.demo.rules.points import CLOSED_SOON, CLOSED_TODAY
from coopnet.demo.service import points
from coopnet.places.queries import find_public_id, list_shown
from coopnet.places.queries.points import standing

# A Monday at half past five in Barcelona, the day before a public holiday.
NOW = datetime(2026, 12, 7, 16, 30, tzinfo=UTC)


@pytest.mark.usefixtures("app")
def test_each_way_to_be_open_or_closed_can_be_seen_and_loading_again_changes_nothing() -> None:
    assert points.load(NOW) == len(list_shown())
    found = {each.name: standing(each, NOW) for each in list_shown()}
    assert found["Can Batlló"] is None
    is_open = {name for name, stands in found.items() if stands is not None and stands.until is not None}
    assert CLOSED_TODAY not in is_open
    assert {"Biblioteca del barri (exemple)", CLOSED_SOON} <= is_open
    later = {each.name: standing(each, NOW + timedelta(days=14)) for each in list_shown()}
    soon = later[CLOSED_SOON]
    assert soon is not None
    assert soon.until is None
    holiday = {each.name: standing(each, NOW.replace(day=8, hour=10)) for each in list_shown()}
    assert {name for name, stands in holiday.items() if stands is not None and stands.until} == {CLOSED_TODAY}
    assert find_public_id("can-batllo") is not None
    assert points.load(NOW) is None
    assert len(list_shown()) == len(found)
