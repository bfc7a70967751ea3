"""Words for the letters of a conversation, in the worker, in the letter's language, from what is true now.

None of them holds the other side's address, phone or surname, in a header neither.
"""

from collections.abc import Callable
from dataclasses import dataclass

from coopnet.accounts.queries.words import kept_out_in_words
from coopnet.conversations.letters import kinds
from coopnet.conversations.models import Message, Party
from coopnet.conversations.queries.finding import find_message, find_party, link_of, shown_name
from coopnet.conversations.queries.inbound import reply_address_of
from coopnet.conversations.queries.listing import other_of
from coopnet.conversations.queries.marks import mark
from coopnet.conversations.queries.wordings import held_in_words, note_in_words
from coopnet.conversations.rules import inbound
from coopnet.conversations.rules.holding import Reason
from coopnet.conversations.rules.talk import DELIVERED, TEXT_MAX, first_name
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render, text_message
from coopnet.foundation.outbox import SMS, Dispatch


@dataclass(frozen=True)
class Saying:
    """`quoted` is what the other side wrote; `said` are more sentences below the lead."""

    subject: str
    lead: str
    quoted: str = ""
    said: tuple[str, ...] = ()
    is_first: bool = False  # whoever typed the contact may not be its owner


def word(dispatch: Dispatch) -> Words | str | None:
    """None where there is nothing to say any more: somebody was erased, blocked, or has another link by now."""
    party = find_party(str(dispatch.values.get("party", "")))
    if party is None or dispatch.recipient is None or dispatch.values.get("version") != party.link_version:
        return None
    message = find_message(str(dispatch.values.get("message", "")))
    is_mailed = dispatch.kind == kinds.MAILED
    saying = _mailed(dispatch) if is_mailed else _SAYINGS[dispatch.kind](party, message)
    if saying is None:
        return None
    token = link_of(party)
    link = absolute_url("conversations.show", token=token)
    if dispatch.channel == SMS:
        return text_message(_("Hello, %(name)s.", name=first_name(party.name)), saying.subject, link)
    reply_to = reply_address_of(party)
    text, html = render(
        "conversations/letter",
        saying=saying,
        name=first_name(party.name),
        talk=party.conversation,
        link=link,
        can_reply=reply_to is not None,
        mark=mark(),
        not_me=absolute_url("conversations.not_me", token=token) if saying.is_first else None,
    )
    return Words(saying.subject, text, html, reply_to=reply_to)


def _began(party: Party, message: Message | None) -> Saying:
    name = shown_name(other_of(party))
    if message is not None and message.state not in DELIVERED:
        return Saying(
            _("This is the page of your conversation"),
            _("What you wrote to %(name)s has not gone out yet: the team looks at it first. This is why:", name=name),
            said=tuple(held_in_words(message.held_for)),
            is_first=True,
        )
    return Saying(
        _("This is the page of your conversation"),
        _("You have answered %(name)s. On this page you see what they say, and write to them.", name=name),
        is_first=True,
    )


def _again(_party: Party, _message: Message | None) -> Saying:
    return Saying(
        _("This is the page of your conversation"),
        _("You have answered again: it is the same conversation as before. Here you see all of it."),
        is_first=True,
    )


def _message(party: Party, message: Message | None) -> Saying | None:
    """Nothing gets through a block, also what was on its way."""
    other = other_of(party)
    if message is None or message.state not in DELIVERED or party.blocked_at or other.blocked_at:
        return None
    name = shown_name(other)
    subject = _("You have a message from %(name)s", name=name)
    if message.note is None:
        return Saying(subject, _("%(name)s writes to you:", name=name), quoted=message.text)
    return Saying(subject, note_in_words(message.note, name=name, is_mine=False), quoted=message.text)


def _held(_party: Party, message: Message | None) -> Saying | None:
    if message is None or message.state in DELIVERED:
        return None
    return Saying(
        _("Your message waits for the team"),
        _("It has not gone out yet: somebody of the team looks at it first. This is why:"),
        said=(*held_in_words(message.held_for), *_how_to_send(message)),
    )


def _how_to_send(message: Message) -> list[str]:
    """Whoever opens the page has the link: that it is theirs is shown by that alone."""
    if list(message.held_for) != [Reason.SENDER]:
        return []
    return [_("Did you write it? Open the conversation, press «Change it» and send it: then it goes out at once.")]


def _refused(_party: Party, message: Message | None) -> Saying | None:
    if message is None:
        return None
    return Saying(
        _("Your message will not be passed on"),
        _("The team has looked at it. This is why it stays here:"),
        said=(message.reason,),
    )


def _mailed(dispatch: Dispatch) -> Saying:
    """Of `rules.inbound`: what of a letter did not get through, and what to do now."""
    telling = dispatch.values["telling"]
    if telling == inbound.LEFT_OUT:
        parts = []
        if dispatch.values["left_out"]:
            parts.append(_("Photos and documents cannot be passed on. Say in words what is in them."))
        if dispatch.values["is_scrubbed"]:
            parts.append(
                _("We took out an e-mail, a phone or a private link. To give yours there is a button on the page.")
            )
        return Saying(_("Part of your message stayed behind"), _("What you wrote has arrived."), said=tuple(parts))
    lead, said = {
        inbound.EMPTY: (
            _("In your e-mail we found nothing that you wrote."),
            _("Write above the line that says so, or on the page. Photos and documents cannot be passed on."),
        ),
        inbound.TOO_LONG: (
            _("Your e-mail is too long for a message."),
            _("Write it in at most %(most)d characters.", most=TEXT_MAX),
        ),
        inbound.TOO_MANY: (
            _("So many e-mails have come from you within an hour that the last ones were not passed on."),
            _("Write what is missing on the page."),
        ),
        inbound.KEPT_OUT: (kept_out_in_words(), ""),
        inbound.CLOSED: (_("This conversation is closed: nothing more can be written in it."), ""),
    }[telling]
    return Saying(_("Your e-mail was not passed on"), lead, said=(said,) if said else ())


def _new_link(_party: Party, _message: Message | None) -> Saying:
    return Saying(_("The new link to your conversation"), _("The link that you had is worth nothing any more."))


_SAYINGS: dict[str, Callable[[Party, Message | None], Saying | None]] = {
    kinds.BEGAN: _began,
    kinds.AGAIN: _again,
    kinds.MESSAGE: _message,
    kinds.HELD: _held,
    kinds.REFUSED: _refused,
    kinds.NEW_LINK: _new_link,
}

WORDINGS: dict[str, Wording] = dict.fromkeys([*_SAYINGS, kinds.MAILED], word)
