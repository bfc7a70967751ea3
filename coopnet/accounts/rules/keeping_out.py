"""A contact that no longer writes: which ones are the same, and for how long. Decision 0028 says why so."""

from datetime import timedelta

from coopnet.accounts.rules.people import Contact

KEPT_OUT = timedelta(days=730)


def contact_keys(contact: Contact) -> tuple[str, ...]:
    """What is hashed of each way by which somebody is reached. A support point is nobody's own way: nothing.

    A tag behind a plus leads to the same letter box.

    >>> contact_keys(Contact(email="rosa+2@example.org")) == contact_keys(Contact(email="rosa@example.org"))
    True
    >>> contact_keys(Contact(email="rosa@example.org", phone="+34612345678"))
    ('email:rosa@example.org', 'phone:+34612345678')
    >>> contact_keys(Contact(point="abc"))
    ()
    """
    return tuple(_without_tag(one.key) for one in contact.each)


def _without_tag(key: str) -> str:
    kind, _colon, value = key.partition(":")
    box, _at, domain = value.rpartition("@")
    return f"{kind}:{box.partition('+')[0]}@{domain}" if box.partition("+")[0] else key
