"""Logos and pictures of profiles."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativePicture


@dataclass(frozen=True)
class Picture:
    """`widths` of the WebP files, the smallest first; `plain_width` of the JPEG. An empty `alt`: it only decorates."""

    public_id: str
    is_logo: bool
    digest: str
    width: int
    height: int
    widths: tuple[int, ...]
    plain_width: int
    alt: str

    @property
    def plain_height(self) -> int:
        return max(1, round(self.height * self.plain_width / self.width))


SHOWN = tuple(field.name for field in fields(Picture))


def list_pictures(ids: Sequence[int]) -> dict[int, list[Picture]]:
    """By profile, the logo first; one query, however many."""
    table = InitiativePicture.__table__.c
    rows = db.session.execute(
        select(*table).where(table.initiative_id.in_(ids)).order_by(table.is_logo.desc(), table.position, table.id)
    )
    found: dict[int, list[Picture]] = {}
    for row in rows:
        found.setdefault(row.initiative_id, []).append(read_picture(row))
    return found


def read_picture(row: Any) -> Picture:
    """Of a row that has the columns `SHOWN`."""
    values = {name: getattr(row, name) for name in SHOWN}
    return Picture(**{**values, "widths": tuple(values["widths"])})


def list_digests() -> set[str]:
    """Of every file that a row names."""
    return set(db.session.scalars(select(InitiativePicture.digest)))
