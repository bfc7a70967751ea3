"""What somebody signs in for, said on the page where they do (slot `accounts.sign_in`), by the room that sent them."""

from dataclasses import dataclass

from coopnet.accounts.rules.contacts import Address


@dataclass(frozen=True)
class Errand:
    """`address` is where the letter went whose link led here: a link to sign in can go there without being asked where.

    It lets in nobody by itself: letters like these are passed on, and live for longer than a link to sign in does.
    """

    title: str
    lines: tuple[str, ...] = ()
    address: Address | None = None
