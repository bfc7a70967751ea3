"""An address that answers a letter: `respostes+<id>.<key id>.<tag>@example.org`, one for each party of a conversation.

Mail systems may change the case of what stands before the @, and take 64 characters of it at most: so a token is made
of lower-case letters and digits, and whatever comes back is read in lower case.
"""

import re
from dataclasses import dataclass

MAILBOX_MAX = 64  # before the @ (RFC 5321, 4.5.3.1.1)
TOKEN_LENGTH = 12 + 1 + 4 + 1 + 20
NAME_MAX = MAILBOX_MAX - 1 - TOKEN_LENGTH
WRONG_BOX = (
    f"is not like respostes@example.org, with at most {NAME_MAX} characters before the @, and no plus among them"
)
DOMAIN_MAX = 180

_NAME = re.compile(rf"(?=.{{1,{NAME_MAX}}}\Z)[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,{DOMAIN_MAX}}}\Z){_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True)
class ReplyBox:
    """The mailbox whose mail comes to coopnet: `name` before the plus, `domain` after the @."""

    name: str
    domain: str

    def address(self, token: str) -> str:
        """
        >>> ReplyBox("respostes", "example.org").address("k7qm29xfk7qm.1a2b.0123456789abcdefghjk")
        'respostes+k7qm29xfk7qm.1a2b.0123456789abcdefghjk@example.org'
        """
        return f"{self.name}+{token}@{self.domain}"

    def tokens(self, said: str) -> tuple[str, ...]:
        """Each token that stands in an address or in a header full of them, once, in its order, in lower case.

        >>> box = ReplyBox("respostes", "example.org")
        >>> box.tokens('"Xarxa" <Respostes+K7QM29XFK7QM.1A2B.0123456789ABCDEFGHJK@EXAMPLE.ORG>, maria@example.org')
        ('k7qm29xfk7qm.1a2b.0123456789abcdefghjk',)
        >>> box.tokens("respostes@example.org, altres+k7qm29xfk7qm.1a2b.0123456789abcdefghjk@example.org")
        ()
        >>> box.tokens("respostes+k7qm29xfk7qm.1a2b.0123456789abcdefghjk@example.org.evil.net")
        ()
        """
        name, domain = re.escape(self.name), re.escape(self.domain)
        pattern = rf"(?<![\w.+-]){name}\+([0-9a-z.]{{1,{MAILBOX_MAX}}})@{domain}(?![\w-]|\.\w)"
        return tuple(dict.fromkeys(re.findall(pattern, said.lower())))


def read_box(typed: str) -> ReplyBox | None:
    """The mailbox of a setting; None for what can be none, or has no room left for a token.

    >>> read_box("Respostes@Example.org")
    ReplyBox(name='respostes', domain='example.org')
    >>> [read_box(typed) for typed in ("respostes", "@example.org", "a b@example.org", "a+b@example.org", "a@-b")]
    [None, None, None, None, None]
    >>> read_box("r" * 25 + "@example.org") is None, read_box("r" * 26 + "@example.org") is None
    (False, True)
    """
    name, _, domain = typed.strip().lower().rpartition("@")
    if not _NAME.fullmatch(name) or not _DOMAIN.fullmatch(domain):
        return None
    return ReplyBox(name, domain)


def is_same_mailbox(one: str, other: str) -> bool:
    """Whether two normalised addresses are one mailbox: what stands after a plus is its owner's own order.

    >>> is_same_mailbox("maria@example.org", "maria+coopnet@example.org"), is_same_mailbox("", "")
    (True, False)
    >>> is_same_mailbox("maria@example.org", "maria@example.net"), is_same_mailbox("maria", "maria")
    (False, False)
    """
    return "@" in one and _plain(one) == _plain(other)


def _plain(address: str) -> tuple[str, str]:
    name, _, domain = address.rpartition("@")
    return name.partition("+")[0], domain
