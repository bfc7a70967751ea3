"""What a post must not say: whoever reads it could reach somebody past coopnet, or find where they live."""

from wtforms import Field, ValidationError

from coopnet.conversations.rules.holding import Reason, reasons_to_hold
from coopnet.conversations.rules.signing import without_surname
from coopnet.foundation.i18n import gettext as _


def keep_clear(field: Field, *, name: str) -> None:
    """Refused with what to do instead. Money and codes are for the team to judge: somebody may need help with them.

    `name` is whose post it is.
    """
    text = field.data or ""
    reasons = reasons_to_hold(text)
    words = {
        Reason.LINK: _("Leave out the web address: say in words what is there."),
        Reason.CONTACT: _(
            "Leave out phones, e-mails and names on other networks: who answers writes through this page, and the"
            " contact has a field of its own, which nobody sees."
        ),
        Reason.ADDRESS: _(
            "Leave out the street and the number: others see the neighbourhood, and the rest you agree on later."
        ),
    }
    said = [sentence for reason, sentence in words.items() if reason in reasons]
    if without_surname(text, name) != text:
        said.append(_("Leave out the surname: it is not shown to anybody."))
    if said:
        raise ValidationError(" ".join(said))
