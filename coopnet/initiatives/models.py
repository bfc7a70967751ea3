from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation.db import Base


class Initiative(Base):
    """An entity of the district. For now a name and a link; `name_key` is the folded name, one row a name."""

    __tablename__ = "initiative"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str | None]
