"""Words for the letters of a registration, in the worker, in the letter's language, from what is true now."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from coopnet.foundation import clock, links
from coopnet.foundation.i18n import format_when, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render
from coopnet.foundation.outbox import POINT, SMS, Dispatch
from coopnet.registrations import queries
from coopnet.registrations.letters import calendars, kinds, moves, suggestions
from coopnet.registrations.letters.turns import turn_in_words
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import MANAGE, code_of
from coopnet.registrations.rules.states import ACTIVE, State
from coopnet.trainings.rules.states import Status, Way


@dataclass(frozen=True)
class Saying:
    """What a kind of letter says before the facts, which all share."""

    subject: str
    lead: str
    has_links: bool = True
    has_sessions: bool = True
    change: moves.Change | None = None
    more: tuple[moves.Block, ...] = ()

    @property
    def blocks(self) -> tuple[moves.Block, ...]:
        """Headings with lines, after the lead."""
        return (*self.more, *(self.change.blocks if self.change else ()))


def word(dispatch: Dispatch) -> Words | str | None:
    """None when the person asked to be forgotten: nothing leaves any more."""
    registration = queries.find_registration(dispatch.subject_id)
    if registration is None or dispatch.recipient is None or registration.state == State.REMOVED:
        return None
    title = queries.get_title(registration.training_id, dispatch.language)
    saying = SAYINGS[dispatch.kind](dispatch, title.text)
    if not registration.training.is_public or (saying.change is not None and not _stands(registration)):
        return None
    if dispatch.values.get("version") != registration.link_version and saying.has_links:
        # A later change of contact revoked the links that this letter would carry.
        saying = replace(saying, has_links=False)
    if dispatch.channel == SMS:
        return _sms(registration, saying)
    return _mail(dispatch, registration, saying, title)


def _stands(registration: Registration) -> bool:
    """Who has cancelled meanwhile need not know when it would have been."""
    return registration.state in ACTIVE and registration.training.status != Status.CANCELLED


def link_to(registration: Registration) -> str:
    token = links.make_link(MANAGE, registration.public_id, registration.link_version)
    return absolute_url("registrations.show", token=token)


def _mail(dispatch: Dispatch, registration: Registration, saying: Saying, title: queries.Title) -> Words:
    now = clock.now()
    text, html = render(
        "registrations/standing",
        saying=saying,
        now=now,
        title=title,
        registration=registration,
        sittings=queries.list_sittings_of(registration) if saying.has_sessions else [],
        companions=[companion.name for companion in registration.companions],
        code=code_of(registration) if saying.has_links else None,
        link=link_to(registration) if saying.has_links else None,
        not_me=_not_me(registration) if saying.has_links else None,
    )
    was = saying.change.gone if saying.change else ()
    files = calendars.attachments_of(dispatch.kind, registration, title.text, now=now, was=was)
    return Words(saying.subject, text, html, files)


def _not_me(registration: Registration) -> str:
    token = links.make_link(MANAGE, registration.public_id, registration.link_version)
    return absolute_url("registrations.not_me", token=token)


def _sms(registration: Registration, saying: Saying) -> str:
    """Families share phones: it says whose it is. Who reads it may have no way to open the link: it says where too."""
    parts = [_("Hello, %(name)s.", name=registration.guardian_name or registration.name), saying.lead]
    if registration.guardian_name:
        parts.append(_("This is the registration of %(name)s.", name=registration.name))
    parts += [f"{block.heading} {block.as_line}" + ("" if block.has_links else ".") for block in saying.blocks]
    first = next((s for s in queries.list_sittings_of(registration) if s.ends_at > clock.now()), None)
    if first is not None and saying.has_sessions and saying.change is None:
        parts.append(upper_first(format_when(first.starts_at, first.ends_at)) + ".")
        where = ", ".join(part for part in (first.room, first.venue, first.address) if part)
        parts += [f"{where}."] if where else []
    if saying.has_links:
        parts.append(_("Your code: %(code)s.", code=code_of(registration)))
        parts.append(_("To see or cancel it: %(link)s", link=link_to(registration)))
    return " ".join(parts)


def _confirmed(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("You have a place: %(title)s", title=title),
        _("You have a place in “%(title)s”. See you there!", title=title),
    )


def _waiting(dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("On the waiting list: %(title)s", title=title),
        " ".join([_("You are on the waiting list of “%(title)s”.", title=title), *_turn_of(dispatch)]),
    )


def _turn_of(dispatch: Dispatch) -> list[str]:
    return turn_in_words(dispatch.values.get("ahead") or 0, people=dispatch.values.get("people") or 1)


def _pending(dispatch: Dispatch, title: str) -> Saying:
    if dispatch.channel == POINT:
        answer = _("The team looks at each request in this training; we tell you the answer.")
        return Saying(
            _("We have your request: %(title)s", title=title),
            _("We have your request for “%(title)s”.", title=title) + " " + answer,
        )
    return Saying(
        _("We have your request: %(title)s", title=title),
        _(
            "We have your request for “%(title)s”. The team looks at each request in this training;"
            " we will write to you with the answer.",
            title=title,
        ),
    )


def _place_given(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("A place is yours now: %(title)s", title=title),
        _(
            "A place has become free in “%(title)s”, and it is yours."
            " If you cannot come, cancel it so that the next person can.",
            title=title,
        ),
    )


def _approved(dispatch: Dispatch, title: str) -> Saying:
    if dispatch.values.get("state") == State.WAITING:
        return Saying(
            _("Accepted, on the waiting list: %(title)s", title=title),
            " ".join(
                [
                    _("Your request for “%(title)s” was accepted, and there is no free place yet.", title=title),
                    *_turn_of(dispatch),
                ]
            ),
        )
    return Saying(
        _("Accepted, you have a place: %(title)s", title=title),
        _("Your request for “%(title)s” was accepted: you have a place.", title=title),
    )


def _declined(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("About your request: %(title)s", title=title),
        _("We cannot offer you a place in “%(title)s”. Call us and we will look for another training.", title=title),
        has_links=False,
        has_sessions=False,
    )


def _again(dispatch: Dispatch, title: str) -> Saying:
    return replace(
        SAYINGS[kinds.BY_STATE.get(str(dispatch.values.get("state")), kinds.CONFIRMED)](dispatch, title),
        subject=_("Your registration, once more: %(title)s", title=title),
    )


def _cancelled(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("Cancelled: %(title)s", title=title),
        _("You have cancelled your registration for “%(title)s”. Thank you for leaving the place free.", title=title),
        has_links=False,
        has_sessions=False,
    )


def _cancelled_by_team(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("Cancelled: %(title)s", title=title),
        _("Your registration for “%(title)s” has been cancelled. If this surprises you, call us.", title=title),
        has_links=False,
        has_sessions=False,
    )


def _moved_away(_dispatch: Dispatch, title: str) -> Saying:
    lead = _("You are no longer registered for “%(title)s”: as you asked, you are in another training.", title=title)
    return replace(_cancelled_by_team(_dispatch, title), lead=lead)


def _party_changed(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("Changed: %(title)s", title=title),
        _("We have changed who comes with you to “%(title)s”.", title=title),
    )


def _way_changed(dispatch: Dispatch, title: str) -> Saying:
    if dispatch.values.get("way") == Way.ONLINE:
        lead = _("You take part in “%(title)s” online: the place is yours.", title=title)
    else:
        lead = _("You take part in “%(title)s” in person: the place is yours.", title=title)
    return Saying(_("Changed: %(title)s", title=title), lead)


def _contact_changed(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("Your new link: %(title)s", title=title),
        _("From now on we reach you here about “%(title)s”. Links sent before no longer work.", title=title),
    )


def _contact_left(_dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("Your contact was changed: %(title)s", title=title),
        _(
            "From now on we write elsewhere about the registration for “%(title)s”. If it was not you, call us.",
            title=title,
        ),
        has_links=False,
        has_sessions=False,
    )


def _training_cancelled(dispatch: Dispatch, title: str) -> Saying:
    return Saying(
        _("The training is cancelled: %(title)s", title=title),
        _("“%(title)s” will not take place. We are sorry. Your registration no longer holds.", title=title),
        has_links=False,
        more=suggestions.blocks_of(dispatch.values),
    )


def _training_moved(dispatch: Dispatch, title: str) -> Saying:
    change = moves.read(dispatch.values, now=clock.now())
    return Saying(
        _("Another date or place: %(title)s", title=title),
        _("Something has changed in “%(title)s”. Your registration still stands.", title=title)
        + " "
        + _("If it no longer suits you, cancel it, so that somebody else can come."),
        has_sessions=change.has_more,
        change=change,
        more=moves.said_of(dispatch.values),
    )


SAYINGS: dict[str, Callable[[Dispatch, str], Saying]] = {
    kinds.CONFIRMED: _confirmed,
    kinds.WAITING: _waiting,
    kinds.PENDING: _pending,
    kinds.PLACE_GIVEN: _place_given,
    kinds.APPROVED: _approved,
    kinds.DECLINED: _declined,
    kinds.AGAIN: _again,
    kinds.CANCELLED: _cancelled,
    kinds.CANCELLED_BY_TEAM: _cancelled_by_team,
    kinds.MOVED_AWAY: _moved_away,
    kinds.NOTE: lambda note, title: Saying(
        ": ".join(filter(None, (note.values.get("subject"), title))), note.values.get("text", ""), has_sessions=False
    ),
    kinds.PARTY_CHANGED: _party_changed,
    kinds.WAY_CHANGED: _way_changed,
    kinds.CONTACT_CHANGED: _contact_changed,
    kinds.CONTACT_LEFT: _contact_left,
    kinds.TRAINING_CANCELLED: _training_cancelled,
    kinds.TRAINING_MOVED: _training_moved,
}


WORDINGS: dict[str, Wording] = dict.fromkeys(SAYINGS, word)
