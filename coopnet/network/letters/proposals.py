"""Letters to both sides of a proposal: put in the outbox with their cause, worded by the worker from what is true then.

Before both have said yes neither is told anything of the other but why they fit; afterwards neither, too: they talk
through coopnet. A no is told to nobody as a no.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from coopnet.conversations.rules.talk import first_name
from coopnet.foundation import outbox
from coopnet.foundation.i18n import current_language, format_date, join_words
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render, text_message
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.network.models import Proposal
from coopnet.network.queries.proposals import find_proposal, link_of, may_read_words, reasons_of, side_of
from coopnet.network.queries.reasons import reason_in_words, times_in_words
from coopnet.network.queries.words import BARRIS, CATEGORIES, LANGUAGES
from coopnet.network.rules.proposals import STANDING, Side, State
from coopnet.vocabulary.queries import term_label

ASKED = "proposal.asked"
AGREED = "proposal.agreed"
OVER = "proposal.over"


@dataclass(frozen=True)
class Saying:
    """`link_label` None: the letter carries no link."""

    subject: str
    lines: tuple[str, ...]
    points: tuple[str, ...] = ()
    link_label: str | None = None
    after: tuple[str, ...] = ()


def asked(proposal: Proposal, *, now: datetime) -> None:
    for side in Side:
        _put(proposal, ASKED, side, now=now)


def agreed(proposal: Proposal, *, now: datetime) -> None:
    for side in Side:
        _put(proposal, AGREED, side, now=now)


def over(proposal: Proposal, sides: Iterable[Side], *, now: datetime) -> None:
    """To who had said yes."""
    for side in sorted(sides):
        _put(proposal, OVER, side, now=now)


def word(dispatch: Dispatch) -> Words | str | None:
    """None for who asked to be forgotten, and for a question that nobody needs to answer any more."""
    proposal = find_proposal(str(dispatch.values.get("proposal")))
    if proposal is None or dispatch.recipient is None:
        return None
    side = Side(str(dispatch.values["side"]))
    person = side_of(proposal, side)
    needed = {ASKED: proposal.state in STANDING, AGREED: proposal.state == State.AGREED}
    if not person.name or not needed.get(dispatch.kind, True):
        return None
    saying = _SAYINGS[dispatch.kind](proposal, side)
    is_current = dispatch.values.get("version") == proposal.link_version
    link = absolute_url("network.proposal", token=link_of(proposal, side)) if saying.link_label and is_current else None
    if dispatch.channel == SMS:
        return text_message(_("Hello, %(name)s.", name=first_name(person.name)), saying.subject, link or "")
    text, html = render(
        "network/note",
        subject=saying.subject,
        name=person.name,
        lines=saying.lines,
        quoted=proposal.post.title if side == Side.ASKER or may_read_words(proposal) else "",
        points=saying.points,
        after=saying.after,
        link=link,
        link_label=saying.link_label,
        not_me=None,
        not_me_label="",
    )
    return Words(saying.subject, text, html)


def about(proposal: Proposal) -> tuple[str, ...]:
    """What who is asked to help may know of the request, in any case."""
    post, spoken = proposal.post, current_language()
    languages = join_words([term_label(LANGUAGES, code, spoken) for code in post.languages])
    said = (
        term_label(CATEGORIES, post.category, spoken),
        term_label(BARRIS, post.barri, spoken) if post.barri else "",
        _("speaks %(languages)s", languages=languages) if languages else "",
        times_in_words(post.times),
        _("for somebody under 18, with their mother, father or guardian") if post.for_minor else "",
    )
    return tuple(line for line in said if line)


def _put(proposal: Proposal, kind: str, side: Side, *, now: datetime) -> None:
    """By e-mail, else by SMS. Who is reached through a support point has no letter box: the point tells them."""
    person = side_of(proposal, side)
    if person.email is None and person.phone is None:
        return
    outbox.put(
        dedup_key=f"proposal:{proposal.public_id}:{kind}:{side.value}:{now.isoformat()}",
        channel=outbox.EMAIL if person.email else outbox.SMS,
        kind=kind,
        now=now,
        # Of the person: when they are erased, so is what was queued for them.
        subject_kind="volunteer" if person is proposal.volunteer else "post",
        subject_id=person.public_id,
        recipient=person.email or person.phone,
        language=person.language,
        values={"proposal": proposal.public_id, "version": proposal.link_version, "side": side.value},
    )


def _asked(proposal: Proposal, side: Side) -> Saying:
    until = _(
        "Answer before %(day)s, if you can. Not now is a good answer too: no reasons are needed.",
        day=format_date(proposal.answer_until, with_article=True),
    )
    if side == Side.ASKER:
        return Saying(
            _("We have found somebody who could help you"),
            (_("The people who coordinate the network propose somebody for your request. This is why:"),),
            tuple(reason_in_words(each) for each in reasons_of(proposal)),
            _("See it and answer"),
            (until,),
        )
    return Saying(
        _("Somebody near you needs help: would you?"),
        (_("The people who coordinate the network thought of you. This is what it is about:"),),
        about(proposal),
        _("See it and answer"),
        (until,),
    )


def _agreed(_proposal: Proposal, _side: Side) -> Saying:
    return Saying(
        _("You have both said yes"),
        (_("From here on you can arrange when to meet. Nobody's contact is shown."),),
        link_label=_("Go on from here"),
    )


def _over(_proposal: Proposal, side: Side) -> Saying:
    if side == Side.ASKER:
        return Saying(
            _("It has come to nothing this time: we go on looking"),
            (_("Your request goes on as before, and you need do nothing."),),
        )
    return Saying(
        _("It is not needed this time: thank you for your yes"),
        (_("When somebody else near you needs help, we write to you."),),
    )


_SAYINGS: dict[str, Callable[[Proposal, Side], Saying]] = {ASKED: _asked, AGREED: _agreed, OVER: _over}

WORDINGS: dict[str, Wording] = dict.fromkeys(_SAYINGS, word)
