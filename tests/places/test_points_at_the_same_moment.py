"""Two of the team who press at once: each point has its own words, and of two changes of one the second is told."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread

from flask import Flask

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.places.queries import list_points
from coopnet.places.service import points
from tests.factories.points import NOW, TEAM, get_point, make_point, point_draft


def at_once(app: Flask, works: Sequence[Callable[[], object]]) -> list[str]:
    """What each is told: nothing, or why not."""
    barrier, said = Barrier(len(works)), list[str]()
    db.session.rollback()

    def press(work: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            try:
                in_transaction(work)
                said.append("")
            except RuleBroken as refusal:
                said.append(refusal.code)
            db.session.remove()

    threads = [Thread(target=press, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def test_points_of_one_name_made_at_once_have_their_own_words(app: Flask) -> None:
    drafts = [point_draft(name="Casal") for _ in range(4)]
    assert at_once(app, [partial(points.add, each, actor=TEAM, now=NOW) for each in drafts]) == [""] * 4
    assert [each.slug for each in list_points()] == ["casal", "casal-2", "casal-3", "casal-4"]


def test_the_same_point_made_twice_at_once_is_one(app: Flask) -> None:
    draft = point_draft(name="Casal")
    make = partial(points.add, draft, actor=TEAM, now=NOW)
    assert at_once(app, [make, make]) == ["", "point_exists"]
    assert len(list_points()) == 1


def test_of_two_changes_at_once_one_is_written_and_the_other_told(app: Flask) -> None:
    point = make_point(name="Casal")
    works = [
        partial(
            points.change, point.public_id, point_draft(name=name, venue=point.venue, address=point.address),
            seen=1, actor=TEAM, now=NOW,
        )
        for name in ("Un", "Dos")
    ]  # fmt: skip
    assert at_once(app, works) == ["", "point_changed"]
    found = get_point(point.public_id)
    assert found.version == 2
    assert found.name in {"Un", "Dos"}
