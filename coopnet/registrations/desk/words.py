"""What the desk says of codes."""

from typing import Any, NamedTuple, Protocol

from coopnet.accounts.queries.read_aloud import reach_in_words
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.rules.arranging import NOTE
from coopnet.registrations.rules.states import Reason, State, is_of_team
from coopnet.trainings.rules.states import RegistrationType, Status
from coopnet.vocabulary.queries import term_label
from coopnet.web.addresses import endonym

bp.app_template_filter()(reach_in_words)
bp.app_template_filter()(endonym)


@bp.app_template_filter()
def registration_state(state: str) -> str:
    """Of somebody else."""
    return {
        State.PENDING: _("waits for an answer"),
        State.CONFIRMED: _("has a place"),
        State.WAITING: _("on the waiting list"),
        State.OFFERED: _("has been offered a place"),
        State.DECLINED: _("declined"),
        State.EXPIRED: _("the offer has ended"),
        State.CANCELLED: _("cancelled"),
        State.REMOVED: _("removed"),
        State.ATTENDED: _("came"),
        State.ABSENT: _("did not come"),
    }[State(state)]


class HasPlaces(Protocol):
    """A training, or what a list says of one."""

    registration_type: Any
    capacity: Any
    taken: Any
    online_capacity: Any
    online_taken: Any
    has_two_ways: Any


class PlacesLine(NamedTuple):
    """`over` is how many more people than places there are."""

    text: str
    over: int


@bp.app_template_filter()
def places_lines(of: HasPlaces) -> list[PlacesLine]:
    """Of each way that has places of its own; none where nobody registers here."""
    if of.registration_type in {RegistrationType.NONE, RegistrationType.EXTERNAL}:
        none = of.registration_type == RegistrationType.NONE
        return [PlacesLine(_("Without registration") if none else _("Registration on another website"), 0)]
    lines = [_places_line(of.taken, of.capacity, _("In the room: %(places)s") if of.has_two_ways else "%(places)s")]
    if of.has_two_ways:
        lines.append(_places_line(of.online_taken, of.online_capacity, _("Online: %(places)s")))
    return lines


def _places_line(taken: int, capacity: int | None, sentence: str) -> PlacesLine:
    if capacity is None:
        places = ngettext("%(num)d person, without a limit", "%(num)d people, without a limit", taken)
    else:
        places = ngettext(
            "%(taken)s of %(num)d place taken", "%(taken)s of %(num)d places taken", capacity, taken=taken
        )
    return PlacesLine(sentence % {"places": places}, max(0, taken - capacity) if capacity is not None else 0)


@bp.app_template_filter()
def training_state(status: str, *, has_begun: bool = False, is_over: bool = False) -> tuple[str, str]:
    """In words, with the tone of its badge; nothing of one that is simply to come."""
    if status == Status.DRAFT:
        return _("Draft: nobody sees it yet"), "few"
    if status == Status.CANCELLED:
        return _("Cancelled"), "bad"
    if is_over:
        return _("It is over"), "quiet"
    return (_("Already started"), "good") if has_begun else ("", "")


@bp.app_template_filter()
def step_in_words(reason: str, actor: str) -> str:
    """What has happened to somebody's registration, and who did it where that was one of the team."""
    if is_of_team(actor) and (said := _by_whom(actor).get(Reason(reason))):
        return said
    words = {
        Reason.ASKED: _("They asked for a place"),
        Reason.NO_PLACE: _("No place was free: they joined the waiting list"),
        Reason.PLACE_FREE: _("A place was free for them"),
        Reason.APPROVED: _("Their request was accepted"),
        Reason.DECLINED_BY_TEAM: _("Their request was declined"),
        Reason.CANCELLED_BY_PERSON: _("They cancelled"),
        Reason.CANCELLED_BY_TEAM: _("The team cancelled it for them"),
        Reason.NOT_ME: _("Somebody said that this contact is not theirs, and it was erased"),
        Reason.PARTY_CHANGED: _("They changed who comes along"),
        Reason.CONTACT_CHANGED: _("They changed how they are reached"),
        Reason.WAY_CHANGED: _("They changed how they take part"),
        Reason.NAME_CORRECTED: _("The name was corrected"),
        Reason.MOVED_AWAY: _("They were put down for another training"),
        Reason.CAME: _("They came"),
        Reason.CAME_BY_MISTAKE: _("It was corrected at the door: they have not come"),
        Reason.DID_NOT_COME: _("It is over, and nobody saw them come"),
        Reason.LET_IN: _("They were let in at the door, where a place was free"),
        Reason.WALKED_IN: _("They came without having registered"),
    }
    return words[Reason(reason)] if reason else ""


def _by_whom(who: str) -> dict[Reason, str]:
    return {
        Reason.ASKED: _("%(who)s registered them", who=who),
        Reason.APPROVED: _("%(who)s accepted their request", who=who),
        Reason.DECLINED_BY_TEAM: _("%(who)s declined their request", who=who),
        Reason.CANCELLED_BY_TEAM: _("%(who)s cancelled it for them", who=who),
        Reason.PARTY_CHANGED: _("%(who)s changed who comes along", who=who),
        Reason.CONTACT_CHANGED: _("%(who)s changed how they are reached", who=who),
        Reason.WAY_CHANGED: _("%(who)s changed how they take part", who=who),
        Reason.NAME_CORRECTED: _("%(who)s corrected the name", who=who),
        Reason.MOVED_AWAY: _("%(who)s put them down for another training", who=who),
        Reason.CAME: _("%(who)s saw them come", who=who),
    }


@bp.app_template_filter()
def need_in_words(code: str) -> str:
    return _("What they have said in words") if code == NOTE else term_label("access_needs", code, current_language())
