"""Profiles whose people have not answered, or cannot be asked by letter: for whoever picks up the phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.phones import shown_phone
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.initiatives.models import Initiative, InitiativeAsk, InitiativeContact
from coopnet.initiatives.rules.states import Status

SHOWN = 30


@dataclass(frozen=True)
class Silent:
    """`phones` as number and as it is read, also those that the page does not show."""

    key: int
    slug: str
    name: str
    asked_at: datetime
    was_written_to: bool
    phones: tuple[tuple[str, str], ...]


def list_silent(*, after: int = 0) -> Sequence[Silent]:
    """By row, those beyond `after`; one more than a page shows."""
    rows = db.session.execute(
        select(Initiative.id, Initiative.slug, Initiative.name, Initiative.asked_at, _IS_ASKED.label("is_asked"))
        .where(_is_silent(), Initiative.id > after)
        .order_by(Initiative.id)
        .limit(SHOWN + 1)
    ).all()
    phones: dict[int, list[str]] = {}
    asked = select(InitiativeContact.initiative_id, InitiativeContact.value).where(
        InitiativeContact.initiative_id.in_([row.id for row in rows]), InitiativeContact.kind == "phone"
    )
    for owner, number in db.session.execute(asked.order_by(InitiativeContact.position)):
        phones.setdefault(owner, []).append(number)
    return [
        Silent(
            row.id,
            row.slug,
            row.name,
            row.asked_at,
            bool(row.is_asked),
            tuple((number, shown_phone(number)) for number in phones.get(row.id, ())),
        )
        for row in rows
    ]


def panel(viewer: Viewer) -> Mapping[str, object]:
    """For the desk."""
    if not viewer.can("initiatives.moderate"):
        return {}
    counted = select(func.count(), func.min(Initiative.asked_at, type_=Initiative.asked_at.type))
    count, oldest_at = db.session.execute(counted.where(_is_silent())).one()
    if not count or oldest_at is None:
        return {}
    text = ngettext("%(num)d profile does not answer: call it", "%(num)d profiles do not answer: call them", count)
    return {"silent": [Waiting(text, count, oldest_at, "initiatives.silent")]}


# Somebody has been written to, and may still answer.
_IS_ASKED = exists().where(InitiativeAsk.initiative_id == Initiative.id, InitiativeAsk.ended_at.is_(None))


def _is_silent() -> ColumnElement[bool]:
    """Marked since nobody answered; or asked, and nobody could be written to."""
    return (Initiative.asked_at.is_not(None)) & or_(
        Initiative.status == Status.STALE.value,
        (Initiative.status == Status.PUBLISHED.value) & ~_IS_ASKED,
    )
