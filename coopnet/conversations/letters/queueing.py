"""Each of these is called in the transaction that is the letter's cause. Nothing is worded here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coopnet.conversations.letters import kinds
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.queries.inbound import find_conversation
from coopnet.foundation import outbox

SUBJECT = "conversation"


def began(conversation: Conversation, party: Party, message_id: str, *, now: datetime) -> None:
    """With the public id of what they wrote, which may have to wait."""
    _put(conversation, party, kinds.BEGAN, now=now, key="began", values={"message": message_id})


def again(conversation: Conversation, party: Party, *, now: datetime) -> None:
    """At most once an hour: whoever knows contact and name cannot fill somebody's letter box."""
    _put(conversation, party, kinds.AGAIN, now=now, key=f"again:{now:%Y%m%d%H}")


def message(conversation: Conversation, to: Party, written: Message, *, now: datetime) -> None:
    """By SMS once, until they have looked: it carries no text, so a second one would say nothing new."""
    if to.email is None and to.phone is not None:
        if to.is_told:
            return
        to.is_told = True
    _put(conversation, to, kinds.MESSAGE, now=now, key=f"message:{written.public_id}", message=written)


def held(conversation: Conversation, party: Party, written: Message, *, now: datetime) -> None:
    _put(conversation, party, kinds.HELD, now=now, key=f"held:{written.public_id}", message=written)


def refused(conversation: Conversation, party: Party, written: Message, *, now: datetime) -> None:
    _put(conversation, party, kinds.REFUSED, now=now, key=f"refused:{written.public_id}", message=written)


def new_link(conversation: Conversation, party: Party, *, now: datetime) -> None:
    _put(conversation, party, kinds.NEW_LINK, now=now, key=f"link:{party.link_version}")


def mailed(party: Party, telling: str, *, now: datetime, key: str, left_out: bool, is_scrubbed: bool) -> None:
    """What became of a letter, to where the party is written to: never to where the letter says it came from.

    Nobody is told by SMS. `telling` is a code of `rules.inbound`.
    """
    if party.email is not None:
        values = {"telling": telling, "left_out": left_out, "is_scrubbed": is_scrubbed}
        conversation = find_conversation(party)
        _put(conversation, party, kinds.MAILED, now=now, key=f"mailed:{key}", values=values)


def _put(
    conversation: Conversation,
    to: Party,
    kind: str,
    *,
    now: datetime,
    key: str,
    message: Message | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """By e-mail, else by SMS. Who is reached through a support point has no letter box: its helpers have a list."""
    if to.email is None and to.phone is None:
        return
    outbox.put(
        dedup_key=f"conversation:{to.public_id}:{key}",
        channel=outbox.EMAIL if to.email else outbox.SMS,
        kind=kind,
        now=now,
        subject_kind=SUBJECT,
        subject_id=conversation.public_id,
        recipient=to.email or to.phone,
        language=to.language,
        values={
            "party": to.public_id,
            "version": to.link_version,
            **({"message": message.public_id} if message else {}),
            **(values or {}),
        },
    )
