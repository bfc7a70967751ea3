from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation.db import Base


class HelpGiven(Base):
    """Somebody was helped: what for, how long, and how it ended. Nothing tells whom.

    `helper_id` is who wrote it down; it and `form_hash` go after some weeks, and the figure stays. `topic` and `ending`
    are codes of the district's `help_topics` and `help_endings`; `point` is a support point's id where `way` is that.
    `recorded_on` is the day of the press, `day` that of the help.
    """

    __tablename__ = "help_given"
    __table_args__ = (
        CheckConstraint("minutes >= 1 AND minutes <= 480", name="minutes"),
        CheckConstraint("(way = 'point') = (point IS NOT NULL)", name="point"),
        Index("ix_help_given_helper", "helper_id", "recorded_on"),
        Index("ix_help_given_day", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    topic: Mapped[str]
    minutes: Mapped[int]
    language: Mapped[str]
    ending: Mapped[str]
    way: Mapped[str]
    point: Mapped[str | None]
    day: Mapped[date]
    recorded_on: Mapped[date]
    form_hash: Mapped[str | None] = mapped_column(unique=True)
