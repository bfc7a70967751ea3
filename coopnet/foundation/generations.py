"""Generations tell caches when what they show has changed.

A writer raises a scope's number in its own transaction; a cached page is good for one number of its scope.
"""

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation.db import Base, add_if_absent, changed_rows, db

PROGRAMME = "programme"  # what is offered
PLACES_LEFT = "places"  # and what is left of it, in any training, as lists say it
DIRECTORY = "directory"
BOARD = "board"  # posts of the digital network
POINTS = "points"  # support points, with where they are
HELPERS = "helpers"  # volunteers, and who is proposed to whom


class Generation(Base):
    __tablename__ = "generation"

    scope: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


def training_scope(public_id: str) -> str:
    return f"training:{public_id}"


FEW = 4

_RAISE = (
    update(Generation)
    .where(Generation.scope == bindparam("raised"))
    .values(number=Generation.number + 1)
    .execution_options(synchronize_session=False)
)


def raise_generation(*scopes: str) -> None:
    """Call at the end of the writing transaction: on PostgreSQL the row stays locked until it commits."""
    if len(scopes) > FEW:
        _raise_many(scopes)
        return
    for scope in sorted(scopes):
        is_raised = changed_rows(_RAISE, raised=scope) == 1
        if not is_raised and not add_if_absent(Generation, unique="scope", scope=scope, number=1):
            changed_rows(_RAISE, raised=scope)


def _raise_many(scopes: Collection[str]) -> None:
    """One statement, prepared once, in one order, so that two writers wait for each other instead of for ever."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Generation).on_conflict_do_update(
        index_elements=["scope"], set_={"number": Generation.number + 1}
    )
    db.session.connection().execute(statement, [{"scope": scope, "number": 1} for scope in sorted(set(scopes))])


def read_generation(*scopes: str) -> int:
    """Of several their sum, which stays the same as long as none was raised. 0 when nothing has raised them yet."""
    return db.session.execute(_sum_of(scopes)).scalar() or 0


def generation_column(*scopes: str) -> ColumnElement[int]:
    """The same as a column of another question: what that one finds is as old as the number."""
    return func.coalesce(_sum_of(scopes).scalar_subquery(), 0)


@lru_cache
def _sum_of(scopes: tuple[str, ...]) -> Select[int]:
    columns = Generation.__table__.c
    # A list of values would be written into the statement anew at each question.
    return select(func.sum(columns.number)).where(or_(*(columns.scope == scope for scope in scopes)))
