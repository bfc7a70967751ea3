"""What helpers at support points have made for people."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from coopnet.accounts.models import Account, AgreedText, Assisted
from coopnet.foundation.db import db


def find_assisted(subject_kind: str, subject_id: str) -> Assisted | None:
    return db.session.scalars(
        select(Assisted).where(Assisted.subject_kind == subject_kind, Assisted.subject_id == subject_id)
    ).first()


def list_assisted(subject_ids: Collection[str]) -> dict[str, Assisted]:
    """By what it is about, of whichever kind: public ids are random. One question."""
    if not subject_ids:
        return {}
    rows = db.session.scalars(select(Assisted).where(Assisted.subject_id.in_(subject_ids)).order_by(Assisted.id))
    return {row.subject_id: row for row in rows}


def find_agreed(subject_kind: str, subject_id: str) -> dict[str, Any] | None:
    """What was read aloud to whom it is about, and that they agreed: for their file, and for who must show it."""
    row = db.session.execute(
        select(Assisted, AgreedText.text, Account.public_id)
        .join(AgreedText, AgreedText.digest == Assisted.digest)
        .outerjoin(Account, Account.id == Assisted.made_by_id)
        .where(Assisted.subject_kind == subject_kind, Assisted.subject_id == subject_id)
    ).first()
    if row is None:
        return None
    one, text, witness = row
    return {
        "read_aloud": text,
        "version": one.version,
        "language": one.language,
        "agreed_at": one.at.isoformat(),
        "point": one.point,
        "witness": witness,
        "reached": one.reach,
        "note": one.reach_note,
    }


def list_help_of(account_key: int) -> list[dict[str, str]]:
    """For a helper's own file: that they helped, and when; never whom."""
    rows = db.session.execute(
        select(Assisted.subject_kind, Assisted.point, Assisted.at)
        .where(Assisted.made_by_id == account_key)
        .order_by(Assisted.id)
    )
    return [{"what": kind, "point": point, "at": at.isoformat()} for kind, point, at in rows]
