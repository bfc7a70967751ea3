from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base

CASCADE = "all, delete-orphan"
CONVERSATION = "conversation.id"


class Conversation(Base):
    """Two people talk about something that a room above owns: `subject_kind` and the public `subject_id`.

    `about` is what it is called, with its language (empty where it is not known). `active_key` is the keyed hash of
    subject and answerer: one conversation of each. `ended_by` is a side, or the team. `last_at` is of the last message.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_subject", "subject_kind", "subject_id"),
        Index("ix_conversation_last_at", "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    about: Mapped[str]
    about_language: Mapped[str]
    state: Mapped[str]
    ended_by: Mapped[str | None]
    active_key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    parties: Mapped[list["Party"]] = relationship(lazy="raise_on_sql", cascade=CASCADE, order_by="Party.id")
    messages: Mapped[list["Message"]] = relationship(lazy="raise_on_sql", cascade=CASCADE, order_by="Message.id")


class Party(Base):
    """One of the two. Reached by one of `email`, `phone` and `point` (a support point's id), none of them ever shown.

    `account_id` is its owner's, `made_by_id` that of the helper who wrote for them. `entity_id` (public) is the entity
    in whose name they talk: whoever keeps its profile talks for it. `link_version` raised revokes the links.
    `blocked_at`: they block the other one. `read_id` is the last message they have seen; `is_told` that a text message
    has said so much, so that none follows before they have looked. `is_named`: the other side sees the first name; of
    who made a post not before they have answered.
    """

    __tablename__ = "conversation_party"
    __table_args__ = (
        UniqueConstraint("conversation_id", "side", name="uq_conversation_party_side"),
        CheckConstraint("side IN ('maker', 'answerer')", name="side"),
        CheckConstraint("name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL", name="contact"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey(CONVERSATION, ondelete="CASCADE"))
    side: Mapped[str]
    name: Mapped[str]  # whole; the other side is shown its first word. Empty: erased
    barri: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(index=True)
    point: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str]  # of letters
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    entity_id: Mapped[str | None] = mapped_column(index=True)
    entity_name: Mapped[str]
    link_version: Mapped[int] = mapped_column(default=1)
    blocked_at: Mapped[datetime | None]
    read_id: Mapped[int] = mapped_column(default=0)
    is_told: Mapped[bool] = mapped_column(default=False)
    is_named: Mapped[bool] = mapped_column(default=True)

    conversation: Mapped[Conversation] = relationship(lazy="raise_on_sql", back_populates="parties")


class Message(Base):
    """What somebody wrote; without `party_id` the site says it. `note` is a code instead of words (`rules.talk.Note`).

    `held_for` are codes of `rules.holding`. `dedup_key` makes the same form, or the same letter, one message. `reason`
    is why the team refused it. `delivered_at` is when the other side could first see it.
    """

    __tablename__ = "conversation_message"
    __table_args__ = (
        Index("ix_conversation_message_place", "conversation_id", "id"),
        Index("ix_conversation_message_held", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey(CONVERSATION, ondelete="CASCADE"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("conversation_party.id", ondelete="CASCADE"), index=True)
    note: Mapped[str | None]
    text: Mapped[str]
    language: Mapped[str]  # empty: not known
    state: Mapped[str]
    held_for: Mapped[list[str]] = mapped_column(JSON)
    source: Mapped[str]
    dedup_key: Mapped[str | None] = mapped_column(unique=True)
    reason: Mapped[str]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    conversation: Mapped[Conversation] = relationship(lazy="raise_on_sql", back_populates="messages")
    party: Mapped[Party | None] = relationship(lazy="raise_on_sql")


class ConversationReport(Base):
    """One side says that something is wrong. `evidence` are the messages of that moment, kept until the team
    decided and, where it was right, for `queries.overdue.REPORT_KEPT` after that, whatever becomes of the conversation.
    """

    __tablename__ = "conversation_report"
    __table_args__ = (Index("ix_conversation_report_open", "handled_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey(CONVERSATION, ondelete="SET NULL"), index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    about: Mapped[str]
    side: Mapped[str]  # whose notice it is
    text: Mapped[str]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]
    is_right: Mapped[bool | None]


class InboundLetter(Base):
    """A letter that came to a reply address: what became of it, and nothing of what it said.

    `key` is a hash of whom it was for and of the letter, so that it is taken once. Without `party_id` it could not be
    read; `file` is then its name in the Maildir's folder of such letters, if it came that way.
    """

    __tablename__ = "inbound_letter"
    __table_args__ = (
        Index("ix_inbound_letter_party", "party_id", "received_at"),
        Index("ix_inbound_letter_received_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("conversation_party.id", ondelete="CASCADE"))
    way: Mapped[str]
    answer: Mapped[str]
    reason: Mapped[str]
    file: Mapped[str]
    is_told: Mapped[bool]
    received_at: Mapped[datetime]
