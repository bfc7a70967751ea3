"""What staff and editors changed: who, when, what, before and after. Written in the changing transaction.

An entry is never edited nor taken away: what was done, when and to what stays. Only the name of who acted follows their
address (`follow`), and goes when they are erased (`forget_person`) or after its time (`forget_who`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, Table, event, select, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from coopnet.foundation.db import Base, db

ERASED = "erased"

Said = Mapping[str, Any]


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id", "at"),
        # What the log is narrowed by, in its own order.
        Index("ix_audit_entry_actor", "actor", "at"),
        Index("ix_audit_entry_action", "action", "at"),
        Index("ix_audit_entry_kind", "subject_kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject_kind: str,
    subject_id: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """`actor` is an e-mail address for a person, `system` for a rule that acted by itself. `subject_id` is public."""
    db.session.add(
        AuditEntry(
            at=at,
            actor=actor,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            before=before or {},
            after=after or {},
        )
    )


def follow(*, old: str, new: str) -> None:
    """Somebody is known by another address from here on, and may be erased under that one some day."""
    table = AuditEntry.__table__
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has one
    db.session.connection().execute(update(table).where(table.c.actor == old).values(actor=new))


def forget_person(
    *, names: Iterable[str], subject_kind: str, subject_id: str, what_stays: Callable[[Said, Said], tuple[Said, Said]]
) -> None:
    """Somebody was erased: who acted under one of `names` (their addresses) is no longer said, nor what was about them.

    What stays of an entry about them: when, by whom, which action, and of before and after `what_stays`.
    """
    table = AuditEntry.__table__
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has one
    # Past the ORM, which refuses to change an entry.
    connection = db.session.connection()
    for name in names:
        connection.execute(update(table).where(table.c.actor == name).values(actor=ERASED))
    about = (table.c.subject_kind == subject_kind) & (table.c.subject_id == subject_id)
    for key, before, after in connection.execute(select(table.c.id, table.c.before, table.c.after).where(about)).all():
        stays = what_stays(before, after)
        connection.execute(update(table).where(table.c.id == key).values(before=dict(stays[0]), after=dict(stays[1])))


def is_named_before(moment: datetime) -> ColumnElement[bool]:
    """Entries from before it that still say who acted."""
    return (AuditEntry.at < moment) & AuditEntry.actor.contains("@")


def forget_who(*, before: datetime) -> None:
    """Who did what is said for some years; that it was done stays."""
    table = AuditEntry.__table__
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has one
    db.session.connection().execute(update(table).where(is_named_before(before)).values(actor=ERASED))


def _refuse_change(_mapper: object, _connection: object, entry: AuditEntry) -> None:
    raise TypeError(f"audit entry {entry.id} cannot be changed")


def _refuse_bulk_change(state: ORMExecuteState) -> None:
    if (
        (state.is_update or state.is_delete)
        and state.bind_mapper is not None
        and state.bind_mapper.class_ is AuditEntry
    ):
        raise TypeError("audit entries cannot be changed")


event.listen(AuditEntry, "before_update", _refuse_change)
event.listen(AuditEntry, "before_delete", _refuse_change)
event.listen(Session, "do_orm_execute", _refuse_bulk_change)
