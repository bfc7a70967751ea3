"""Guides: as staff have written them, else as they came with coopnet."""

from dataclasses import dataclass
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
    """`body` is Markdown; `language` that of the text."""

    title: str
    body: str
    language: str


def find_guide(name: str, language: str) -> Guide | None:
    """In the reader's language, else in the district's first one."""
    if name not in GUIDES:
        return None
    order = tuple(dict.fromkeys((language, district.current().default_language)))
    rows = db.session.scalars(select(GuideText).where(GuideText.guide == name, GuideText.language.in_(order)))
    written = {row.language: row for row in rows}
    for code in order:
        if code in written:
            return Guide(written[code].title, written[code].body, code)
        came = _read(name, code)
        if came is not None:
            return came
    return None


@lru_cache(maxsize=64)
def _read(name: str, language: str) -> Guide | None:
    path = FOLDER / f"{name}.{language}.md"
    if not path.is_file():
        return None
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return Guide(first.removeprefix("#").strip(), rest.strip(), language)
