"""Letters of the directory: a stranger's message, relayed to those whose address nobody is shown."""

from coopnet.foundation import letters
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives import queries

MESSAGE = "initiative.message"


def word_message(dispatch: Dispatch) -> Words | None:
    """None once it is erased. An answer goes to its sender, who has agreed to that."""
    message = queries.find_message(str(dispatch.values.get("message", "")))
    if message is None:
        return None
    text, html = letters.render(
        "initiatives/message",
        message=message,
        profile_url=letters.absolute_url("initiatives.show", slug=message.slug) if message.slug else None,
    )
    subject = _("%(name)s writes to %(initiative)s", name=message.name, initiative=message.initiative)
    return Words(subject=subject, text=text, html=html, reply_to=message.email)


WORDINGS = {MESSAGE: word_message}
