"""What a cell says, however a person wrote it. Each reader raises `CellProblem` for what it cannot take."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

LONGEST_LINE = 300
LONGEST_TEXT = 30_000
LONGEST_ADDRESS = 2_000  # those of meetings are long
MOST_PLACES = 100_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_415  # the same years, as a spreadsheet counts days
NOT_CONTROL = "\xa0"  # the first character after both blocks of control characters
FIRST_HALF, LAST_HALF = "\ud800", "\udfff"  # halves of a letter, which nothing can keep

YES = {"si", "sí", "s", "yes", "y", "x", "1", "true", "cert", "verdadero"}
NO = {"", "no", "n", "0", "false", "fals", "falso"}
# What a cell shows when its formula is broken, in English and in Spanish.
BROKEN = re.compile(r"#(?:N/[AD]|[¡¿]?[A-Z/0]+[!?])")
# What stands in a cell whose formula nobody has worked out yet.
FORMULA = re.compile(r"=\s*[+-]?(?:[A-ZÀ-Ú][A-ZÀ-Ú.]*\(|\$?[A-Z]{1,3}\$?\d)")
# What a cell can hold. Anything else is a formula of which the sheet kept no result.
HELD = (str, int, float, date, time, timedelta)
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# They come with what is copied from a page or a letter, and mean nothing in a code, a date, an hour or a number.
UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
# They turn round how everything after them is read; people's own letters never need them.
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")

_MONTHS = (
    ("gener", "enero", "january"),
    ("febrer", "febrero", "february"),
    ("març", "marzo", "march"),
    ("abril", "april"),
    ("maig", "mayo", "may"),
    ("juny", "junio", "june"),
    ("juliol", "julio", "july"),
    ("agost", "agosto", "august"),
    ("setembre", "septiembre", "september"),
    ("octubre", "october"),
    ("novembre", "noviembre", "november"),
    ("desembre", "diciembre", "december"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
# As we write days ourselves: "dijous, 14 de gener de 2027", "January 14, 2027".
IN_WORDS = re.compile(
    r"(?:[^\W\d]+,? )?(?:(?P<day>\d{1,2})(?: de | d['’]| )(?P<month>[^\W\d]+)(?: del? | |, ?)"
    r"|(?P<name>[^\W\d]+) (?P<number>\d{1,2}),? )(?P<year>\d{4})"
)

_DOT = "[·.•‧∙⋅・-]?"
_OFF = rf"(?:anu|cance)[lŀ]{_DOT}l?(?:at|ada|ado|ed)"
_SHOUTED = rf"(?:ANU|CANCE)[LĿ]{_DOT}L?(?:AT|ADA|ADO|ED)"
_MARKS = r"[\s\-–—:|\])!.*]*"
# Before a mark, in capitals, or after a mark at the end: a title may also speak of what is called off.
CANCELLED = re.compile(
    rf"^[\W_]*(?i:{_OFF})(?:\s*[\-–—:|\])!]{_MARKS}|\W*$)|^[\W_]*{_SHOUTED}\b{_MARKS}|\s*[\-–—:|(\[]\s*(?i:{_OFF})\W*$"
)

_AND = re.compile(r"\s+(?:i|y|e|and)\s+(?=[^\W\d_])")
_GROUP = re.compile(r"(?:l['’]|els? |l[ao]s? |les |the )|(?:equip|grup|equipo|grupo)\b", re.IGNORECASE)


class CellProblem(Exception):  # noqa: N818 - what is wrong with the cell
    """`code` has words in the importer; `value` is what was typed."""

    def __init__(self, code: str, value: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = str(value)[:80]


def read_line(cell: object, most: int = LONGEST_LINE) -> str:
    """Text of one line.

    >>> read_line("  Comptabilitat  bàsica "), read_line(30.0), read_line(None)
    ('Comptabilitat bàsica', '30', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _within(" ".join(_printable(cell).split()), most)


def read_text(cell: object) -> str:
    """Text with its lines."""
    return _within(_printable(cell).strip(), LONGEST_TEXT)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise CellProblem("too_long", most)
    if BROKEN.fullmatch(text):
        raise CellProblem("broken_formula", text)
    if FORMULA.match(text):
        raise CellProblem("not_calculated", text)
    return text


def _printable(cell: object) -> str:
    if cell is not None and not isinstance(cell, HELD):
        raise CellProblem("not_calculated", cell)
    text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if _is_kept(letter))


