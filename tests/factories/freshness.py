"""The yearly question: its times, the daily job that asks it, and the links in its letters."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.rules.freshness import ASK_AFTER, FOLD_AFTER, MARK_AFTER, REMIND_AFTER
from coopnet.initiatives.service import freshness

CONFIRMED = datetime(2026, 9, 1, 10, tzinfo=UTC)  # noon in Barcelona
DAY = timedelta(days=1)
ASKED = CONFIRMED + ASK_AFTER
REMINDED = ASKED + REMIND_AFTER
MARKED = REMINDED + MARK_AFTER
FOLDED = MARKED + FOLD_AFTER
STEPS = (ASKED, REMINDED, MARKED, FOLDED)


def row_of(saved: Saved) -> Initiative:
    db.session.rollback()
    return db.session.get_one(Initiative, saved.initiative_id, populate_existing=True)


def asks(letters: Callable[..., list[Dispatch]]) -> list[tuple[str, str | None]]:
    return [(letter.kind, letter.recipient) for letter in letters() if letter.kind.startswith("initiative.")]


def links_in(letter: Dispatch) -> dict[str, str]:
    """What the letter leads to: the last word of each of our links to its path."""
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    found = re.findall(r"https?://[^/\s]+(/\S+/repas/\S+/(\w+))", words.text)
    assert all(path in words.html for path, _ in found)
    return {name: path for path, name in found}


def run_part(part: int, day: datetime) -> None:
    """Of the job of that day."""
    values = {"part": part} if part else {}
    freshness.keep_true_job(
        Dispatch(dedup_key=f"job:{day}#{part}", kind="k", subject_kind="job", subject_id="k", due_at=day, values=values)
    )


def run_job(moment: datetime) -> None:
    """At that moment; twice, since it must be safe."""
    for _time in range(2):
        in_transaction(lambda: run_part(0, moment))
