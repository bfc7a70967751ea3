"""What the desk says of codes."""

from coopnet.accounts.queries.read_aloud import reach_in_words
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.rules.states import State
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
