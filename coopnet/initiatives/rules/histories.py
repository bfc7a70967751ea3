"""What a profile's history keeps, for how long, and what it says of who made a change."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

# Fields that may hold a person's own e-mail, phone or number (a self-employed person's tax id is their identity card).
PERSONAL = frozenset({"contacts", "tax_id"})
# Long enough to take back what somebody notices at the yearly look; their profile keeps what is true now.
CONTACTS_KEPT = timedelta(days=365)

SHEET = "sheet"  # in the place of a role: an import changed it, whoever ran it
SYSTEM = "system"  # a rule that acted by itself
OWN_ADDRESS = "own address"  # whoever reads the letters to the profile's own address
FORGOTTEN = "forgotten"  # names the fields whose values are no longer kept


def forget_personal(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Without their values: that they changed stays.

    >>> forget_personal({"contacts": [{"value": "a@example.org"}], "year": 1990})
    {'year': 1990, 'forgotten': ['contacts']}
    >>> forget_personal({"year": 1990})
    {'year': 1990}
    """
    gone = sorted({*(PERSONAL & set(kept)), *kept.get(FORGOTTEN, ())})
    left = {name: value for name, value in kept.items() if name not in PERSONAL and name != FORGOTTEN}
    return left | ({FORGOTTEN: gone} if gone else {})


def only_state(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Of a profile that is nobody's any more: nothing that its people wrote.

    >>> only_state({"status": "pending"}), only_state({"words": [{"language": "ca"}]})
    ({'status': 'pending'}, {})
    """
    return {name: value for name, value in kept.items() if name == "status"}


def without_address(value: Any, address: str) -> Any:
    """The same, with this address nowhere in its texts.

    >>> without_address({"description": ["Write to a@example.org"], "year": 1990}, "a@example.org")
    {'description': ['Write to …'], 'year': 1990}
    """
    if isinstance(value, str):
        return value.replace(address, "…")
    if isinstance(value, Mapping):
        return {name: without_address(each, address) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_address(each, address) for each in value]
    return value
