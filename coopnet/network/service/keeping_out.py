"""The team refuses all that comes from one contact, and may keep it out from then on. Decision 0028."""

from datetime import datetime

from coopnet.accounts.queries.words import kept_out_in_words
from coopnet.accounts.service import keeping_out
from coopnet.conversations.service import deciding, reporting, telling
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.network.queries.floods import NOTICE, find_flood, list_helping
from coopnet.network.rules.states import Act
from coopnet.network.rules.volunteering import Act as VolunteerAct
from coopnet.network.service import leaving, moving


def refuse_all(kind: str, public_id: str, *, reason: str, keeps_out: bool, actor: str, now: datetime) -> None:
    """What waits, with the `reason`, which they read: in one letter of posts, in one of messages.

    `keeps_out`: what stands goes too, their conversations are closed, as volunteers they end, and nothing that comes
    from the contact is taken any more. Raises `RuleBroken`: `flood_gone` where there is nobody any more, and what each
    of the steps raises.
    """
    flood = find_flood(kind, public_id)
    if flood is None:
        raise RuleBroken("flood_gone")
    if kind == NOTICE:
        reporting.decide(public_id, is_right=True, actor=actor, now=now)
    for number, post_id in enumerate((*flood.pending, *(flood.standing if keeps_out else ()))):
        post = moving.lock(post_id)
        with in_language(post.language):
            told = f"{reason}\n{kept_out_in_words()}" if keeps_out else reason
        moving.move(post_id, Act.REJECT, actor=actor, now=now, reason=told, is_told=number == 0)
    for number, message_id in enumerate(flood.held):
        deciding.refuse(message_id, reason=reason, actor=actor, now=now, is_told=number == 0)
    if not keeps_out:
        return
    for volunteer_id in list_helping(flood.contact):
        leaving.leave(volunteer_id, VolunteerAct.LEAVE, actor=actor, now=now)
    telling.close_of(flood.contact, now=now)
    keeping_out.keep_out(flood.contact, reason, actor=actor, now=now)
