"""Ways to reach somebody outside coopnet, taken out of what a letter says: giving them is a deliberate step."""

import re
import unicodedata

LEFT_OUT = "[…]"

_WORD = r"[^\s@<>()\[\]{},;:\"'«»„“”‘’]"
_AT = r"(?:@|\s?[\[({]\s?(?:at|arroba|@)\s?[\])}]\s?|\s(?:arroba|at)\s(?=\S+(?:\.|\s(?:punt|punto|dot)\s)))"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|punt|punto|\.)\s?[\])}]\s?|\s(?:dot|punt|punto)\s)"
_LABEL = r"[^\s@<>()\[\]{},;:\"'«»./\\?!…]{1,63}"
_EMAIL = re.compile(rf"<?(?:mailto:)?{_WORD}{{1,64}}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}>?", re.IGNORECASE)
# What lets whoever has it write or act for somebody: our links and reply addresses, whatever stands around them.
_TOKEN = re.compile(r"\b[0-9a-z]{10,16}\.[0-9a-f]{4}\.[\w-]{16,}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\(?(?:\+|\b00)[^\S\n]?)?\(?\d(?:[^\S\n]{0,2}[().\-‐‑–·/_*]?[^\S\n]{0,2}\d){7,60}")
_DATE = re.compile(
    r"(?<!\d)(?<!\d[/.-])(?:\d{1,2}([/.-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2}"
    r"|[0-3]?\d/[01]?\d)(?![/.-]?\d)"
)
FEWEST_DIGITS = 9
FEWEST_ABROAD = 8  # after a plus or two noughts
# E.164; what has more, in fours or in one, is a card or an account, for which the team looks at the message.
MOST_DIGITS = 15
CARD_GROUP = 4


def scrub(text: str) -> tuple[str, bool]:
    """The text without e-mail addresses, phone numbers and private links, and whether there was any.

    >>> scrub("Escriu-me a maria.puig@example.org o truca'm al 612 34 56 78.")
    ("Escriu-me a […] o truca'm al […].", True)
    >>> scrub("maria (arroba) example.org, maria at example dot org, mailto:a@b.cat, +34612345678, 93.423.45.67")
    ('[…], […], […], […], […]', True)
    >>> scrub("93-423 45 67, (+44) 20 7946 0958, ٦١٢٣٤٥٦٧٨")
    ('[…], […], […]', True)
    >>> scrub("612345678 934234567 / 612 345 679"), scrub("12 34 56")
    (('[…]', True), ('12 34 56', False))
    >>> scrub("compte 2100 0418 4502 0005 1332, mòbil 612 345 678")
    ('compte 2100 0418 4502 0005 1332, mòbil […]', True)
    >>> scrub("Dimarts 14/01/2027 18:00, 14/1 21/1 28/1, de 9 a 20.30, curs 2026-2027, 08004 Barcelona, 1.500 €")
    ('Dimarts 14/01/2027 18:00, 14/1 21/1 28/1, de 9 a 20.30, curs 2026-2027, 08004 Barcelona, 1.500 €', False)
    >>> scrub("La pàgina: https://coopnet.example.org/ca/x/k7qm29xfk7qm.1a2b.0123456789abcdefghjk/ i ja està")
    ('La pàgina: […] i ja està', True)
    >>> scrub("Ens veiem at the library. Us ho porto punt per punt.")
    ('Ens veiem at the library. Us ho porto punt per punt.', False)
    """
    flat = "".join(_plain(letter) for letter in text)
    kept = re.sub(r"\S+", lambda word: LEFT_OUT if _TOKEN.search(word.group()) else word.group(), flat)
    kept = _without_phones(_EMAIL.sub(LEFT_OUT, kept))
    return (kept, True) if kept != flat else (text, False)


def _without_phones(text: str) -> str:
    """Dates are no numbers to call: what stands before and after each is looked at apart."""
    parts, at = [], 0
    for date in _DATE.finditer(text):
        parts += [_PHONE.sub(_shorten, text[at : date.start()]), date.group()]
        at = date.end()
    return "".join([*parts, _PHONE.sub(_shorten, text[at:])])


def _shorten(found: re.Match[str]) -> str:
    said = found.group()
    digits = sum(letter.isdigit() for letter in said)
    is_abroad = said.lstrip("( ").startswith(("+", "00"))
    fewest = FEWEST_ABROAD if is_abroad else FEWEST_DIGITS
    is_account = digits > MOST_DIGITS and {len(group) for group in re.findall(r"\d+", said)[:-1]} <= {CARD_GROUP}
    return said if digits < fewest or is_account else LEFT_OUT


def _plain(letter: str) -> str:
    """Wide and small forms of @, + and the point look alike to a reader; so they do here."""
    if letter in "＠﹫＋．":
        return unicodedata.normalize("NFKC", letter)
    return letter
