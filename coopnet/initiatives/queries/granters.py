"""Who may give which label; who has it, and who only says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from coopnet.foundation import clock, district
from coopnet.foundation.db import db
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.text_index.folding import match_key
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.initiatives.models import Initiative, InitiativeAlias, InitiativeLabel
from coopnet.initiatives.queries.profile import find_moved, follow
from coopnet.initiatives.queries.standing import Standing, find_by_slug
from coopnet.initiatives.rules.states import READABLE, Status
from coopnet.vocabulary import queries as vocabulary

GIVE = "labels.give"
SHOWN = 50


@dataclass(frozen=True)
class Granter:
    """An entity that alone gives some labels. `profile` is None where it has none here."""

    name: str
    profile: Standing | None

    def lets(self, viewer: Viewer) -> bool:
        """With a profile, its own people and nobody else; without one, the teams whose right is for all."""
        if not viewer.can(GIVE):
            return False
        wanted = self.profile.public_id if self.profile else None
        return any(grant.permission == GIVE and grant.subject_id == wanted for grant in viewer.grants)


@dataclass(frozen=True)
class Counted:
    """A label with how many wait for its owner's answer, and how many have it."""

    code: str
    granter: str
    waiting: int
    standing: int
    oldest_at: datetime | None  # since when the first of them says so


@dataclass(frozen=True)
class Stated:
    """An entity and a label. What is None has not happened."""

    name: str
    slug: str
    is_example: bool
    stated_at: datetime | None
    granted_at: datetime | None
    withdrawn_at: datetime | None


def find_granter(code: str) -> Granter | None:
    """Of a label that only its owner may give; None for any other qualification, and for no such code."""
    term = vocabulary.find_term("qualifications", code)
    name = term.extra.get("granted_by") if term else None
    return _granter(str(name)) if name else None


def gives_labels(slug: str) -> bool:
    """Whether the entity of this profile alone gives some."""
    granters = [_granter(str(term.extra["granted_by"])) for term in _granted_terms()]
    return any(granter.profile is not None and granter.profile.slug == slug for granter in granters)


def count_labels(viewer: Viewer) -> list[Counted]:
    """Those that the viewer may give, in the vocabulary's order."""
    if not viewer.can(GIVE):
        return []
    names = {term.code: str(term.extra["granted_by"]) for term in _granted_terms()}
    mine = {name for name in set(names.values()) if _granter(name).lets(viewer)}
    rows = db.session.execute(
        select(
            InitiativeLabel.code,
            func.count().filter(_waits()),
            func.count().filter(_stands()),
            func.min(InitiativeLabel.stated_by_entity_at).filter(_waits()),
        )
        .join(Initiative, Initiative.id == InitiativeLabel.initiative_id)
        .where(Initiative.status != Status.MERGED)
        .group_by(InitiativeLabel.code)
    )
    found = {code: (waiting, standing, oldest) for code, waiting, standing, oldest in rows}
    return [Counted(code, name, *found.get(code, (0, 0, None))) for code, name in names.items() if name in mine]


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`: who says to have a label that the viewer may give."""
    return {
        "labels": [
            Waiting(
                text=ngettext(
                    "One entity says it has the label “%(label)s”",
                    "%(num)d entities say they have the label “%(label)s”",
                    each.waiting,
                    label=vocabulary.term_label("qualifications", each.code, current_language()),
                ),
                count=each.waiting,
                oldest_at=each.oldest_at or clock.now(),
                endpoint="initiatives_desk.show_label",
                values={"code": each.code},
            )
            for each in count_labels(viewer)
            if each.waiting
        ]
    }


def list_waiting(code: str) -> list[Stated]:
    """Who has said so for the longest time first."""
    rows = db.session.execute(
        _labels(code).where(_waits()).order_by(InitiativeLabel.stated_by_entity_at, Initiative.id).limit(SHOWN)
    )
    return [_read(row) for row in rows]


def list_standing(code: str, *, page: int) -> list[Stated]:
    """By name; pages count from 1."""
    rows = db.session.execute(
        _labels(code)
        .where(_stands())
        .order_by(Initiative.name_key, Initiative.id)
        .limit(SHOWN)
        .offset((page - 1) * SHOWN)
    )
    return [_read(row) for row in rows]


def find_label(code: str, initiative_id: int) -> Stated | None:
    row = db.session.execute(_labels(code).where(InitiativeLabel.initiative_id == initiative_id)).one_or_none()
    return _read(row) if row else None


def find_slug(typed: str) -> str | None:
    """Of a public profile, by its name however it is spelt, or by an address of it as one copies it."""
    slug = typed.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    key = match_key(typed)
    by_alias = select(InitiativeAlias.initiative_id).where(InitiativeAlias.name_key == key)
    found: str | None = db.session.scalar(
        select(Initiative.slug)
        .where(
            or_(Initiative.slug == slug, Initiative.name_key == key, Initiative.id.in_(by_alias)),
            Initiative.published_at.is_not(None),
            Initiative.status != Status.MERGED,
        )
        .order_by(Initiative.id)
        .limit(1)
    )
    moved = follow(slug) if found is None else None
    return moved.slug if moved is not None and moved.status in READABLE else found


def _granted_terms() -> list[Any]:
    return [term for term in vocabulary.list_terms("qualifications") if term.extra.get("granted_by")]


def _granter(name: str) -> Granter:
    slug = district.current().label_granters.get(name)
    kept = find_by_slug(slug) if slug else None
    if slug and (kept is None or kept.status == Status.MERGED):
        moved = find_moved(slug)
        kept = find_by_slug(moved) if moved else None
    return Granter(name, kept)


def _stands() -> ColumnElement[bool]:
    """As `rules.states.is_label`."""
    given, taken = InitiativeLabel.granted_at, InitiativeLabel.withdrawn_at
    return and_(given.is_not(None), or_(taken.is_(None), taken < given))


def _waits() -> ColumnElement[bool]:
    """The entity says so, and its owner has not answered since."""
    stated, given, taken = (
        InitiativeLabel.stated_by_entity_at,
        InitiativeLabel.granted_at,
        InitiativeLabel.withdrawn_at,
    )
    return and_(
        stated.is_not(None),
        or_(given.is_(None), and_(taken.is_not(None), taken >= given)),
        or_(taken.is_(None), taken < stated),
    )


def _labels(code: str) -> Any:
    return (
        select(
            Initiative.name,
            Initiative.slug,
            InitiativeLabel.is_example,
            InitiativeLabel.stated_by_entity_at.label("stated_at"),
            InitiativeLabel.granted_at,
            InitiativeLabel.withdrawn_at,
        )
        .join(Initiative, Initiative.id == InitiativeLabel.initiative_id)
        .where(InitiativeLabel.code == code, Initiative.slug.is_not(None), Initiative.status != Status.MERGED)
    )


def _read(row: Any) -> Stated:
    return Stated(**row._asdict())