def _is_kept(letter: str) -> bool:
    if letter in "\n\t" or letter.isprintable():
        return True
    return letter >= NOT_CONTROL and not FIRST_HALF <= letter <= LAST_HALF and letter not in OVERRIDES


def code_key(code: str) -> str:
    """Equal for two spellings of one code: letters of any size, any dash, no spaces or marks that cannot be seen.

    >>> code_key("F2627-04") == code_key("f2627\u201304 ") == code_key("F2627 \u2011 04\u200b")
    True
    """
    return "".join(DASHES.sub("-", unicodedata.normalize("NFKC", code)).casefold().translate(UNSEEN).split())


def read_day(cell: object) -> date | None:
    """The day is said before the month, as here.

    >>> read_day("4/6/2026"), read_day("2026-03-09"), read_day(" 09.03.26 "), read_day("")
    (datetime.date(2026, 6, 4), datetime.date(2026, 3, 9), datetime.date(2026, 3, 9), None)
    >>> read_day(46351), read_day("dijous, 14 de gener de 2027"), read_day("1 d'octubre de 2026")
    (datetime.date(2026, 11, 25), datetime.date(2027, 1, 14), datetime.date(2026, 10, 1))
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, (int, float)) and FIRST_SERIAL <= cell <= LAST_SERIAL:
        cell = date(1899, 12, 30) + timedelta(days=int(cell))
    if isinstance(cell, date):
        return _likely(cell)
    typed = _plain(cell)
    if not typed:
        return None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", typed, re.ASCII):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 0?0:00.*)?", typed, re.ASCII):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if len(found[3]) == 2 else 0  # noqa: PLR2004 - two digits are of this century
    elif (found := IN_WORDS.fullmatch(typed.casefold())) and (found["month"] or found["name"]) in MONTHS:
        month = MONTHS[found["month"] or found["name"]]
        day, year = int(found["day"] or found["number"]), int(found["year"])
    else:
        raise CellProblem("not_a_date", typed)
    try:
        meant = date(year, month, day)
    except ValueError as problem:
        raise CellProblem("no_such_date", typed) from problem
    return _likely(meant)


def _likely(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellProblem("unlikely_year", day.year)
    return day


def read_time(cell: object) -> time | None:
    """A clock's hour, or the part of a day that a spreadsheet keeps.

    >>> read_time("17.30"), read_time("9 h"), read_time("18h15"), read_time(0.75)
    (datetime.time(17, 30), datetime.time(9, 0), datetime.time(18, 15), datetime.time(18, 0))
    """
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if isinstance(cell, float) and (found := re.fullmatch(r"(\d{1,2})\.([0-4])", str(cell), re.ASCII)):
        cell = f"{found[1]}.{found[2]}0"  # a spreadsheet makes 18.3 of 18.30; of 18.5 nobody knows what was meant
    typed = _plain(cell).lower()
    if not typed:
        return None
    if re.fullmatch(
        r"\D*\d{1,2}(?:[:.h]\d{2})?\s*h?\s*(?:-|a|to|fins a|hasta)\s*(?:les |las )?\d{1,2}(?:\D.*)?", typed
    ):
        raise CellProblem("two_hours", typed)
    found = re.fullmatch(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::\d{2})?\s*(?:h|hores|horas)?\.?", typed, re.ASCII)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - of a clock
        raise CellProblem("not_a_time", typed)
    return time(hour, minute)


def read_end(cell: object) -> time | None:
    """An hour at which something ends: at 24:00 it is midnight, that of the day that begins then.

    >>> read_end("24:00"), read_end("24 h"), read_end("20.30")
    (datetime.time(0, 0), datetime.time(0, 0), datetime.time(20, 30))
    """
    if isinstance(cell, HELD) and re.fullmatch(r"24\s*(?:[:.h]\s*00)?\s*h?", _plain(cell).lower()):
        return time()
    return read_time(cell)


def _plain(cell: object) -> str:
    """A line of figures: every dash is a hyphen, and what cannot be seen is not there."""
    return DASHES.sub("-", read_line(cell)).translate(UNSEEN).strip()


def read_number(cell: object, most: int = MOST_PLACES) -> int | None:
    """A whole number.

    >>> read_number(" 30 "), read_number(20.0), read_number("")
    (30, 20, None)
    """
    typed = _plain(cell)
    if not typed:
        return None
    if re.fullmatch(r"-\s*\d+", typed, re.ASCII):
        raise CellProblem("below_zero", typed)
    if isinstance(cell, bool) or not re.fullmatch(r"\d+", typed, re.ASCII):
        raise CellProblem("not_a_number", typed)
    if len(typed) > len(str(most)) or int(typed) > most:
        raise CellProblem("too_big", typed)
    return int(typed)


def read_yes_no(cell: object) -> bool:
    """Blank is no.

    >>> read_yes_no(" SÍ "), read_yes_no("no"), read_yes_no(True)
    (True, False, True)
    """
    if isinstance(cell, bool):
        return cell
    typed = read_line(cell).casefold()
    if typed in YES:
        return True
    if typed in NO:
        return False
    raise CellProblem("not_yes_or_no", typed)


def read_address(cell: object) -> str | None:
    """A web address; a missing `https://` is added. None with a password in it, nor of this machine."""
    typed = read_line(cell, LONGEST_ADDRESS)
    if not typed:
        return None
    address = typed if re.match(r"[a-z][a-z0-9+.-]*:", typed, re.IGNORECASE) else f"https://{typed}"
    if not _is_of_the_web(address):
        raise CellProblem("not_an_address", typed)
    return address


def _is_of_the_web(address: str) -> bool:
    if re.search(r"[\s\\\"<>]", address):
        return False
    try:
        parts = urlsplit(address)
        is_plain = parts.username is None and parts.port != 0
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and is_plain and bool(re.fullmatch(r"[^.]+(\.[^.]+)+", parts.hostname or ""))
    )


def read_title(cell: object) -> tuple[str, bool]:
    """The title, and whether it says that the training is called off.

    >>> read_title("ANUL·LAT - Cooperatives de plataforma"), read_title(" Mercat  social")
    (('Cooperatives de plataforma', True), ('Mercat social', False))
    """
    title = read_line(cell)
    plain = CANCELLED.sub("", title).strip()
    return plain, plain != title


def split_names(typed: str) -> tuple[str, ...]:
    """By commas and by "and" in three languages, where both sides are people.

    >>> split_names("Jordina Puigcorbera i Bru Castellterç"), split_names("Anna, Pau i Remei")
    (('Jordina Puigcorbera', 'Bru Castellterç'), ('Anna', 'Pau', 'Remei'))
    >>> split_names("Antoni Gaudí i Cornet"), split_names("L'equip d'educació i lleure")
    (('Antoni Gaudí i Cornet',), ("L'equip d'educació i lleure",))
    """
    parts = [part.strip() for part in re.split(r"[,;]", typed)]
    return tuple(name for part in parts if part for name in _split_pair(part))


def _split_pair(part: str) -> list[str]:
    if not _GROUP.match(part):
        for found in _AND.finditer(part):
            one, other = part[: found.start()], part[found.end() :]
            # One word after two is a second surname.
            if other[0].isupper() and not (" " in one and " " not in other):
                return [one, *_split_pair(other)]
    return [part]
