from coopnet.accounts.rules.roles import Role
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
