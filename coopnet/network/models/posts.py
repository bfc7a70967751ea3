from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base
from coopnet.initiatives.models import Initiative

CASCADE = "all, delete-orphan"


class Post(Base):
    """A request or an offer on the board. `state` changes in `service.moving` alone.

    `name` is in whose name it stands, reached by one of `email`, `phone` and `point` (a support point's id); none of
    them is ever shown. `made_by_id` is the account of who made it for somebody who cannot, `account_id` its owner's.
    `initiative_id` is the entity that it is made for; `shows_place` lets its page say where that is.

    `active_key` is the keyed hash of person and post while it stands, None once it has ended. `form_hash` makes the
    same form, sent twice, one thing. `facets` holds what lists filter by, as ` k:request c:device b:18 `.

    Days are those of the instance's zone: `shown_until` is the last one on which it stands, None for a standing offer;
    from `leaves_on` it is in no list. `announced_for` is the last day that its maker was told of.

    `times` are the parts of the week (`rules.times`) and `ways` in person or by phone; empty: not said. `helped` is how
    often its maker's requests have found somebody, `tried` how often somebody was proposed for this one: who has waited
    longest with least comes first.
    """

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint("name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL", name="contact"),
        Index("ix_post_board", "is_listed", "published_at", "id"),
        Index("ix_post_state", "state", "shown_until"),
        Index("ix_post_ended", "state", "ended_at"),
        Index("ix_post_waiting", "kind", "state", "helped", "tried", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    category: Mapped[str]
    state: Mapped[str]
    hidden_from: Mapped[str | None]  # where it stood when reports hid it, or its maker changed it: there it goes back
    audience: Mapped[str]
    title: Mapped[str]
    details: Mapped[str]
    text_language: Mapped[str]  # of title and details; empty where it is not known
    terms: Mapped[list[str]] = mapped_column(JSON)
    barri: Mapped[str | None]  # None: all of the district
    languages: Mapped[list[str]] = mapped_column(JSON)
    when: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)  # raised by each change of what it says
    # What the team has read of it last, by name of column, where its maker has changed that since.
    before: Mapped[dict[str, str | None] | None] = mapped_column(JSON(none_as_null=True))
    times: Mapped[int] = mapped_column(default=0)
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    for_minor: Mapped[bool] = mapped_column(default=False)
    quantity: Mapped[int]
    needed_by: Mapped[date | None]
    shown_days: Mapped[int | None]
    shown_until: Mapped[date | None]
    leaves_on: Mapped[date | None]
    announced_for: Mapped[date | None]
    is_listed: Mapped[bool]
    facets: Mapped[str]
    language: Mapped[str]  # of letters
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(index=True)
    point: Mapped[str | None] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"), index=True)
    shows_place: Mapped[bool]
    wants_digest: Mapped[bool]
    digest_at: Mapped[datetime | None]  # when what is near and fits was last looked for
    reason: Mapped[str]  # why the team rejected it; its maker reads it
    active_key: Mapped[str | None] = mapped_column(index=True)
    form_hash: Mapped[str | None] = mapped_column(unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    helped: Mapped[int] = mapped_column(default=0)
    tried: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    initiative: Mapped[Initiative | None] = relationship(lazy="raise_on_sql")
    steps: Mapped[list["PostStep"]] = relationship(lazy="raise_on_sql", cascade=CASCADE, order_by="PostStep.id")


class PostStep(Base):
    """How a post came to be where it is. `actor` is person, team or system: who of the team is in the audit log."""

    __tablename__ = "post_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    act: Mapped[str]  # ask, or one of `rules.states.Act`
    state: Mapped[str]
    actor: Mapped[str]


class PostReport(Base):
    """Somebody says that something is wrong with a post.

    `reader` is a keyed hash of their network, until it is handled: one person's notices count once.
    """

    __tablename__ = "post_report"
    __table_args__ = (
        UniqueConstraint("post_id", "reader", name="uq_post_report_reader"),
        Index("ix_post_report_open", "handled_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    text: Mapped[str]
    reader: Mapped[str | None]
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]
    is_right: Mapped[bool | None]
