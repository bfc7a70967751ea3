"""Registrations that belong to somebody's account, or could: those of a contact that the account has verified."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import verified_values
from coopnet.accounts.queries.assisted import find_agreed
from coopnet.accounts.rules.contacts import EMAIL, PHONE, Address
from coopnet.accounts.rules.shelves import Item, Press, Shelf
from coopnet.foundation import clock, links
from coopnet.foundation.db import db
from coopnet.foundation.i18n import current_language, format_day, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.registrations.models import Answer, Registration
from coopnet.registrations.queries import MANAGE, code_of
from coopnet.registrations.queries.answers import answer_of
from coopnet.registrations.queries.attendance import list_marks
from coopnet.trainings.models import Training, TrainingText
from coopnet.trainings.rules.states import is_over

SHOWN = 50


def is_reached_by(addresses: Sequence[Address]) -> ColumnElement[bool]:
    emails = [one.value for one in addresses if one.kind == EMAIL]
    phones = [one.value for one in addresses if one.kind != EMAIL]
    return or_(
        Registration.email.in_(emails) if emails else false(), Registration.phone.in_(phones) if phones else false()
    )


def panel(viewer: Viewer) -> dict[str, object]:
    """For `accounts.home`: one's registrations, and those that one press would join."""
    joinable = _count_joinable(viewer.key)
    press = None
    if joinable:
        lead = ngettext(
            "There is %(num)d registration made with a contact of yours.",
            "There are %(num)d registrations made with a contact of yours.",
            joinable,
        )
        press = Press(lead, _("Add to my page"), "registrations.join")
    return {
        "registrations": Shelf(
            title=_("My registrations"),
            empty=_("You have none yet, or they were made with another contact."),
            entries=tuple(_item(registration, title) for registration, title in _list_joined(viewer.key)),
            press=press,
        )
    }


def _count_joinable(account_key: int) -> int:
    counted = select(func.count()).select_from(Registration)
    return db.session.scalar(counted.where(Registration.account_id.is_(None), _is_reachable(account_key))) or 0


def _is_reachable(account_key: int | ScalarSelect[int]) -> ColumnElement[bool]:
    """At a contact that the account has verified."""
    emails, phones = (verified_values(account_key, kind) for kind in (EMAIL, PHONE))
    return or_(Registration.email.in_(emails), Registration.phone.in_(phones))


def what_is_erased(_viewer: Viewer) -> dict[str, object]:
    """For `accounts.erasing`: what becomes of what is on one's page."""
    return {
        "registrations": (
            _("Your registrations for trainings to come are cancelled, and the places go to others."),
            _("Your registrations for past trainings are erased too."),
            _("If a public grant paid a training you took part in, the law makes us keep the list, locked away."),
            _("Registrations that are not on your page stay: their own links open them."),
        )
    }


def export(account_id: str) -> list[dict[str, Any]]:
    """For a person's file: those on their page, and those that one press would put there."""
    key = select(Account.id).where(Account.public_id == account_id).scalar_subquery()
    could_be = and_(Registration.account_id.is_(None), _is_reachable(key))
    found = db.session.scalars(
        select(Registration)
        .where(or_(Registration.account_id == key, could_be))
        .options(
            joinedload(Registration.training, innerjoin=True),
            joinedload(Registration.needs),
            selectinload(Registration.companions),
            selectinload(Registration.answers).selectinload(Answer.question),
        )
        .order_by(Registration.id)
    ).all()
    marks = list_marks([one.id for one in found])
    return [
        {
            **_as_record(one),
            "attendance": marks.get(one.id, []),
            "at_a_support_point": find_agreed("registration", one.public_id),
            "on_my_page": one.account_id is not None,
        }
        for one in found
    ]


def list_keys_of(account_key: int) -> list[str]:
    """Public ids, in the order in which their trainings may be locked one after the other."""
    return list(
        db.session.scalars(
            select(Registration.public_id)
            .where(Registration.account_id == account_key)
            .order_by(Registration.training_id, Registration.id)
        )
    )


def _list_joined(account_key: int) -> list[tuple[Registration, str | None]]:
    rows = db.session.execute(
        select(Registration, TrainingText.title)
        .join(Training, Training.id == Registration.training_id)
        .outerjoin(
            TrainingText,
            and_(TrainingText.training_id == Training.id, TrainingText.language == Training.language),
        )
        .options(joinedload(Registration.training, innerjoin=True))
        .where(Registration.account_id == account_key)
        .order_by(Training.starts_at.desc(), Registration.id.desc())
        .limit(SHOWN)
    )
    return [(registration, title) for registration, title in rows]


def _item(registration: Registration, title: str | None) -> Item:
    training = registration.training
    when = format_day(training.starts_at) if training.starts_at else ""
    has_ended = is_over(training.ends_at, clock.now())
    parts = (registration.name, answer_of(registration.state, is_over=has_ended), when)
    return Item(
        text=title or training.slug,
        language=None if training.language == current_language() else training.language,
        endpoint="registrations.show",
        values={"token": links.make_link(MANAGE, registration.public_id, registration.link_version)},
        note=" · ".join(part for part in parts if part),
    )


def _as_record(one: Registration) -> dict[str, Any]:
    return {
        "code": code_of(one),
        "training": one.training.slug,
        "state": one.state,
        "asked_at": one.created_at.isoformat(),
        "name": one.name,
        "guardian": one.guardian_name,
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "way": one.way,
        "companions": [companion.name for companion in one.companions],
        "access_needs": [*one.needs.codes, one.needs.note] if one.needs else [],
        "answers": [{"question": answer.question.text, "answer": answer.value} for answer in one.answers],
    }
