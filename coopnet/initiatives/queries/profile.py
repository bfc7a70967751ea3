"""One profile as anybody may see it. What is not public (tax id, hidden addresses and contacts) never comes out."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, union

from coopnet.foundation.db import db
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.kept import Kept
from coopnet.initiatives.models import (
    Initiative,
    InitiativeContact,
    InitiativeLabel,
    InitiativeOldSlug,
    InitiativePlace,
    InitiativeTag,
    InitiativeText,
)
from coopnet.initiatives.queries.pictures import Picture, list_pictures
from coopnet.initiatives.queries.words import Said, SaidList, first_list, first_said
from coopnet.initiatives.rules.states import READABLE, Status, TagKind, is_label

LONGEST_SLUG = 200
MOST_KEPT = 500  # in each process, of a few kB each
_I = Initiative.__table__.c
_COLUMNS = (
    _I.id,
    _I.public_id,
    _I.slug,
    _I.name,
    _I.status,
    _I.language,
    _I.kind,
    _I.legal_form,
    _I.barri,
    _I.shows_only_barri,
    _I.year,
    _I.size,
    _I.is_contractable,
    _I.url,
    _I.links,
    _I.networks,
    _I.published_at,
    _I.updated_at,
    _I.confirmed_at,
)
_BY_SLUG = select(*_COLUMNS).where(_I.slug == bindparam("slug"))
_PROFILE = _BY_SLUG.where(_I.status.in_([status.value for status in READABLE]))
_NOT_PUBLIC = _BY_SLUG.where(_I.status.in_([Status.DRAFT.value, Status.PENDING.value]))


@dataclass(frozen=True)
class PublicPlace:
    """Without address and point where the project shows only its barri."""

    name: str
    address: str
    barri: str | None
    latitude: float | None
    longitude: float | None
    hours: str
    access: tuple[str, ...]


@dataclass(frozen=True)
class Label:
    """Given by its owner."""

    code: str
    granter: str
    granted_at: datetime
    is_example: bool


@dataclass(frozen=True)
class Profile:
    id: int
    public_id: str
    slug: str
    name: str
    status: str
    language: str
    kind: str | None
    legal_form: str | None
    barri: str | None
    shows_only_barri: bool
    year: int | None
    size: int | None
    is_contractable: bool
    url: str | None
    links: tuple[str, ...]
    networks: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    confirmed_at: datetime | None
    summary: Said | None
    description: Said | None
    services: SaidList | None
    offers: SaidList | None
    needs: SaidList | None
    languages_written: tuple[str, ...]
    sectors: tuple[str, ...]
    qualifications: tuple[str, ...]
    languages: tuple[str, ...]
    measures: tuple[str, ...]
    clauses: tuple[str, ...]
    places: tuple[PublicPlace, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    can_be_written: bool
    labels: tuple[Label, ...]
    logo: Picture | None
    pictures: tuple[Picture, ...]

    @property
    def seed(self) -> str:
        return f"{self.kind or ''}|{self.public_id}"


_PROFILES: Kept[Profile | None] = Kept("initiatives.profiles", DIRECTORY, most=MOST_KEPT)


def find_public(slug: str, *, language: str) -> Profile | None:
    if len(slug) > LONGEST_SLUG:
        return None
    return _PROFILES.get((slug, language), lambda: _find_public(slug, language))


def _find_public(slug: str, language: str) -> Profile | None:
    row = db.session.execute(_PROFILE, {"slug": slug}).one_or_none()
    if row is None:
        return None
    profile = read_profiles([row], language=language)[0]
    return _as_memory(profile) if profile.status == Status.CLOSED else profile


def _as_memory(profile: Profile) -> Profile:
    """Of what no longer exists: what it was and where, not when it opens or how it is reached."""
    places = tuple(replace(place, hours="") for place in profile.places)
    return replace(
        profile, places=places, emails=(), phones=(), can_be_written=False, url=None, links=(), is_contractable=False
    )


def find_unpublished(slug: str, *, language: str) -> Profile | None:
    """One that waits for the team, or is being corrected; not for the public."""
    if len(slug) > LONGEST_SLUG:
        return None
    row = db.session.execute(_NOT_PUBLIC, {"slug": slug}).one_or_none()
    return None if row is None else read_profiles([row], language=language)[0]


def find_moved(slug: str) -> str | None:
    """Where a profile is now that once had this address, or that was merged into another one."""
    row = follow(slug)
    return str(row.slug) if row is not None and row.status in READABLE else None


def list_moved(slugs: Collection[str]) -> dict[str, str]:
    """Of these addresses, those that lead elsewhere now, and where."""
    old = select(InitiativeOldSlug.slug).where(InitiativeOldSlug.slug.in_(slugs))
    merged = select(_I.slug).where(_I.slug.in_(slugs), _I.status == Status.MERGED)
    found = {slug: find_moved(slug) for slug in db.session.scalars(union(old, merged)).all()} if slugs else {}
    return {slug: moved for slug, moved in found.items() if moved is not None}


def follow(slug: str) -> Any:
    """Id, slug and status of what this address leads to, public or not; None where it leads nowhere else."""
    if len(slug) > LONGEST_SLUG:
        return None
    found = db.session.scalar(select(InitiativeOldSlug.initiative_id).where(InitiativeOldSlug.slug == slug))
    if found is None:
        merged = select(_I.id).where(_I.slug == slug, _I.status == Status.MERGED)
        found = db.session.scalar(merged)
    for _step in range(8):
        if found is None:
            return None
        row = db.session.execute(select(_I.id, _I.slug, _I.status, _I.merged_into_id).where(_I.id == found)).one()
        if row.status != Status.MERGED:
            return row
        found = row.merged_into_id
    return None


def read_profiles(rows: list[Any], *, language: str) -> list[Profile]:
    """In the order of `rows`, which have the columns of a profile; six queries, however many."""
    ids = [row.id for row in rows]
    texts, tags = _by_initiative(InitiativeText, ids), _by_initiative(InitiativeTag, ids)
    places, contacts = _by_initiative(InitiativePlace, ids), _by_initiative(InitiativeContact, ids)
    labels, pictures = _by_initiative(InitiativeLabel, ids), list_pictures(ids)
    found = []
    for row in rows:
        said = {text.language: text for text in texts.get(row.id, [])}
        order = [said[code] for code in dict.fromkeys((language, row.language, *said)) if code in said]
        ways = sorted(contacts.get(row.id, []), key=lambda way: way.position)
        codes = {
            kind: tuple(tag.code for tag in sorted(tags.get(row.id, []), key=lambda t: t.position) if tag.kind == kind)
            for kind in TagKind
        }
        found.append(
            Profile(
                **{
                    name: getattr(row, name)
                    for name in (
                        "id",
                        "public_id",
                        "slug",
                        "name",
                        "status",
                        "language",
                        "kind",
                        "legal_form",
                        "barri",
                        "shows_only_barri",
                        "year",
                        "size",
                        "is_contractable",
                        "url",
                        "published_at",
                        "updated_at",
                        "confirmed_at",
                    )
                },
                links=tuple(row.links),
                networks=tuple(row.networks),
                summary=first_said((text.summary, text.language) for text in order),
                description=first_said((text.description, text.language) for text in order),
                services=first_list((text.services, text.language) for text in order),
                offers=first_list((text.offers, text.language) for text in order),
                needs=first_list((text.needs, text.language) for text in order),
                languages_written=tuple(said),
                sectors=codes[TagKind.SECTOR],
                qualifications=codes[TagKind.QUALIFICATION],
                languages=codes[TagKind.LANGUAGE],
                measures=codes[TagKind.MEASURE],
                clauses=codes[TagKind.CLAUSE],
                places=tuple(
                    _place(place, barri=row.barri, hidden=row.shows_only_barri)
                    for place in sorted(places.get(row.id, []), key=lambda place: place.position)
                ),
                emails=tuple(way.value for way in ways if way.kind == "email" and way.is_public),
                phones=tuple(way.value for way in ways if way.kind == "phone" and way.is_public),
                can_be_written=any(way.kind == "email" for way in ways),
                labels=tuple(
                    Label(label.code, label.granter, label.granted_at, label.is_example)
                    for label in labels.get(row.id, [])
                    if is_label(granted_at=label.granted_at, withdrawn_at=label.withdrawn_at)
                ),
                logo=next((picture for picture in pictures.get(row.id, []) if picture.is_logo), None),
                pictures=tuple(picture for picture in pictures.get(row.id, []) if not picture.is_logo),
            )
        )
    return found


def list_public(ids: list[int], *, language: str) -> list[Profile]:
    """In the order of `ids`."""
    rows = {row.id: row for row in db.session.execute(select(*_COLUMNS).where(_I.id.in_(ids)))}
    return read_profiles([rows[each] for each in ids if each in rows], language=language)


def _place(place: Any, *, barri: str | None, hidden: bool) -> PublicPlace:
    """Where nothing else is shown, at least the `barri` of the whole."""
    return PublicPlace(
        name="" if hidden else place.name,
        address="" if hidden else place.address,
        barri=place.barri or (barri if hidden else None),
        latitude=None if hidden else place.latitude,
        longitude=None if hidden else place.longitude,
        hours=place.hours,
        access=tuple(place.access),
    )


def _by_initiative(model: Any, ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(_PARTS[model], {"ids": ids}):
        found.setdefault(row.initiative_id, []).append(row)
    return found


# Made once: putting a statement together costs more than asking it.
_PARTS = {
    model: select(model.__table__).where(model.__table__.c.initiative_id.in_(bindparam("ids", expanding=True)))
    for model in (InitiativeText, InitiativeTag, InitiativePlace, InitiativeContact, InitiativeLabel)
}
