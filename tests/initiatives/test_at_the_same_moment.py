"""A merge and an editor's save at the same moment: one comes first, and the other is told; nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.service import editing, merging
from coopnet.initiatives.service.snapshots import load
from tests.factories.initiatives import ACTOR, NOW, make_profile_draft, save_public_profile

ROUNDS = 4


@pytest.fixture
def together(app: Flask) -> Callable[..., list[Any]]:
    """Runs each in a transaction and thread of its own, all begun at once; a refusal is its code."""

    def run(*works: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(works))

        def one(work: Callable[[], Any]) -> Any:
            with app.app_context():
                start.wait(10)
                try:
                    in_transaction(work)
                except RuleBroken as refusal:
                    return refusal.code
                else:
                    return "done"
                finally:
                    db.session.remove()

        db.session.rollback()
        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run


def make_pair(number: int) -> tuple[Saved, Saved]:
    kept = save_public_profile(make_profile_draft(f"Hort {number}"))
    return kept, save_public_profile(make_profile_draft(f"L'hort vell {number}"))


def joining(kept: Saved, gone: Saved, *, seen: tuple[int, int]) -> Callable[[], None]:
    return partial(
        merging.merge,
        kept_id=kept.initiative_id,
        gone_id=gone.initiative_id,
        seen=seen,
        fills_gaps=False,
        actor=ACTOR,
        now=NOW,
    )


def saving(saved: Saved, *, name: str, seen: int) -> Callable[[], object]:
    draft = make_profile_draft(name, year=1999)
    return partial(editing.save, draft, initiative_id=saved.initiative_id, actor=ACTOR, now=NOW, seen_version=seen)


def row_of(saved: Saved) -> Initiative:
    db.session.rollback()
    return db.session.get_one(Initiative, saved.initiative_id, populate_existing=True)


def test_either_the_merge_or_the_save_comes_first(together: Callable[..., list[Any]]) -> None:
    for number in range(ROUNDS):
        kept, gone = make_pair(number)
        seen = row_of(kept).version, row_of(gone).version
        merged, saved = together(
            joining(kept, gone, seen=seen), saving(gone, name=f"L'hort vell {number}", seen=seen[1])
        )
        assert (merged, saved) in {("done", "merged_away"), ("edited_meanwhile", "done")}
        row = row_of(gone)
        assert (row.status, row.year) == (("merged", None) if merged == "done" else ("published", 1999))


def test_two_merges_the_other_way_round_end_in_one(together: Callable[..., list[Any]]) -> None:
    for number in range(ROUNDS):
        one, other = make_pair(number)
        seen = row_of(one).version, row_of(other).version
        answers = together(joining(one, other, seen=seen), joining(other, one, seen=seen[::-1]))
        assert sorted(answers) == ["done", "edited_meanwhile"]
        assert sorted([row_of(one).status, row_of(other).status]) == ["merged", "published"]


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_the_race_is_there_where_a_profile_is_read_without_its_mutex(
    together: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the tests above can fail: SQLite lets in one writer after the other, PostgreSQL does not."""
    both_have_looked = Barrier(2)

    def careless(initiative_id: int, *, seen_version: int | None = None) -> Initiative:
        found = load(initiative_id)
        if initiative_id == gone.initiative_id and seen_version is not None:
            both_have_looked.wait(10)
        return found

    kept, gone = make_pair(0)
    seen = row_of(kept).version, row_of(gone).version
    monkeypatch.setattr(editing, "lock", careless)
    monkeypatch.setattr(merging, "lock", careless)
    answers = together(joining(kept, gone, seen=seen), saving(gone, name="L'hort vell 0", seen=seen[1]))
    assert answers == ["done", "done"]
    assert row_of(gone).year == 1999, "what was merged away was changed too, and nobody was told"
