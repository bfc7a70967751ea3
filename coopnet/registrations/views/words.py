"""Where a registration stands, and why, in words."""

from collections.abc import Sequence
from datetime import datetime

from coopnet.foundation.i18n import current_language, format_day, format_moment, iso_moment, join_words, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.registrations.letters.turns import turn_in_words
from coopnet.registrations.models import Registration, RegistrationStep
from coopnet.registrations.queries.answers import answered
from coopnet.registrations.rules.states import CANCELLABLE, Reason, State, is_of_team
from coopnet.registrations.views.blueprint import bp
from coopnet.trainings.rules.states import Way
from coopnet.vocabulary import queries as vocabulary


def way_of(way: str) -> str:
    return _("Online") if way == Way.ONLINE else _("In person")


def why_of(
    registration: Registration,
    ahead: int | None,
    *,
    has_started: bool,
    is_over: bool = False,
    came: Sequence[datetime] = (),
) -> list[str]:
    """What it means and what comes next, a sentence or two. `came`: when each session began that somebody came to."""
    if is_over and registration.state in CANCELLABLE | {State.DECLINED, State.CANCELLED}:
        return _why_over(registration)
    if registration.state == State.WAITING:
        return _why_waiting(registration, ahead or 0, has_started=has_started)
    if registration.state == State.CONFIRMED:
        people = ngettext("For %(num)d person.", "For %(num)d people.", registration.party_size)
        lines = [people] if registration.party_size > 1 else []
        return lines if has_started else [*lines, _("If you cannot come, cancel it so that somebody else can.")]
    if came:
        return [_("You came on %(days)s.", days=join_words(format_day(day) for day in came))]
    if registration.state == State.PENDING and has_started:
        return [_("This training has already started."), _("Your request was not answered in time. We are sorry.")]
    words = {
        State.PENDING: _("The team looks at each request. We will write to you with the answer."),
        State.DECLINED: _("Call us and we will look for another training."),
        State.ABSENT: _("We did not see you at any session. If you came, call us and we will correct it."),
        State.REMOVED: _("We have erased the name and the contact."),
        State.CANCELLED: _("If this surprises you, call us.")
        if any(step.reason == Reason.CANCELLED_BY_TEAM for step in registration.steps)
        else _("Thank you for leaving the place free."),
    }
    line = words.get(State(registration.state))
    return [line] if line else []


def _why_over(registration: Registration) -> list[str]:
    lines = [_("This training is over.")]
    if registration.state == State.CONFIRMED and registration.party_size > 1:
        lines.insert(0, ngettext("For %(num)d person.", "For %(num)d people.", registration.party_size))
    if registration.state == State.WAITING:
        lines.append(_("No place became free for you. We are sorry."))
    if registration.state == State.PENDING:
        lines.append(_("Your request was not answered in time. We are sorry."))
    return lines


def _why_waiting(registration: Registration, ahead: int, *, has_started: bool) -> list[str]:
    if has_started:
        return [_("The training has started and no place became free.")]
    return turn_in_words(ahead, people=registration.party_size)


def history_of(registration: Registration) -> list[tuple[str, str, str]]:
    """(when, machine-readable when, what), oldest first."""
    return [(format_moment(step.at), iso_moment(step.at), _step_in_words(step)) for step in registration.steps]


def _step_in_words(step: RegistrationStep) -> str:
    words = {
        Reason.ASKED: _("You asked for a place"),
        Reason.NO_PLACE: _("There was no free place: you joined the waiting list"),
        Reason.PLACE_FREE: _("There was a free place for you"),
        Reason.APPROVED: _("The team accepted your request"),
        Reason.DECLINED_BY_TEAM: _("The team could not accept your request"),
        Reason.CANCELLED_BY_PERSON: _("You cancelled"),
        Reason.CANCELLED_BY_TEAM: _("The team cancelled it"),
        Reason.NOT_ME: _("It was removed: somebody else had written this contact"),
        Reason.PARTY_CHANGED: _("You changed who comes with you"),
        Reason.CONTACT_CHANGED: _("You changed your contact"),
        Reason.CAME: _("You came"),
        Reason.CAME_BY_MISTAKE: _("It was corrected at the door: you have not come yet"),
        Reason.DID_NOT_COME: _("The training is over, and nobody saw you come"),
        Reason.LET_IN: _("There was a free place at the door"),
        Reason.WALKED_IN: _("You came without having registered"),
        Reason.WAY_CHANGED: _("You changed how you take part, and a place was free for you"),
        Reason.NAME_CORRECTED: _("The team corrected the name"),
        Reason.MOVED_AWAY: _("The team put you down for another training, as you asked"),
    }
    return (_by_team() if is_of_team(step.actor) else {}).get(Reason(step.reason)) or words[Reason(step.reason)]


def _by_team() -> dict[Reason, str]:
    """What they would do by themselves, and the team did for them."""
    return {
        Reason.ASKED: _("The team wrote down that you ask for a place"),
        Reason.PARTY_CHANGED: _("The team changed who comes with you, as you asked"),
        Reason.CONTACT_CHANGED: _("The team changed your contact, as you asked"),
        Reason.WAY_CHANGED: _("The team changed how you take part, as you asked"),
    }


def needs_of(registration: Registration) -> list[str]:
    if registration.needs is None:
        return []
    spoken = current_language()
    labels = [vocabulary.term_label("access_needs", code, spoken) for code in registration.needs.codes]
    return [*labels, registration.needs.note] if registration.needs.note else labels


bp.app_template_filter("answered")(answered)
bp.app_template_filter("phone")(shown_phone)
