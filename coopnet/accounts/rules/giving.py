"""Who may give and take which roles: nobody gives more than they may."""

from collections.abc import Iterable, Mapping
from typing import Any

from coopnet.accounts.rules.roles import STAFF, Role

# What is not named here is given by nobody.
GIVEN_BY: dict[Role, frozenset[Role]] = {Role.ADMIN: frozenset(Role)}


def givable(held: Iterable[str]) -> frozenset[Role]:
    """What holding these lets one give.

    >>> givable(["coordinator", "door"])
    frozenset()
    >>> Role.PLAN in givable(["plan", "admin"])
    True
    """
    return frozenset().union(*(GIVEN_BY.get(Role(role), frozenset()) for role in held))


def is_within_reach(held: Iterable[str], *, of: Iterable[str]) -> bool:
    """Whether who holds the roles `of` stands above each of these.

    >>> is_within_reach(["plan", "owner"], of=["admin"]), is_within_reach(["volunteer"], of=["coordinator"])
    (True, False)
    >>> is_within_reach([], of=["coordinator"])
    True
    """
    return {Role(role) for role in held} <= givable(of)


def is_a_helper_alone(held: Iterable[str]) -> bool:
    """Whether who coordinates the network may shut them out: they help at a point, and have no other role of staff.

    >>> is_a_helper_alone(["point", "volunteer"]), is_a_helper_alone(["point", "admin"]), is_a_helper_alone(["editor"])
    (True, False, False)
    """
    roles = {Role(role) for role in held}
    return Role.POINT in roles and not roles & STAFF - {Role.POINT}


def roles_alone(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an entry of the audit log still says of who was erased: the role that was given or taken, and for what.

    >>> roles_alone({"roles": ["door", "plan"]}, {"roles": ["door", "owner for initiative x3k"]})
    ({'roles': ['plan']}, {'roles': ['owner for initiative x3k']})
    >>> roles_alone({"role": "owner", "for": "x3k"}, {}), roles_alone({"name": "Rosa"}, {"blocked": True})
    (({'role': 'owner', 'for': 'x3k'}, {}), ({}, {}))
    """
    was, has = before.get("roles", []), after.get("roles", [])
    if was or has:
        return {"roles": [each for each in was if each not in has]}, {
            "roles": [each for each in has if each not in was]
        }
    return {name: before[name] for name in ("role", "for") if name in before}, {}
