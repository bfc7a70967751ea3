"""All that somebody has, in one letter."""

from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Words, render
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.registrations import queries
from coopnet.registrations.letters.wording import link_to
from coopnet.registrations.queries import code_of


def word_links(dispatch: Dispatch) -> Words | str | None:
    """All that somebody asked to be sent again, in one letter: those of trainings that are not over."""
    if dispatch.recipient is None:
        return None
    is_sms = dispatch.channel == SMS
    found = queries.list_active_by_contact(
        email=None if is_sms else dispatch.recipient, phone=dispatch.recipient if is_sms else None
    )
    now = clock.now()
    found = [one for one in found if one.training.ends_at is None or one.training.ends_at > now]
    if not found:
        return None
    items = [(queries.get_title(one.training_id, dispatch.language), link_to(one), code_of(one), one) for one in found]
    if is_sms:
        return _("Your registrations:") + " " + " ".join(f"{title.text}: {link}" for title, link, _code, _one in items)
    text, html = render("registrations/links", items=items)
    return Words(_("Your registrations"), text, html)
