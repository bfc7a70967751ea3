"""A letter that a mail server hands over: taken in one transaction for each address, before anything is answered."""

from collections.abc import Sequence
from functools import partial

from coopnet.conversations.rules.inbound import Answer, Way
from coopnet.conversations.service.receiving import Opened, open_letter, take, take_unreadable, tokens_of
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction


def take_for(opened: Opened, address: str, *, way: Way) -> Answer:
    """Of one address of the envelope. Raises what the database raises; then nothing was kept."""
    for token in tokens_of([address]):
        return in_transaction(partial(take, opened, token, way=way, now=clock.now()))
    return Answer.NOBODY


def take_letter(raw: bytes, *, to: Sequence[str], envelope_sender: str | None, way: Way) -> dict[str, Answer]:
    """By address; without `to`, by what its headers say. A letter of which nothing can be read has none."""
    opened = open_letter(raw, envelope_sender=envelope_sender)
    if to:
        return {address: take_for(opened, address, way=way) for address in to}
    if opened.unreadable:
        return {"": in_transaction(partial(take_unreadable, opened, way=way, now=clock.now()))}
    return {token: in_transaction(partial(take, opened, token, way=way, now=clock.now())) for token in opened.tokens}
