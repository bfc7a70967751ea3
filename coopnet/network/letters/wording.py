"""Words for the letters of a post, in the worker, in the letter's language, from what is true now."""

from collections.abc import Callable
from dataclasses import dataclass

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.queries.listing import list_of_contact
from coopnet.conversations.rules.talk import first_name
from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language, format_date, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render, text_message
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.network.letters import kinds
from coopnet.network.models import Post
from coopnet.network.queries import volunteers as volunteer_links
from coopnet.network.queries.cards import Card
from coopnet.network.queries.finding import DIGEST, find_post, link_of, list_by_contact, word_of
from coopnet.network.queries.near import list_by_public_ids
from coopnet.network.rules.posts import Kind
from coopnet.network.rules.states import LISTED
from coopnet.vocabulary.queries import term_label


@dataclass(frozen=True)
class Saying:
    """`link_label` None: the letter carries no link, since there is nothing to do."""

    subject: str
    lead: str
    link_label: str | None = None
    endpoint: str = "network.own"  # where the link leads


def word(dispatch: Dispatch) -> Words | str | None:
    """None when the person asked to be forgotten: nothing leaves any more."""
    post = find_post(dispatch.subject_id)
    if post is None or dispatch.recipient is None or not post.name:
        return None
    saying = SAYINGS[dispatch.kind](post)
    is_current = dispatch.values.get("version") == post.link_version
    link = own_link(post, saying.endpoint) if saying.link_label and is_current else None
    if dispatch.channel == SMS:
        return text_message(_("Hello, %(name)s.", name=first_name(post.name)), saying.subject, link or "")
    text, html = render(
        "network/post",
        saying=saying,
        post=post,
        lead=saying.lead,
        link=link,
        not_me=absolute_url("network.not_me", token=link_of(post)) if link else None,
        public_link=absolute_url("network.show", word=word_of(post))
        if post.state in LISTED and post.audience == "everybody"
        else None,
        is_request=post.kind == Kind.REQUEST,
        reason=post.reason if dispatch.kind == kinds.REJECTED else "",
    )
    return Words(saying.subject, text, html)


def own_link(post: Post, endpoint: str = "network.own") -> str:
    return absolute_url(endpoint, token=link_of(post))


def word_digest(dispatch: Dispatch) -> Words | str | None:
    """None where nothing of it stands any more, or it was turned off meanwhile."""
    post = find_post(dispatch.subject_id)
    if post is None or dispatch.recipient is None or not post.name or not post.wants_digest:
        return None
    found = list_by_public_ids([str(each) for each in dispatch.values.get("found", ())], now=clock.now())
    if not found:
        return None
    off = absolute_url("network.stop_digest", token=link_of(post, purpose=DIGEST))
    subject = digest_subject(post, len(found))
    if dispatch.channel == SMS:
        board = absolute_url("network.board", categoria=post.category.replace("_", "-"))
        return text_message(subject, board, _("To stop these messages: %(link)s", link=off))
    text, html = render(
        "network/digest",
        subject=subject,
        post=post,
        rows=[(each, _address(each), _about(each)) for each in found],
        off=off,
    )
    return Words(subject, text, html, stop=off)


def word_links(dispatch: Dispatch) -> Words | str | None:
    """All that stands or can be renewed, to the address that has it."""
    if dispatch.recipient is None:
        return None
    contact = Contact(phone=dispatch.recipient) if dispatch.channel == SMS else Contact(email=dispatch.recipient)
    rows = [(post.title, own_link(post)) for post in list_by_contact(contact) if post.name]
    for talk in list_of_contact(contact):
        who = _("Conversation with %(name)s", name=talk.name or _("somebody who is no longer here"))
        rows.append((f"{talk.about} · {who}", absolute_url("conversations.show", token=talk.link)))
    rows += [
        (_("Your page as a volunteer"), absolute_url("network.volunteer", token=volunteer_links.link_of(one)))
        for one in volunteer_links.list_by_contact(contact)
    ]
    if not rows:
        return None
    if dispatch.channel == SMS:
        return " ".join([_("Your pages of the digital network:"), *(link for _title, link in rows)])
    text, html = render("network/links", rows=rows)
    return Words(_("Your pages of the digital network"), text, html)


