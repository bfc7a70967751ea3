"""Letters of the directory: a stranger's message, the yearly question whether a profile is right, labels."""

from collections.abc import Callable
from datetime import datetime

from coopnet.accounts.queries.holders import Holder
from coopnet.accounts.rules.contacts import EMAIL
from coopnet.foundation import clock, letters, outbox
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives import queries
from coopnet.initiatives.letters.keeping import WORDINGS as KEEPING
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries import freshness
from coopnet.initiatives.queries.addresses import find_named
from coopnet.vocabulary.queries import term_label

MESSAGE = "initiative.message"
ASK = "initiative.ask"
ASK_AGAIN = "initiative.ask_again"
FOLDED = "initiative.folded"
LABEL = "initiative.label"


def put_label(
    initiative: Initiative, holder: Holder, *, label: str, granter: str, is_given: bool, now: datetime
) -> None:
    """To one of those who keep the profile: a label was given, or withdrawn. It is forgotten with the person."""
    outbox.put(
        dedup_key=f"initiative-label:{initiative.public_id}:{initiative.version}:{holder.account_id}",
        channel=outbox.EMAIL if holder.address.kind == EMAIL else outbox.SMS,
        kind=LABEL,
        recipient=holder.address.value,
        language=holder.language,
        values={"initiative": initiative.public_id, "label": label, "granter": granter, "is_given": is_given},
        subject_kind="account",
        subject_id=holder.account_id,
        now=now,
    )


def word_message(dispatch: Dispatch) -> Words | None:
    """None once it is erased. An answer goes to its sender, who has agreed to that."""
    message = queries.find_message(str(dispatch.values.get("message", "")))
    if message is None:
        return None
    text, html = letters.render(
        "initiatives/message",
        message=message,
        is_shown=dispatch.recipient in message.shown_emails,
        profile_url=letters.absolute_url("initiatives.show", slug=message.slug) if message.slug else None,
    )
    subject = _("%(name)s writes to %(initiative)s", name=message.name, initiative=message.initiative)
    return Words(subject=subject, text=text, html=html, reply_to=message.email)


def word_label(dispatch: Dispatch) -> Words | str | None:
    """None once nobody knows any more whom it was for, or when the profile is gone."""
    named = find_named(str(dispatch.values.get("initiative", "")))
    if named is None or dispatch.recipient is None:
        return None
    values = {
        "label": term_label("qualifications", str(dispatch.values["label"]), current_language()),
        "granter": dispatch.values["granter"],
        "initiative": named.name,
    }
    if dispatch.values["is_given"]:
        subject = _("%(initiative)s has a new label: %(label)s", **values)
        said = _("%(granter)s has given it. It stands on its page from now on.", **values)
    else:
        subject = _("%(initiative)s no longer has a label: %(label)s", **values)
        said = _("%(granter)s has withdrawn it, and its page no longer shows it. Ask them why.", **values)
    link = letters.absolute_url("initiatives.show", slug=named.slug)
    if dispatch.channel == outbox.SMS:
        return f"{subject} {link}"
    text, html = letters.render("initiatives/label", subject=subject, said=said, link=link, name=named.name)
    return Words(subject, text, html)


def word_ask(dispatch: Dispatch) -> Words | None:
    """None once somebody has answered, or where the address is no longer theirs."""
    asked = freshness.find_asked(dispatch.subject_id, now=clock.now())
    if asked is None or not asked.is_open or not asked.slug:
        return None
    subject, lead = _SAID[dispatch.kind](asked.name)
    token = freshness.link_of(asked.public_id)
    text, html = letters.render(
        "initiatives/freshness",
        subject=subject,
        lead=lead,
        name=asked.name,
        profile_url=letters.absolute_url("initiatives.show", slug=asked.slug),
        right_url=letters.absolute_url("initiatives.still_right", token=token),
        edit_url=letters.absolute_url("initiatives.go_and_edit", token=token),
        gone_url=letters.absolute_url("initiatives.no_longer", token=token),
    )
    return Words(subject=subject, text=text, html=html)


_SAID: dict[str, Callable[[str], tuple[str, str]]] = {
    ASK: lambda name: (
        _("Is the profile of %(name)s still right?", name=name),
        _("Nobody has confirmed it for a year or more. It takes a minute: look at it and tell us."),
    ),
    ASK_AGAIN: lambda name: (
        _("Once more: is the profile of %(name)s still right?", name=name),
        _(
            "We wrote to you a month ago. If nobody answers, a month from now its page will say that we do not know"
            " whether it is still true."
        ),
    ),
    FOLDED: lambda name: (
        _("The profile of %(name)s has left the lists", name=name),
        _(
            "Nobody has confirmed it for a long time, so it no longer stands in the lists and on the map. Its page is"
            " still there, and one press brings it back."
        ),
    ),
}

WORDINGS: dict[str, letters.Wording] = {
    MESSAGE: word_message,
    ASK: word_ask,
    ASK_AGAIN: word_ask,
    FOLDED: word_ask,
    LABEL: word_label,
    **KEEPING,
}
