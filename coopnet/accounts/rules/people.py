"""Who is the same person, how one is reached, and how one is named."""

import unicodedata
from dataclasses import dataclass

NAME_MAX = 120

WEB_MARKS = ("://", "www.")
# Letters to Unicode, blanks to the eye.
EMPTY_LETTERS = "\u115f\u1160\u3164\uffa0"


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


def plain_name(typed: str) -> str:
    """As `normal_name`, without the accents: who types one today and none tomorrow, with one contact, is one person.

    Signs of other scripts, which are letters there, stay.

    >>> plain_name("Ánna  PUIG") == plain_name("anna puig"), plain_name("がく") == plain_name("かく")
    (True, False)
    """
    apart = unicodedata.normalize("NFD", normal_name(typed))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))


def person_key(contact: Contact, name: str) -> str:
    """The same person is the same contact and name: families share phones."""
    return f"{contact.key}|{normal_name(name)}"
