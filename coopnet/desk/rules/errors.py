"""Why a letter did not leave, without the address that servers like to repeat in their answers."""

import re

_EMAIL = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+")
_PHONE = re.compile(r"\+?\d{9,}")


def without_addresses(error: str) -> str:
    """Whatever looks like one is hidden.

    >>> without_addresses("550 <rosa@example.org>: no such mailbox")
    '550 <•••>: no such mailbox'
    >>> without_addresses("+34612345678 is no mobile")
    '••• is no mobile'
    """
    return _PHONE.sub("•••", _EMAIL.sub("•••", error))
