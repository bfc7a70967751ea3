"""Words for who is told things at a support point: to be said aloud, or printed and put in a letter box.

No link: who hears it has nothing to open it with. How to cancel is a code and a phone number.
"""

from coopnet.foundation import clock, district
from coopnet.foundation.i18n import format_when, in_language, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.letters.wording import SAYINGS
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import Facts, code_of
from coopnet.registrations.rules.states import ACTIVE, State
from coopnet.trainings.rules.states import Status


def tell(dispatch: Dispatch, registration: Registration, facts: Facts) -> str | None:
    """In the language of the person, a sentence or two a line. None when there is nothing to say any more."""
    if registration.state == State.REMOVED or not registration.training.is_public:
        return None
    with in_language(dispatch.language):
        saying = SAYINGS[dispatch.kind](dispatch, facts.title(dispatch.language).text)
        stands = registration.state in ACTIVE and registration.training.status != Status.CANCELLED
        if saying.change is not None and not stands:
            return None
        lines = [
            _("Hello, %(name)s:", name=registration.guardian_name or registration.name),
            saying.lead,
        ]
        if registration.guardian_name:
            lines.append(_("This is the registration of %(name)s.", name=registration.name))
        lines += [f"{block.heading} {block.as_line}." for block in saying.blocks if not block.has_links]
        if saying.has_sessions and stands:
            lines += _sessions(registration, facts)
        if saying.has_links and stands:
            lines.append(_("Your code: %(code)s.", code=code_of(registration)))
            lines.append(
                _("If you cannot come, call %(phone)s or come to us, and say the code.", phone=district.current().phone)
            )
        return "\n".join(lines)


def _sessions(registration: Registration, facts: Facts) -> list[str]:
    now = clock.now()
    lines = []
    for sitting in facts.sittings_for(registration):
        if sitting.ends_at > now:
            when = upper_first(format_when(sitting.starts_at, sitting.ends_at, now=now))
            where = ", ".join(part for part in (sitting.room, sitting.venue, sitting.address) if part)
            lines.append(f"{when}. {where}." if where else f"{when}.")
    return lines
