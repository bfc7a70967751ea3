"""What one side does with the conversation, beside writing: looks, gives a contact, closes, takes it up again."""

from datetime import datetime

from coopnet.conversations import letters
from coopnet.conversations.queries.listing import find_unread
from coopnet.conversations.rules.talk import Note, State
from coopnet.conversations.service.locking import Talk, lock
from coopnet.conversations.service.writing import check_open, say
from coopnet.foundation.errors import RuleBroken


def note_seen(party_public_id: str) -> None:
    """They have looked: the next message may send a text message again. Nothing that anybody else sees."""
    me = lock(party_public_id).me
    newest = find_unread(me)
    if newest is not None:
        me.read_id, me.is_told = newest, False


def give(party_public_id: str, note: Note, given: str, *, now: datetime) -> None:
    """Their phone or e-mail, to the other side alone. Raises what `writing.write` raises of a closed conversation."""
    talk = lock(party_public_id)
    check_open(talk)
    say(talk, note, now=now, given=given)


def block(party_public_id: str, *, now: datetime) -> None:
    """At once, and without a word to the other side: nothing more gets through, either way."""
    me = lock(party_public_id).me
    me.blocked_at = me.blocked_at or now


def end(party_public_id: str, *, now: datetime) -> None:
    talk = lock(party_public_id)
    if talk.conversation.state != State.OPEN:
        return
    if talk.other.blocked_at is None and talk.me.blocked_at is None:
        say(talk, Note.ENDED, now=now)
    close(talk, by=talk.me.side, now=now)


def take_up(party_public_id: str, *, now: datetime) -> None:
    """Who blocked or ended it thinks better of it. Raises `RuleBroken("conversation_closed")` for anybody else."""
    talk = lock(party_public_id)
    if talk.me.blocked_at is None and talk.conversation.ended_by != talk.me.side:
        raise RuleBroken("conversation_closed")
    was_ended = talk.conversation.ended_by == talk.me.side
    talk.me.blocked_at = None
    if was_ended:
        talk.conversation.state, talk.conversation.ended_by = State.OPEN.value, None
        talk.conversation.ended_at = None
        if talk.other.blocked_at is None:
            say(talk, Note.REOPENED, now=now)


def renew_link(party_public_id: str, *, now: datetime) -> None:
    """Every link they had is worth nothing from here on; a letter brings the new one."""
    talk = lock(party_public_id)
    talk.me.link_version += 1
    letters.new_link(talk.conversation, talk.me, now=now)


def close(talk: Talk, *, by: str, now: datetime) -> None:
    conversation = talk.conversation
    conversation.state, conversation.ended_by, conversation.ended_at = State.ENDED.value, by, now
