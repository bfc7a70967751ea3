"""Who is the same person, and how one is reached."""

import unicodedata
from dataclasses import dataclass

NAME_MAX = 120
EMAIL_MAX = 254
PHONE_MAX = 30
NOTE_MAX = 1000
SHORT_ANSWER_MAX = 200
LONG_ANSWER_MAX = 2000

WEB_MARKS = ("://", "www.")
# Letters to Unicode, blanks to the eye.
EMPTY_LETTERS = "\u115f\u1160\u3164\uffa0"

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


@dataclass(frozen=True)
class Contact:
    """One of the three is set; `email` and `phone` as `normal_email` and E.164 write them."""

    email: str | None = None
    phone: str | None = None
    point: str | None = None

    @property
    def each(self) -> tuple["Contact", ...]:
        """The e-mail and the phone, as contacts of their own."""
        apart = (Contact(email=self.email), Contact(phone=self.phone))
        return tuple(one for one in apart if one.email or one.phone)

    @property
    def key(self) -> str:
        """What makes two contacts the same one: the first way by which this one is reached."""
        return f"email:{self.email}" if self.email else f"phone:{self.phone}" if self.phone else f"point:{self.point}"


def normal_email(typed: str) -> str:
    """Mail systems ignore case in practice; people do not remember which they used, nor how wide their letters were.

    >>> normal_email(" Maria.Puig@Example.ORG "), normal_email("\uff4daria@example.org")
    ('maria.puig@example.org', 'maria@example.org')
    """
    return unicodedata.normalize("NFKC", typed).strip().lower()


def is_name(typed: str) -> bool:
    """Whether somebody could read it out at the door: it has a letter, and is no address that a letter would carry.

    >>> is_name("Núria"), is_name("محمد"), is_name("王"), is_name("-"), is_name("\u200b\u3164"), is_name("www.x.org")
    (True, True, True, False, False, False)
    """
    if any(mark in typed.lower() for mark in WEB_MARKS):
        return False
    return any(letter.isalpha() and letter not in EMPTY_LETTERS for letter in typed)


def normal_name(typed: str) -> str:
    """What two spellings of one name share: case, spaces and what nobody sees do not tell people apart.

    Letters and accents do.

    >>> normal_name("  Maria   PUIG ") == normal_name("maria puig"), normal_name("Núria") == normal_name("Nuria")
    (True, False)
    >>> normal_name("Maria\u200b Puig") == normal_name("Maria Puig")
    True
    """
    seen = (c for c in unicodedata.normalize("NFKC", typed).casefold() if unicodedata.category(c) != "Cf")
    return " ".join("".join(seen).split())


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
