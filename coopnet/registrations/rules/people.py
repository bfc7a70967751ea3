"""Who is the same person, and how one is reached."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

NAME_MAX = 120
EMAIL_MAX = 254
PHONE_MAX = 30
NOTE_MAX = 1000
SHORT_ANSWER_MAX = 200
LONG_ANSWER_MAX = 2000

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


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POINT = "point"


@dataclass(frozen=True)
class Contact:
    """One of the three is set; `email` and `phone` as `normal_email` and E.164 write them."""

    email: str | None = None
    phone: str | None = None
    point: str | None = None

    @property
    def kinds(self) -> tuple[ContactKind, ...]:
        pairs = ((ContactKind.EMAIL, self.email), (ContactKind.PHONE, self.phone), (ContactKind.POINT, self.point))
        return tuple(kind for kind, value in pairs if value)

    @property
    def key(self) -> str:
        """What makes two contacts the same one: the first way by which this one is reached."""
        return f"email:{self.email}" if self.email else f"phone:{self.phone}" if self.phone else f"point:{self.point}"


def normal_email(typed: str) -> str:
    """Mail systems ignore case in practice; people do not remember which they used.

    >>> normal_email(" Maria.Puig@Example.ORG ")
    'maria.puig@example.org'
    """
    return unicodedata.normalize("NFC", typed).strip().lower()


def normal_name(typed: str) -> str:
    """What two spellings of one name share: case and spaces do not tell people apart, letters and accents do.

    >>> normal_name("  Maria   PUIG ") == normal_name("maria puig"), normal_name("Núria") == normal_name("Nuria")
    (True, False)
    """
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def person_key(contact: Contact, name: str) -> str:
    """The same person is the same contact and name: families share phones."""
    return f"{contact.key}|{normal_name(name)}"


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
