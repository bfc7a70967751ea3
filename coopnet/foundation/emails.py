"""E-mail addresses: how one is compared, and the slips of the finger that can be seen."""

import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask import current_app

EMAIL_MAX = 254
MAILBOX_MAX = 64  # before the @ (RFC 5321, 4.5.3.1.1)

# The mail domains that people of a Barcelona district type most, against which a slip of the finger is seen.
KNOWN_DOMAINS = (
    "gmail.com",
    "hotmail.com",
    "hotmail.es",
    "outlook.com",
    "outlook.es",
    "yahoo.com",
    "yahoo.es",
    "icloud.com",
    "live.com",
    "telefonica.net",
    "xtec.cat",
    "riseup.net",
    "pangea.org",
    "protonmail.com",
    "proton.me",
)


def is_email(typed: str) -> bool:
    try:
        validate_email(typed, check_deliverability=False, test_environment=not current_app.config["IS_PRODUCTION"])
    except EmailNotValidError:
        return False
    return len(typed) <= EMAIL_MAX and len(typed.rpartition("@")[0].encode()) <= MAILBOX_MAX


def normal_email(typed: str) -> str:
    """Mail systems ignore case in practice; people do not remember which they used, nor how wide their letters were.

    >>> normal_email(" Maria.Puig@Example.ORG "), normal_email("\uff4daria@example.org")
    ('maria.puig@example.org', 'maria@example.org')
    """
    return unicodedata.normalize("NFKC", typed).strip().lower()


def suspect_domain(email: str) -> str | None:
    """The domain somebody probably meant, when what they typed is one slip away from a well-known one.

    >>> suspect_domain("anna@gmial.com"), suspect_domain("anna@hotmial.es"), suspect_domain("anna@gmail.con")
    ('gmail.com', 'hotmail.es', 'gmail.com')
    >>> suspect_domain("anna@gmail.com"), suspect_domain("anna@example.org"), suspect_domain("anna")
    (None, None, None)
    """
    domain = email.rpartition("@")[2].lower()
    if not domain or domain == email or domain in KNOWN_DOMAINS:
        return None
    return next((known for known in KNOWN_DOMAINS if _is_one_slip(domain, known)), None)


def _is_one_slip(typed: str, known: str) -> bool:
    """One letter more, less, other, or two neighbours swapped."""
    if abs(len(typed) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(known)) and typed[start] == known[start]:
        start += 1
    a, b = typed[start:], known[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
