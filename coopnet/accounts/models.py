from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base

OWNED = "account.id"


class Account(Base):
    """A person who signs in. `blocked_at`: they can no longer, and what they made stays."""

    __tablename__ = "account"
    __table_args__ = (Index("ix_account_seen_at", "seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]  # empty until they say one
    language: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # to the hour; long after it the account is erased
    blocked_at: Mapped[datetime | None]

    contacts: Mapped[list["AccountContact"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="AccountContact.id"
    )


class AccountContact(Base):
    """A way to reach somebody. `verified_key` (kind and value) is there once it is proved: one account each."""

    __tablename__ = "account_contact"
    __table_args__ = (
        CheckConstraint("kind IN ('email', 'phone')", name="kind"),
        CheckConstraint("(verified_at IS NULL) = (verified_key IS NULL)", name="verified"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    is_primary: Mapped[bool]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    verified_key: Mapped[str | None] = mapped_column(unique=True)


class KeptOut(Base):
    """A contact that no longer writes. `key` is its keyed hash: the table does not tell whose.

    `kind` is email or phone; `reason` is for the team; `by` the e-mail of who of the team decided it.
    """

    __tablename__ = "kept_out"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    since: Mapped[datetime] = mapped_column(index=True)


class AccountSession(Base):
    """One browser that is signed in. Its cookie holds a random token, this row only the token's hash."""

    __tablename__ = "account_session"
    __table_args__ = (Index("ix_account_session_last_seen_at", "last_seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    is_kept: Mapped[bool]  # the person said that the device is theirs
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]  # to the hour
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ContactProof(Base):
    """A letter or message that lets somebody in, or proves an address, once. `account_id` is that of a `verify`."""

    __tablename__ = "contact_proof"
    __table_args__ = (Index("ix_contact_proof_created_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    language: Mapped[str]
    target: Mapped[str | None]  # where the person wanted to go
    code_key_id: Mapped[str]
    tries: Mapped[int]  # of its code
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasswordCredential(Base):
    __tablename__ = "password_credential"

    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str]  # argon2id, with its parameters
    changed_at: Mapped[datetime]


class PasskeyCredential(Base):
    """A public key of WebAuthn; `credential_id` is base64url, as the browser names it."""

    __tablename__ = "passkey_credential"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str]  # as its owner calls it
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class UsedChallenge(Base):
    """A challenge that a passkey has answered: the same answer does not count twice. Forgotten after an hour."""

    __tablename__ = "used_challenge"

    digest: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime] = mapped_column(index=True)


class TotpSecret(Base):
    """The secret of an authenticator app, sealed with the instance's (`foundation/sealing.py`)."""

    __tablename__ = "totp_secret"

    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str]
    created_at: Mapped[datetime]
    last_step: Mapped[int]  # 30 s each, since 1970: a code of this step or before has been used


class RecoveryCode(Base):
    """Keyed hashes: the table alone gives no code."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class RoleGrant(Base):
    """`subject_id` is public; None where the role is for the whole instance. `granted_by` is an account or a name.

    While `paused_at` is set it gives nothing, and one press gives it back.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject"),
        Index("ix_role_grant_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(OWNED, ondelete="CASCADE"), index=True)
    role: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[str | None]
    granted_by: Mapped[str]
    granted_at: Mapped[datetime]
    paused_by: Mapped[str | None]
    paused_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class AgreedText(Base):
    """A text that people were shown or read, kept once; `digest` is the SHA-256 of the text."""

    __tablename__ = "agreed_text"

    digest: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Assisted(Base):
    """What a helper at a support point made for somebody, and what that person was read aloud and agreed to.

    `point` and `subject_id` are public ids. `made_by_id` is who wrote it, read and witnessed, at `at`; None once that
    account is erased. `reach` is how the person is told things; `reach_note` what the point needs for it.
    """

    __tablename__ = "assisted"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", name="uq_assisted_subject"),
        Index("ix_assisted_point", "point", "subject_kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    point: Mapped[str]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(OWNED, ondelete="SET NULL"), index=True)
    reach: Mapped[str]
    reach_note: Mapped[str]
    version: Mapped[str]
    language: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("agreed_text.digest"))
    at: Mapped[datetime]
