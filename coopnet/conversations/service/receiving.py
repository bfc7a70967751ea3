"""A letter came: it is read outside any transaction, then taken in one, with all that follows from it."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from flask import current_app
from sqlalchemy import delete, update

from coopnet.conversations import letters
from coopnet.conversations.models import InboundLetter, Party
from coopnet.conversations.queries.inbound import count_lately, find_addressee, is_own_address, reply_box
from coopnet.conversations.queries.marks import list_heads, list_marks
from coopnet.conversations.rules import inbound
from coopnet.conversations.rules.automatic import why_automatic
from coopnet.conversations.rules.cutting import cut
from coopnet.conversations.rules.holding import Reason
from coopnet.conversations.rules.inbound import Answer, Way
from coopnet.conversations.rules.reading import Letter, Unreadable, read
from coopnet.conversations.rules.scrubbing import scrub
from coopnet.conversations.rules.signing import without_signature, without_surname
from coopnet.conversations.rules.talk import TEXT_MAX, OutcomeKind, Source
from coopnet.conversations.service.writing import write
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken

log = structlog.get_logger("coopnet.mail")


@dataclass(frozen=True)
class Opened:
    """A letter as it was read. `said` is what somebody wrote, still with their name and ways to reach them;
    `why_automatic` that no person wrote it.

    `unreadable` says why it could not be read; then the rest is empty.
    """

    fingerprint: str
    tokens: tuple[str, ...] = ()
    said: str = ""
    left_out: int = 0
    sender: str = ""
    why_automatic: str | None = None
    unreadable: str = ""


def tokens_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """Of the addresses of an envelope, or of headers."""
    box = reply_box()
    return tuple(dict.fromkeys(token for said in addresses for token in box.tokens(said))) if box else ()


def open_letter(raw: bytes, *, envelope_sender: str | None = None) -> Opened:
    """Asks no database. `envelope_sender` is empty for what machines send, None where nobody told it."""
    try:
        letter = read(raw)
    except Unreadable as problem:
        return Opened(hashlib.sha256(raw).hexdigest(), unreadable=str(problem))
    said = cut(letter.text, list_marks(), list_heads())
    return Opened(
        _fingerprint(letter, said),
        tokens=tokens_of(letter.said_to),
        said=said,
        left_out=letter.left_out,
        sender=letter.sender,
        why_automatic=why_automatic(
            letter.headers,
            content_type=letter.content_type,
            sender=letter.sender,
            envelope_sender=envelope_sender,
            our_ids=urlsplit(current_app.config["BASE_URL"]).hostname or "localhost",
        ),
    )


def take(opened: Opened, token: str, *, way: Way, now: datetime, file: str = "") -> Answer:
    """In the current transaction: the message, or why there is none, and what its sender is told.

    `file` is the name under which whoever runs the machine finds a letter that could not be read.
    """
    party = find_addressee(token)
    if party is None:
        return Answer.NOBODY
    key = hashlib.sha256(f"{party.public_id}|{opened.fingerprint}".encode()).hexdigest()
    if not add_if_absent(
        InboundLetter,
        unique="key",
        key=key,
        party_id=party.id,
        way=way.value,
        answer=Answer.UNREADABLE.value,
        reason=opened.unreadable,
        file=file,
        is_told=False,
        received_at=now,
    ):
        return _note(Answer.DUPLICATE, way)
    relayed, told = count_lately(party.id, now)
    said, is_scrubbed = _to_pass_on(opened.said, party)
    answer, reason = _answer(opened, said, party, key, is_flood=relayed >= inbound.MOST_AN_HOUR, now=now)
    if answer is Answer.TOO_MANY and way is Way.LISTENER:
        # Their mail server keeps it and comes again: then it is no second time.
        db.session.execute(delete(InboundLetter).where(InboundLetter.key == key))
        return _note(answer, way)
    telling = inbound.what_to_tell(answer, refusal=reason, left_out=opened.left_out, is_scrubbed=is_scrubbed)
    # That something was lost is told once in each hour, whatever else has been told.
    is_lost = answer is Answer.TOO_MANY
    is_told = telling is not None and not is_lost and told < inbound.TOLD_AN_HOUR
    if telling is not None and (is_told or is_lost):
        each = f"too_many:{now:%Y%m%d%H}" if is_lost else key
        letters.mailed(party, telling, now=now, key=each, left_out=opened.left_out > 0, is_scrubbed=is_scrubbed)
    db.session.execute(
        update(InboundLetter)
        .where(InboundLetter.key == key)
        .values(answer=answer.value, reason=reason, is_told=is_told)
        .execution_options(synchronize_session=False)
    )
    return _note(answer, way, reason)


def take_unreadable(opened: Opened, *, way: Way, now: datetime, file: str = "") -> Answer:
    """One of which not even the addressee can be told: the team sees that it came."""
    add_if_absent(
        InboundLetter,
        unique="key",
        key=opened.fingerprint,
        party_id=None,
        way=way.value,
        answer=Answer.UNREADABLE.value,
        reason=opened.unreadable,
        file=file,
        is_told=False,
        received_at=now,
    )
    return _note(Answer.UNREADABLE, way, opened.unreadable)


def _to_pass_on(said: str, party: Party) -> tuple[str, bool]:
    """Without their signature, their surname and ways to reach them; and whether there was one of these ways.

    What is longer is refused as a whole, with nothing passed on.
    """
    if len(said) > 2 * TEXT_MAX:
        return said, False
    kept, is_scrubbed = scrub(without_signature(said, party.name))
    return unicodedata.normalize("NFC", without_surname(kept, party.name)), is_scrubbed


def _answer(opened: Opened, said: str, party: Party, key: str, *, is_flood: bool, now: datetime) -> tuple[Answer, str]:
    if opened.unreadable:
        return Answer.UNREADABLE, opened.unreadable
    if opened.why_automatic:
        return Answer.AUTOMATIC, opened.why_automatic
    if is_flood:
        return Answer.TOO_MANY, ""
    if not said:
        return Answer.EMPTY, ""
    also = () if is_own_address(party, opened.sender) else (Reason.SENDER.value,)
    try:
        with db.session.begin_nested():
            outcome = write(party.public_id, said, source=Source.MAIL, key=f"mail|{key}", now=now, also_held_for=also)
    except RuleBroken as refusal:
        return Answer.REFUSED, refusal.code
    return {
        OutcomeKind.SENT: Answer.RELAYED,
        OutcomeKind.HELD: Answer.HELD,
        OutcomeKind.SAME: Answer.DUPLICATE,
    }[outcome.kind], ""


def _fingerprint(letter: Letter, said: str) -> str:
    """The same for one letter, whichever way and however often it comes.

    Message-IDs are unique by promise only: two letters that share one and say different things are two.
    """
    named = letter.message_id or letter.headers.get("date", "")
    words = " ".join(said.split())
    return hashlib.sha256(f"{letter.sender}|{named}|{words}".encode("utf-8", "replace")).hexdigest()


def _note(answer: Answer, way: Way, reason: str = "") -> Answer:
    """Never from whom, to whom nor about what."""
    log.info("letter_came", answer=answer.value, way=way.value, reason=reason)
    return answer
