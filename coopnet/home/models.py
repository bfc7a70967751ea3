from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation.db import Base


class GuideText(Base):
    """A guide as staff have written it, in one language. Until they do, the text that came with coopnet is shown."""

    __tablename__ = "guide_text"

    guide: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]  # Markdown
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
