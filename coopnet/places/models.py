from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base


class Venue(Base):
    """Where something happens. `name_key` is the folded name: two spellings of one venue are one venue."""

    __tablename__ = "venue"
    __table_args__ = (CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="wgs84"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str]
    address: Mapped[str]
    address_key: Mapped[str]
    barri: Mapped[str | None] = mapped_column(index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    access: Mapped[list["VenueAccess"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="VenueAccess.code"
    )


class VenueAccess(Base):
    """An access fact of the building, a code of `venue_access`."""

    __tablename__ = "venue_access"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)


class SupportPoint(Base):
    """Where somebody helps with the digital world. `slug` stays when the name changes.

    `has` are codes of `support_services`, `helps_in` those of languages. `hours` and `exceptions` are as
    `rules.hours.write_hours` writes them: the week, and the dates on which it is otherwise. `words` are by language:
    `note` and `way` (how to get there). `version` counts its changes: who changes an old one is told.
    """

    __tablename__ = "support_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    name: Mapped[str]
    has: Mapped[list[str]] = mapped_column(JSON)
    helps_in: Mapped[list[str]] = mapped_column(JSON)
    hours: Mapped[str]
    exceptions: Mapped[str]
    phone: Mapped[str | None]
    words: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    is_shown: Mapped[bool]
    version: Mapped[int]
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    venue: Mapped[Venue] = relationship(lazy="raise_on_sql")
