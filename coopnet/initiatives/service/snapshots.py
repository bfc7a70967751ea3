"""A profile as it stands, read as the draft that would make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Contact, Draft, Place, Words
from coopnet.initiatives.rules.states import TagKind

# Columns that a draft and a profile share under one name.
PLAIN = (
    "name",
    "code",
    "language",
    "kind",
    "legal_form",
    "tax_id",
    "barri",
    "shows_only_barri",
    "year",
    "size",
    "is_contractable",
    "url",
)
TAGS = {
    "sectors": TagKind.SECTOR,
    "qualifications": TagKind.QUALIFICATION,
    "languages": TagKind.LANGUAGE,
    "measures": TagKind.MEASURE,
    "clauses": TagKind.CLAUSE,
}


@dataclass(frozen=True)
class Standing:
    """A profile as it stands."""

    id: int
    slug: str | None
    name_key: str
    status: str
    is_merged: bool
    draft: Draft


def load(initiative_id: int) -> Initiative:
    """With all its parts. Raises `RuleBroken("initiative_not_found")`."""
    found = load_all([initiative_id])
    if not found:
        raise RuleBroken("initiative_not_found")
    return found[0]


def load_all(ids: Iterable[int]) -> list[Initiative]:
    """With all their parts, as they are now."""
    ordered = sorted(ids)
    if not ordered:
        return []
    return list(
        db.session.scalars(
            select(Initiative)
            .where(Initiative.id.in_(ordered))
            .options(
                selectinload(Initiative.texts),
                selectinload(Initiative.tags),
                selectinload(Initiative.places),
                selectinload(Initiative.contacts),
                selectinload(Initiative.labels),
            )
            .execution_options(populate_existing=True)
        )
    )


def read_standings(ids: Iterable[int]) -> dict[int, Standing]:
    """By id."""
    return {
        row.id: Standing(
            row.id, row.slug, row.name_key, row.status, is_merged=row.merged_into_id is not None, draft=read_draft(row)
        )
        for row in load_all(ids)
    }


def read_draft(initiative: Initiative) -> Draft:
    plain: dict[str, Any] = {name: getattr(initiative, name) for name in PLAIN}
    tags: dict[str, Any] = {
        name: tuple(tag.code for tag in sorted(initiative.tags, key=lambda tag: tag.position) if tag.kind == kind)
        for name, kind in TAGS.items()
    }
    return Draft(
        **plain,
        **tags,
        stated=tuple(label.code for label in initiative.labels if label.stated_by_entity_at is not None),
        links=tuple(initiative.links),
        networks=tuple(initiative.networks),
        words=tuple(
            Words(
                text.language,
                text.summary,
                text.description,
                tuple(text.services),
                tuple(text.offers),
                tuple(text.needs),
            )
            for text in initiative.texts
        ),
        places=tuple(
            Place(
                place.name,
                place.address,
                place.barri,
                place.latitude,
                place.longitude,
                place.hours,
                tuple(place.access),
            )
            for place in initiative.places
        ),
        contacts=tuple(Contact(way.kind, way.value, is_public=way.is_public) for way in initiative.contacts),
        confirmed_on=day_of(initiative.confirmed_at),
    )


def moment_of(day: str | None) -> datetime | None:
    """Noon of that day: the day is the same in every zone near."""
    return None if day is None else datetime.fromisoformat(day).replace(hour=12, tzinfo=clock.zone()).astimezone(UTC)


def day_of(moment: datetime | None) -> str | None:
    return None if moment is None else clock.to_local(moment).date().isoformat()