def digest_subject(post: Post, number: int) -> str:
    if post.kind == Kind.REQUEST:
        return ngettext("%(num)d new offer near you", "%(num)d new offers near you", number)
    return ngettext("%(num)d new request near you", "%(num)d new requests near you", number)


def _address(card: Card) -> str:
    return absolute_url("network.show", word=card.word)


def _about(card: Card) -> str:
    language = current_language()
    barri = term_label("barris", card.barri, language) if card.barri else _("all of the district")
    return f"{term_label('post_categories', card.category, language)} · {barri}"


def _asked(_post: Post) -> Saying:
    return Saying(
        _("We have your post: the team looks at it before it is shown"),
        _("Somebody of the team reads every post before it is shown. We will write to you as soon as it is done."),
        _("See it, change your mind or take it away"),
    )


def _again(_post: Post) -> Saying:
    return Saying(
        _("Your post is here already"),
        _("It was sent once more, so nothing new was made. This is the link to it."),
        _("See your post"),
    )


def _approved(post: Post) -> Saying:
    until = (
        _("It stays there until %(day)s; before that we ask you whether to go on.", day=_day(post))
        if post.shown_until
        else _("It stays there until you take it away.")
    )
    return Saying(
        _("Your post is on the board"),
        _("The team has read it and it is on the board now.") + " " + until,
        _("See it, or say what has become of it"),
    )


def _rejected(_post: Post) -> Saying:
    return Saying(
        _("We cannot put your post on the board"),
        _("The team has read it, and it will not be shown. This is why:"),
        _("Write it again: what you typed is still there"),
        endpoint="network.change",
    )


def _hidden(_post: Post) -> Saying:
    return Saying(
        _("Your post is not shown for now"),
        _("Somebody has told us that something is wrong with it. The team will look at it and write to you."),
        _("See your post"),
    )


def _shown_again(_post: Post) -> Saying:
    return Saying(
        _("Your post is shown again"),
        _("The team has looked at it: all is right. We are sorry for the bother."),
        _("See your post"),
    )


def _open_again(_post: Post) -> Saying:
    return Saying(
        _("It has come to nothing this time: we go on looking"),
        _("Who was going to help you cannot after all. We look for somebody else, and you need do nothing."),
        _("See your post"),
    )


def _expiring(post: Post) -> Saying:
    return Saying(
        _("Your post is shown until %(day)s", day=_day(post)),
        _("Is it still so? One press and it stays. If you do nothing, it leaves the board by itself."),
        _("Go on showing it"),
        endpoint="network.renew",
    )


def _expired(_post: Post) -> Saying:
    return Saying(
        _("Your post has left the board"),
        _("Its time was over. If you still want it there, one press brings it back."),
        _("Put it back on the board"),
        endpoint="network.renew",
    )


def _day(post: Post) -> str:
    assert post.shown_until is not None  # noqa: S101 - only what ends is announced
    return format_date(post.shown_until)


SAYINGS: dict[str, Callable[[Post], Saying]] = {
    kinds.ASKED: _asked,
    kinds.AGAIN: _again,
    kinds.APPROVED: _approved,
    kinds.REJECTED: _rejected,
    kinds.HIDDEN: _hidden,
    kinds.SHOWN_AGAIN: _shown_again,
    kinds.OPEN_AGAIN: _open_again,
    kinds.EXPIRING: _expiring,
    kinds.EXPIRED: _expired,
}

WORDINGS: dict[str, Wording] = {
    **dict.fromkeys(SAYINGS, word),
    kinds.DIGEST: word_digest,
    kinds.LINKS: word_links,
}
