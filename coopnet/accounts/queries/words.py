from coopnet.accounts.rules.roles import Role
from coopnet.foundation import district
from coopnet.foundation.i18n import gettext as _


def role_in_words(role: str) -> str:
    return {
        Role.ADMIN: _("Administrator of the site"),
        Role.PLAN: _("Plan team"),
        Role.COORDINATOR: _("Coordination of trainings"),
        Role.NETWORK: _("Coordination of the digital network"),
        Role.ADVISER: _("Adviser"),
        Role.DOOR: _("Help at the door"),
        Role.OWNER: _("Answers for an entity"),
        Role.EDITOR: _("Edits an entity"),
        Role.POINT: _("Help at a support point"),
        Role.VOLUNTEER: _("Digital volunteer"),
    }[Role(role)]


def kept_out_in_words() -> str:
    """To whoever writes with a contact that is kept out: nothing of why nor of anybody else, and how to object."""
    return _(
        "With this contact nothing can be written in the digital network. If it is yours and you do not agree,"
        " call %(phone)s or come to a support point: a person looks at it again.",
        phone=district.current().phone,
    )
