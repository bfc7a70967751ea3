"""Guides: as staff have written them, else as they came with coopnet."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from coopnet.foundation import district
from coopnet.foundation.db import db
from coopnet.home.models import GuideText

FOLDER = Path(__file__).resolve().parent / "data" / "guies"
GUIDES = ("clausules-socials",)


@dataclass(frozen=True)
class Guide:
    """`body` is Markdown; `language` that of the text. `written_at` is None for the text that came with coopnet."""

    title: str
    body: str
    language: str
    written_at: datetime | None = None
    written_by: str = ""


def find_guide(name: str, language: str) -> Guide | None:
    """In the reader's language, else in the district's first one."""
    found = (find_text(name, code) for code in dict.fromkeys((language, district.current().default_language)))
    return next((guide for guide in found if guide is not None), None)


def find_text(name: str, language: str) -> Guide | None:
    """In this language and no other."""
    if name not in GUIDES:
        return None
    row = db.session.scalars(
        select(GuideText).where(GuideText.guide == name, GuideText.language == language)
    ).one_or_none()
    if row is None:
        return _read(name, language)
    return Guide(row.title, row.body, language, row.updated_at, row.updated_by)


@lru_cache(maxsize=64)
def _read(name: str, language: str) -> Guide | None:
    path = FOLDER / f"{name}.{language}.md"
    if not path.is_file():
        return None
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return Guide(first.removeprefix("#").strip(), rest.strip(), language)
