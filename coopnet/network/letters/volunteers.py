"""Letters to volunteers: put in the outbox with their cause, worded by the worker from what is true then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from coopnet.conversations.rules.talk import first_name
from coopnet.foundation import outbox
from coopnet.foundation.i18n import format_date
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render, text_message
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.network.models import Volunteer
from coopnet.network.queries.volunteers import find_volunteer, link_of
from coopnet.network.rules.volunteering import Act

OFFERED = "volunteer.offered"
AGAIN = "volunteer.again"
VERIFIED = "volunteer.verified"
DECLINED = "volunteer.declined"
LEFT = "volunteer.left"
PAUSED = "volunteer.paused"
RESUMED = "volunteer.resumed"
CERTIFICATE_ENDS = "volunteer.certificate_ends"

BY_ACT = {Act.VERIFY: VERIFIED, Act.DECLINE: DECLINED, Act.LEAVE: LEFT, Act.PAUSE: PAUSED, Act.RESUME: RESUMED}


@dataclass(frozen=True)
class Saying:
    """`link_label` None: the letter carries no link, since there is nothing to do."""

    subject: str
    lines: tuple[str, ...]
    link_label: str | None = None


def offered(volunteer: Volunteer, *, now: datetime) -> None:
    """The first letter, with their own link."""
    _put(volunteer, OFFERED, now=now, key="offered")


def again(volunteer: Volunteer, *, now: datetime) -> None:
    """At most once an hour: whoever knows contact and name cannot fill somebody's letter box."""
    _put(volunteer, AGAIN, now=now, key=f"again:{now:%Y%m%d%H}")


def stood(volunteer: Volunteer, act: Act, *, now: datetime) -> None:
    """What the team has done."""
    _put(volunteer, BY_ACT[act], now=now, key=f"{act.value}:{now.isoformat()}")


def certificate_ends(volunteer: Volunteer, *, now: datetime) -> None:
    _put(volunteer, CERTIFICATE_ENDS, now=now, key=f"certificate:{volunteer.certificate_until}")


def word(dispatch: Dispatch) -> Words | str | None:
    """None when they asked to be forgotten: nothing leaves any more."""
    volunteer = find_volunteer(dispatch.subject_id)
    if volunteer is None or dispatch.recipient is None or not volunteer.name:
        return None
    saying = _SAYINGS[dispatch.kind](volunteer)
    is_current = dispatch.values.get("version") == volunteer.link_version
    link = absolute_url("network.volunteer", token=link_of(volunteer)) if saying.link_label and is_current else None
    if dispatch.channel == SMS:
        return text_message(_("Hello, %(name)s.", name=first_name(volunteer.name)), saying.subject, link or "")
    text, html = render(
        "network/note",
        subject=saying.subject,
        name=volunteer.name,
        lines=saying.lines,
        quoted="",
        points=(),
        after=(),
        link=link,
        link_label=saying.link_label,
        not_me=absolute_url("network.not_a_volunteer", token=link_of(volunteer))
        if link and dispatch.kind in (OFFERED, AGAIN)
        else None,
        not_me_label=_("It was not me: erase it"),
    )
    return Words(saying.subject, text, html)


def _put(volunteer: Volunteer, kind: str, *, now: datetime, key: str) -> None:
    outbox.put(
        dedup_key=f"volunteer:{volunteer.public_id}:{key}",
        channel=outbox.EMAIL if volunteer.email else outbox.SMS,
        kind=kind,
        now=now,
        subject_kind="volunteer",
        subject_id=volunteer.public_id,
        recipient=volunteer.email or volunteer.phone,
        language=volunteer.language,
        values={"version": volunteer.link_version},
    )


def _offered(_volunteer: Volunteer) -> Saying:
    return Saying(
        _("Thank you for offering to help: this is what comes now"),
        (
            _("Somebody who coordinates the network will call or write to you to meet."),
            _("You sign the agreement, do a short training, and then we look for somebody near you whom you can help."),
        ),
        _("See or change what you told us"),
    )


def _again(_volunteer: Volunteer) -> Saying:
    return Saying(
        _("You are among those who help already"),
        (_("It was sent once more, so nothing new was made. This is the link to your page."),),
        _("See your page"),
    )


def _verified(volunteer: Volunteer) -> Saying:
    sign_in = (
        _("You can see the requests for volunteers: sign in with this e-mail, and look at the board.")
        if volunteer.email
        else _("You can see the requests for volunteers: sign in with this phone, and look at the board.")
    )
    return Saying(
        _("Welcome: you can help now"),
        (
            _("All is done: from today on we may propose somebody to you whom you can help."),
            _("You decide each time, and need give no reason for a no. Nobody is asked twice a day."),
            f"{sign_in} {absolute_url('accounts.sign_in')}",
        ),
        _("See your page"),
    )


def _declined(_volunteer: Volunteer) -> Saying:
    return Saying(
        _("We cannot count on you as a volunteer for now"),
        (_("Thank you for offering it. If you want to know more, call us or write to us."),),
    )


def _left(_volunteer: Volunteer) -> Saying:
    return Saying(
        _("You are no longer among those who help"),
        (_("Thank you for the time that you gave. If you want to know more, call us or write to us."),),
    )


def _paused(_volunteer: Volunteer) -> Saying:
    return Saying(
        _("Your help is on pause"),
        (_("Nobody is proposed to you meanwhile. On your page one press brings you back."),),
        _("See your page"),
    )


def _resumed(_volunteer: Volunteer) -> Saying:
    return Saying(
        _("You are back among those who help"),
        (_("From today on we may propose somebody to you again."),),
        _("See your page"),
    )


def _certificate_ends(volunteer: Volunteer) -> Saying:
    day = format_date(volunteer.certificate_until) if volunteer.certificate_until else ""
    return Saying(
        _("Your certificate for helping children ends soon"),
        (
            _(
                "We have seen the one that is good until %(day)s. After that day you do not see requests for children.",
                day=day,
            ),
            _("If you want to go on, ask for a new one and show it to us. We only look at it: we keep no copy."),
        ),
        _("See your page"),
    )


_SAYINGS: dict[str, Callable[[Volunteer], Saying]] = {
    OFFERED: _offered,
    AGAIN: _again,
    VERIFIED: _verified,
    DECLINED: _declined,
    LEFT: _left,
    PAUSED: _paused,
    RESUMED: _resumed,
    CERTIFICATE_ENDS: _certificate_ends,
}

WORDINGS: dict[str, Wording] = dict.fromkeys(_SAYINGS, word)
