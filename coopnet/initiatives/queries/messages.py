from dataclasses import dataclass

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeMessage


@dataclass(frozen=True)
class Message:
    initiative: str
    slug: str | None
    name: str
    email: str
    text: str


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
    return Message(row.name, row.slug, said.name, said.email, said.text)
