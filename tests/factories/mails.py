"""Letters as mail programs write them."""

from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

import pytest
from flask import current_app
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from coopnet.conversations.cli import taking
from coopnet.conversations.models import Message, Party
from coopnet.conversations.queries.inbound import reply_address_of
from coopnet.foundation.db import db
from coopnet.foundation.mail_boxes import ReplyBox

BOX = ReplyBox("respostes", "mail.example.org")
_number = count(1)

QUOTED = """

El dl., 30 de nov. 2026 a les 18:00, Xarxa digital (<xarxa@example.org>) va escriure:

> Respon per sobre d'aquesta línia
>
> Hola, Rosa: et va bé dijous?
"""


def open_box() -> None:
    current_app.config["REPLY_BOX"] = BOX


def address_of(party: Party) -> str:
    return str(reply_address_of(party))


def mail(
    party: Party,
    text: str = "Dijous em va bé." + QUOTED,
    *,
    sender: str | None = None,
    to: str | None = None,
    message_id: str = "",
    **headers: str,
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender or f"Rosa <{party.email}>"
    message["To"] = to or address_of(party)
    message["Subject"] = headers.pop("subject", "Re: Tens un missatge")
    message["Message-ID"] = message_id or f"<{next(_number)}@mail.example.net>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def texts() -> list[str]:
    """What came by mail and became a message."""
    db.session.rollback()
    found = select(Message.text).where(Message.source == "mail").order_by(Message.id)
    return list(db.session.scalars(found))


def break_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes a letter finds it locked."""

    def locked(_work: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(taking, "in_transaction", locked)


# What nobody writes, and what would give somebody away.
PIECES = (
    "612345678",
    "612 34 56 78",
    "rosa@b.org",
    "<rosa@b.org>",
    "> ",
    "-- ",
    "a",
    " ",
    "\n",
    "\x00",
    "&lt;",
    "<p>",
    "é",
)
HOSTILE = st.one_of(
    st.binary(max_size=500),
    st.builds(
        lambda kind, pieces: f"From: a@b.org\nContent-Type: text/{kind}\n\n{' '.join(pieces)}".encode(),
        st.sampled_from(["plain", "html"]),
        st.lists(st.sampled_from(PIECES), max_size=12),
    ),
)
