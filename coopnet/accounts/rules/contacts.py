"""The ways by which an account is reached."""

from dataclasses import dataclass

EMAIL = "email"
PHONE = "phone"
MOST = 6  # of one account
MARK_SIGNS = 4


@dataclass(frozen=True)
class Address:
    """One e-mail address or phone number, normalised."""

    kind: str
    value: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"


def address_of(email: str | None, phone: str | None) -> Address:
    """The e-mail, where there are both.

    >>> address_of(None, "+34612345678").key
    'phone:+34612345678'
    """
    return Address(EMAIL, email) if email else Address(PHONE, phone or "")


def hidden(address: Address) -> str:
    """Enough for its owner to know it again, on a page that anybody with the link sees.

    >>> hidden(Address("email", "maria.puig@example.org")), hidden(Address("phone", "+34612345678"))
    ('m•••@example.org', '•••678')
    """
    if address.kind == EMAIL:
        name, _, domain = address.value.rpartition("@")
        return f"{name[:1]}•••@{domain}"
    return f"•••{address.value[-3:]}"


def told_apart(address: Address | None, public_id: str) -> str:
    """Hidden as above, with a mark of the account: on pages for staff, where two must not look like one.

    The mark says nothing of the person; the account's page has it in its address.

    >>> told_apart(Address("email", "admin@example.org"), "x3kq9w"), told_apart(None, "x3kq9w")
    ('a•••@example.org (x3kq)', '')
    """
    return f"{hidden(address)} ({public_id[:MARK_SIGNS]})" if address is not None else ""
