"""What people need to take part is health data: it goes once nobody has to act on it."""

from sqlalchemy import ColumnElement, delete, select

from coopnet.foundation.db import db
from coopnet.registrations.models import Agreement, Registration, RegistrationNeeds
from coopnet.registrations.rules.applications import ACCESS_NEEDS


def forget_needs(whose: ColumnElement[bool]) -> None:
    """Of the registrations that are meant, with the consent to use it. Who was to take care of it goes along."""
    owners = select(Registration.id).where(whose)
    for gone in (
        delete(RegistrationNeeds).where(RegistrationNeeds.registration_id.in_(owners)),
        delete(Agreement).where(Agreement.registration_id.in_(owners), Agreement.kind == ACCESS_NEEDS),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
