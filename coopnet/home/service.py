"""Staff write a guide, in one language."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from coopnet.foundation import audit
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import DIRECTORY, raise_generation
from coopnet.home.models import GuideText
from coopnet.home.queries import find_text


def write_guide(
    name: str, language: str, *, title: str, body: str, seen: datetime | None, actor: str, now: datetime
) -> bool:
    """False when it says so already. `seen` is when the text that was edited was written, None for the one that came
    with coopnet. Raises `RuleBroken("guide_edited_meanwhile")`.
    """
    here = (GuideText.guide == name) & (GuideText.language == language)
    # Locks the row, if there is one: whoever saves next waits, and is told.
    changed_rows(update(GuideText).where(here).values(updated_by=GuideText.updated_by))
    row = db.session.scalars(select(GuideText).where(here).execution_options(populate_existing=True)).one_or_none()
    if (row.updated_at if row else None) != seen:
        raise RuleBroken("guide_edited_meanwhile")
    shown = find_text(name, language)
    before = {"title": shown.title, "body": shown.body} if shown else {}
    if before == {"title": title, "body": body}:
        return False
    if row is None:
        row = GuideText(guide=name, language=language)
        db.session.add(row)
    row.title, row.body, row.updated_at, row.updated_by = title, body, now, actor
    try:
        db.session.flush()
    except IntegrityError as problem:  # somebody else wrote the first text of this language in this moment
        raise RuleBroken("guide_edited_meanwhile") from problem
    audit.record(
        at=now,
        actor=actor,
        action="guide.write",
        subject_kind="guide",
        subject_id=f"{name}.{language}",
        before=before,
        after={"title": title, "body": body},
    )
    db.session.flush()
    raise_generation(DIRECTORY)
    return True
