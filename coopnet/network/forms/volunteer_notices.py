"""The texts that whoever offers to help is shown, as plain text: what stands on the page is what is kept.

When a word of them changes, in any language, `TEXTS_VERSION` in `rules/volunteering.py` is raised: a test holds the
fingerprint of each version.
"""

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.network.rules.volunteering import Shown

COMMITMENT, NOTICE = "commitment", "notice"


def commitment() -> Shown:
    text = _(
        "I want to help for free, treat everybody with respect, keep to myself what I learn of them, and never ask for"
        " passwords, codes or money."
    )
    return Shown(COMMITMENT, text, current_language())


def notice() -> Shown:
    """Who answers for the data, what for, on which basis, how long, which rights (GDPR 13)."""
    home = district.current()
    days = home.legal.retention.volunteer_days
    sentences = [
        _("%(entity)s answers for your data.", entity=home.house_legal_name),
        _(
            "We use it to find people near you whom you can help and to write to you about it, because you offer to"
            " help (GDPR, article 6.1.b)."
        ),
        _("Only the people who coordinate the network see it. Who you help sees nothing of it before both agree."),
        ngettext(
            "We erase it %(num)d day after you leave.",
            "We erase it %(num)d days after you leave.",
            days,
        ),
        _(
            "You can see, correct or erase your data, take it with you, or ask us to limit its use or to stop using"
            " it: write to %(email)s.",
            email=home.legal.data_contact.email,
        ),
    ]
    return Shown(NOTICE, " ".join(sentences), current_language())
