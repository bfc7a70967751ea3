"""Who may do what: least privilege. `docs/roles.md` says the same to people; a test compares the two.

A permission is a plain word that a page asks for (`@requires("audit.read")`). Roles that are given for something (an
entity, a training, a support point) give their permissions for that alone.
"""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    PLAN = "plan"
    COORDINATOR = "coordinator"
    NETWORK = "network"
    ADVISER = "adviser"
    DOOR = "door"
    OWNER = "owner"
    EDITOR = "editor"
    POINT = "point"
    VOLUNTEER = "volunteer"


# Those who see other people's data: they need a second factor.
STAFF = frozenset({Role.ADMIN, Role.PLAN, Role.COORDINATOR, Role.NETWORK, Role.ADVISER, Role.DOOR, Role.POINT})

# What a role is given for. The others are for the whole instance.
SUBJECT_KINDS = {
    Role.OWNER: "initiative",
    Role.EDITOR: "initiative",
    Role.DOOR: "training",
    Role.POINT: "point",
}

DESK = "desk.open"

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADMIN: frozenset(
        {DESK, "people.see", "people.grant", "people.block", "audit.read", "letters.see", "letters.retry"}
    ),
    Role.PLAN: frozenset(
        {
            DESK,
            "initiatives.moderate",
            "initiatives.edit",
            "initiatives.import",
            "labels.give",
            "figures.see",
            "guides.write",
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            DESK,
            "trainings.edit",
            "trainings.publish",
            "registrations.see",
            "registrations.decide",
            "registrations.arrange",
            "attendance.mark",
            "labels.give",
            "letters.see",
            "letters.retry",
        }
    ),
    Role.NETWORK: frozenset({DESK, "help.record", "network.coordinate", "points.tell"}),
    Role.ADVISER: frozenset({DESK, "advice.give"}),
    Role.DOOR: frozenset({DESK, "attendance.mark"}),
    Role.OWNER: frozenset(
        {
            DESK,
            "initiatives.edit",
            "initiatives.share",
            "initiatives.hand_over",
            "initiatives.withdraw",
            "labels.give",
        }
    ),
    Role.EDITOR: frozenset({DESK, "initiatives.edit", "labels.give"}),
    Role.POINT: frozenset({DESK, "help.record", "points.tell", "registrations.help"}),
    Role.VOLUNTEER: frozenset({"help.record", "network.help"}),
}


def is_staff(role: str) -> bool:
    """Whether who holds it needs a second factor.

    >>> is_staff("admin"), is_staff("owner")
    (True, False)
    """
    return role in STAFF


def subject_kind_of(role: Role) -> str | None:
    """None for a role that is always for the whole instance.

    >>> subject_kind_of(Role.OWNER), subject_kind_of(Role.ADMIN)
    ('initiative', None)
    """
    return SUBJECT_KINDS.get(role)
