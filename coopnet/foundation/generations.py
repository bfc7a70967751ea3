"""Generations tell caches when what they show has changed.

A writer raises a scope's number in its own transaction; a cached page is good for one number of its scope.
"""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation.db import Base, db

PROGRAMME = "programme"
DIRECTORY = "directory"


class Generation(Base):
    __tablename__ = "generation"

    scope: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


def training_scope(public_id: str) -> str:
    return f"training:{public_id}"


def raise_generation(*scopes: str) -> None:
    """Call at the end of the writing transaction: on PostgreSQL the row stays locked until it commits."""
    for scope in sorted(scopes):
        changed = db.session.execute(
            update(Generation).where(Generation.scope == scope).values(number=Generation.number + 1)
        )
        if changed.rowcount == 0:  # type: ignore[attr-defined]
            try:
                with db.session.begin_nested():
                    db.session.add(Generation(scope=scope, number=1))
            except IntegrityError:
                db.session.execute(
                    update(Generation).where(Generation.scope == scope).values(number=Generation.number + 1)
                )


def read_generation(scope: str) -> int:
    """0 for a scope that nothing has raised yet."""
    return db.session.scalar(select(Generation.number).where(Generation.scope == scope)) or 0
