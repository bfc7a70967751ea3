"""Support points as the team keeps them: each change whole, in the log, and on the pages at once."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.places.models import SupportPoint, Venue, VenueAccess
from coopnet.places.queries import find_point, find_public_id, list_at, list_points, list_shown
from coopnet.places.queries.near import nearest
from coopnet.places.rules.points import Draft
from coopnet.places.service import points
from tests.factories.points import NOW, TEAM, get_point, make_point, point_draft
from tests.factories.programme import make_venue


def last_entry() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[return-value]


def change(public_id: str, draft: Draft, *, seen: int = 1) -> None:
    in_transaction(partial(points.change, public_id, draft, seen=seen, actor=TEAM, now=NOW))


def test_a_point_is_made_with_its_place_and_its_slug_stays(app: Any) -> None:
    made = make_point(name="Biblioteca", access=("sense_graons",), hours="lunes 9-14")
    assert (made.slug, made.hours, made.is_step_free, made.version) == ("biblioteca", "dl 9:00-14:00", True, 1)
    change(made.public_id, point_draft(name="Biblioteca nova", venue=made.venue, address=made.address))
    found = get_point(made.public_id)
    assert (found.name, found.slug, found.version, found.venue_id) == (
        "Biblioteca nova",
        "biblioteca",
        2,
        made.venue_id,
    )
    assert make_point(name="Biblioteca").slug == "biblioteca-2"
    assert find_public_id("Biblioteca nova") == find_public_id("biblioteca") == made.public_id
    assert find_public_id("no hi és") is None


def test_the_log_holds_what_differs_before_and_after(app: Any) -> None:
    made = make_point()
    draft = point_draft(name=made.name, venue=made.venue, address=made.address, hours="dl 9-14", phone="+34931550111")
    change(made.public_id, draft)
    entry = last_entry()
    assert (entry.action, entry.actor, entry.subject_id) == ("point.change", TEAM, made.public_id)
    assert entry.before == {"hours": "dl-dv 10:00-14:00, 16:00-19:00", "phone": None}
    assert entry.after == {"hours": "dl 9:00-14:00", "phone": "+34931550111"}


def test_who_changes_an_old_point_is_told_and_nothing_is_written(app: Any) -> None:
    made = make_point()
    change(made.public_id, point_draft(name="Primer"))
    with pytest.raises(RuleBroken, match="point_changed"):
        change(made.public_id, point_draft(name="Segon"))
    assert get_point(made.public_id).name == "Primer"
    with pytest.raises(RuleBroken, match="point_not_found"):
        change("no-hi-es", point_draft())


def test_closed_today_stands_over_all_else_and_pressing_twice_is_once(app: Any) -> None:
    made = make_point(exceptions="24/11/2026 10-12; 7/12/2026 tancat")
    close = partial(points.close_today, made.public_id, actor="rosa@example.org", now=NOW)
    in_transaction(close)
    in_transaction(close)
    found = get_point(made.public_id)
    assert found.exceptions == "24/11/2026 tancat; 7/12/2026 tancat"
    assert found.version == 2
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["point.add", "point.tell"]


def test_a_note_changes_and_the_way_stays(app: Any) -> None:
    made = make_point(words=(("ca", "Nota", "Per la porta gran"), ("es", "", "Por la puerta")))
    tell = partial(points.tell, made.public_id, exceptions="25/12 tancat", notes={"ca": "", "en": "Ring twice"}, seen=1)
    in_transaction(partial(tell, actor=TEAM, now=NOW))
    found = get_point(made.public_id)
    assert found.exceptions == "25/12/2026 tancat"
    assert found.words == {
        "ca": {"way": "Per la porta gran"},
        "en": {"note": "Ring twice"},
        "es": {"way": "Por la puerta"},
    }
    with pytest.raises(RuleBroken, match="point_changed"):
        in_transaction(partial(tell, actor=TEAM, now=NOW))


def test_what_is_hidden_stays_known_and_is_in_no_list(app: Any) -> None:
    made = make_point()
    hide = partial(points.show, made.public_id, is_shown=False, actor=TEAM, now=NOW)
    in_transaction(hide)
    in_transaction(hide)
    assert (list_shown(), list_at([made.venue_id])) == ([], [])
    assert [each.public_id for each in list_points()] == [made.public_id]
    assert find_point(slug=made.slug) is not None
    assert db.session.scalar(select(SupportPoint.version)) == 2
    in_transaction(partial(points.confirm, made.public_id, actor=TEAM, now=NOW))
    assert last_entry().action == "point.confirm"


def test_a_building_that_trainings_share_is_one_and_told_of_once(app: Any) -> None:
    venue = make_venue(name="Ateneu", name_key="ateneu", address="Carrer Gran, 1", address_key="carrer gran 1")
    made = make_point(venue="l'Ateneu", address="carrer Gran 1", barri="18", access=("lavabo_adaptat",))
    assert made.venue_id == venue.id
    assert [each.public_id for each in list_at([venue.id])] == [made.public_id]
    assert list(db.session.scalars(select(VenueAccess.code))) == ["lavabo_adaptat"]
    assert db.session.scalar(select(Venue.latitude)) == 41.3768


def test_the_nearest_are_those_of_the_barri_then_by_distance(app: Any) -> None:
    far = make_point(name="Lluny", barri="13", latitude=41.36, longitude=2.14)
    unknown = make_point(name="Enlloc", barri=None, latitude=None, longitude=None)
    near = make_point(name="Prop", barri="15", latitude=41.3769, longitude=2.1390)
    own = make_point(name="Del barri", barri="18", latitude=41.3700, longitude=2.1389)
    start = (41.3768, 2.1389)
    assert [each.name for each in nearest(start, barri="18", most=4)] == ["Del barri", "Prop", "Lluny", "Enlloc"]
    assert [each.slug for each in nearest(start, but=near.public_id)] == [own.slug, far.slug, unknown.slug]
