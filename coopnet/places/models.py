from sqlalchemy import CheckConstraint, ForeignKey
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
