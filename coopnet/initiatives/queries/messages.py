from dataclasses import dataclass

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeContact, InitiativeMessage


@dataclass(frozen=True)
class Message:
    initiative: str
    slug: str | None
    name: str
    email: str
    text: str
    shown_emails: frozenset[str]  # of the initiative: on its page


def find_message(public_id: str) -> Message | None:
    """None where it is erased."""
    row = db.session.execute(
        select(Initiative.name, Initiative.slug, InitiativeMessage)
        .join(InitiativeMessage, InitiativeMessage.initiative_id == Initiative.id)
        .where(InitiativeMessage.public_id == public_id)
    ).one_or_none()
    if row is None:
        return None
    said = row.InitiativeMessage
    if not (said.name and said.email and said.text):
        return None
    shown = select(InitiativeContact.value).where(
        InitiativeContact.initiative_id == said.initiative_id,
        InitiativeContact.kind == "email",
        InitiativeContact.is_public == true(),
    )
    return Message(row.name, row.slug, said.name, said.email, said.text, frozenset(db.session.scalars(shown)))
