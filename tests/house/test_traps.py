"""Traps that others fell into and that no test of one room would see (docs/testing.md has them all)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.registrations.queries import MANAGE
from tests.factories.registrations import NOW, open_training, take
from tests.house.sources import files
from tests.rig.reader import Reader


def test_nothing_sticks_where_it_would_hide_the_focus() -> None:
    """A map in a column of its own may: nothing passes under it, and it stays only where the whole of it is seen."""
    styles = {path.name: path.read_text() for path in files(".css", under="static/")}
    assert styles
    wide, stays = "(min-width: 56rem) and (min-height: 46rem)", "position: sticky; inset-block-start: var(--s4);"
    alone = f"@media {wide} {{ .still {{ {stays} }} }}"
    assert styles["site.css"].count(alone) == 1
    styles["site.css"] = styles["site.css"].replace(alone, "")
    assert [name for name, style in styles.items() if "sticky" in style or "position: fixed" in style] == []
    still = [path.name for path in files(".html", under="templates/") if 'class="stack still"' in path.read_text()]
    beside = [path.name for path in files(".html", under="templates/") if '<div class="beside">' in path.read_text()]
    assert sorted(still) == sorted(beside), "in the column beside a list"


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_nothing_is_written_by_reading(app: Flask, client: Reader, clock_at: Callable[..., None]) -> None:
    """Mail scanners open every link."""
    clock_at(NOW)
    training = open_training()
    one = take(training)
    known: dict[str, Any] = {
        "language": "ca",
        "slug": training.slug,
        "token": links.make_link(MANAGE, one.public_id, one.link_version),
    }
    before, answered = dump(), 0
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= set(known):
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})
            answer = client.get(address, buffered=True)
            answered += answer.status_code == 200
            assert dump() == before, address
    assert answered > 10


def dump() -> dict[str, str]:
    db.session.rollback()
    return {
        table.name: str(db.session.execute(table.select()).all())
        for table in db.metadata.sorted_tables
        if "fts" not in table.name
    }
