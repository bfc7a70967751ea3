"""The demo programme is a season moved by whole weeks: weekdays stay right, and the dates in its texts move too."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

CATALAN = [
    "gener",
    "febrer",
    "març",
    "abril",
    "maig",
    "juny",
    "juliol",
    "agost",
    "setembre",
    "octubre",
    "novembre",
    "desembre",
]
SPANISH = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = (
    ["dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
)
ELIDED_DAYS = {1, 11}  # in Catalan: l'1, l'11
DAYS_A_YEAR = 365.25
NEAR_DAYS = 45  # a day of the month without a month is of a date that is about as near as that

_LATIN_MONTHS = "|".join({*CATALAN, *SPANISH})
_ENGLISH_MONTHS = "|".join(ENGLISH)
_DAY_NAMES = "|".join(name for names in WEEKDAYS for name in names)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\b")
_LATIN = re.compile(
    r"(?P<article>\b(?:de l['’]|a l['’]|l['’]|del |al |el ))?\b(?P<day>\d{1,2}) (?:de |d['’])"
    rf"(?P<month>{_LATIN_MONTHS})\b(?:(?P<of> del? )(?P<year>20\d\d)\b)?",
    re.IGNORECASE,
)
_BRITISH = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_ENGLISH_MONTHS})\b(?: (?P<year>20\d\d)\b)?")
_AMERICAN = re.compile(rf"\b(?P<month>{_ENGLISH_MONTHS}) (?P<day>\d{{1,2}})\b(?:, (?P<year>20\d\d)\b)?")
_DAY_ONLY = re.compile(
    rf"\b(?P<name>{_DAY_NAMES}|dia|día) (?P<day>\d{{1,2}})\b(?![.:]\d| ?h\b| [ai] \d)", re.IGNORECASE
)
_SEASON = re.compile(r"\b20\d\d\b")

Mover = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def weeks_between(first: date, last: date, today: date) -> int:
    """How many weeks to move a season so that `today` is in its middle.

    >>> weeks_between(date(2026, 9, 9), date(2027, 6, 30), date(2026, 11, 24))
    -10
    """
    middle = first + (last - first) / 2
    return round((today - middle).days / 7)


def move_dates(text: str, weeks: int, *, near: date) -> str:
    """Every date of a text, in figures or in words; one without a year is the nearest to `near`, before it is moved.

    >>> day = date(2027, 3, 15)
    >>> move_dates("22/09/2026;06/04/2027;31/11/2026", 1, near=day)
    '29/09/2026;13/04/2027;31/11/2026'
    >>> print(move_dates("- **15 de març.** Usos; **5 d'abril.** El conveni", -2, near=day))
    - **1 de març.** Usos; **22 de març.** El conveni
    >>> move_dates("abans del 6 d'abril", 1, near=day), move_dates("el 8 de abril", 3, near=day)
    ("abans del 13 d'abril", 'el 29 de abril')
    >>> move_dates("Del 24 de setembre a l'1 d'octubre", 1, near=date(2026, 9, 20))
    "De l'1 d'octubre al 8 d'octubre"
    >>> move_dates("Dijous 25; dimecres, perquè el dilluns 22 tanca a les 10; el dia 7", -1, near=day)
    'Dijous 18; dimecres, perquè el dilluns 15 tanca a les 10; el dia 28'
    >>> move_dates("Friday 9 October, March 2, 2027", 1, near=day), move_dates("el curs 2027-2028", 52, near=day)
    ('Friday 16 October, March 9, 2027', 'el curs 2028-2029')
    """
    movers: list[Mover] = [
        (pattern, partial(say, weeks=weeks, near=near))
        for pattern, say in (
            (_FIGURES, _in_figures),
            (_LATIN, _in_latin),
            (_BRITISH, _in_english),
            (_AMERICAN, _in_american),
            (_DAY_ONLY, _day_only),
            (_SEASON, _of_season),
        )
    ]
    return _move(text, movers)


def _move(text: str, movers: Sequence[Mover]) -> str:
    """What one of them has moved, the next ones do not see."""
    if not movers:
        return text
    (pattern, say), *rest = movers
    parts, at = [], 0
    for found in pattern.finditer(text):
        parts += [_move(text[at : found.start()], rest), say(found)]
        at = found.end()
    return "".join([*parts, _move(text[at:], rest)])


def _in_figures(found: re.Match[str], *, weeks: int, near: date) -> str:
    moved = _moved(int(found["day"]), int(found["month"]), found["year"], weeks, near)
    return f"{moved:%d/%m/%Y}" if moved else found[0]


def _in_latin(found: re.Match[str], *, weeks: int, near: date) -> str:
    name = found["month"].lower()
    # Some months are spelt alike; Catalan elides before a vowel.
    is_spanish = name in SPANISH and (name not in CATALAN or " de " in found[0][: found.start("month") - found.start()])
    months = SPANISH if is_spanish else CATALAN
    moved = _moved(int(found["day"]), months.index(name) + 1, found["year"], weeks, near)
    if moved is None:
        return found[0]
    new, article = months[moved.month - 1], found["article"] or ""
    link = "d'" if not is_spanish and new[0] in "aeiou" else "de "
    if article and not is_spanish:
        article = _catalan_article(article, moved.day)
    return f"{article}{moved.day} {link}{new}" + (f"{found['of']}{moved.year}" if found["year"] else "")


def _catalan_article(before: str, day: int) -> str:
    kind = before.lower()[0]  # d: of the …; a: to the …; e, l: the …
    elided, plain = {"d": ("de l'", "del "), "a": ("a l'", "al ")}.get(kind, ("l'", "el "))
    new = elided if day in ELIDED_DAYS else plain
    return new.capitalize() if before[0].isupper() else new


def _in_english(found: re.Match[str], *, weeks: int, near: date) -> str:
    moved = _moved(int(found["day"]), ENGLISH.index(found["month"]) + 1, found["year"], weeks, near)
    if moved is None:
        return found[0]
    return f"{moved.day} {ENGLISH[moved.month - 1]}" + (f" {moved.year}" if found["year"] else "")


def _in_american(found: re.Match[str], *, weeks: int, near: date) -> str:
    moved = _moved(int(found["day"]), ENGLISH.index(found["month"]) + 1, found["year"], weeks, near)
    if moved is None:
        return found[0]
    return f"{ENGLISH[moved.month - 1]} {moved.day}" + (f", {moved.year}" if found["year"] else "")


def _day_only(found: re.Match[str], *, weeks: int, near: date) -> str:
    """A day of the month beside its weekday ("dijous 5") or alone ("el dia 7")."""
    name = found["name"].lower()
    weekday = next((names.index(name) for names in WEEKDAYS if name in names), None)
    days = (near + timedelta(days=step) for away in range(NEAR_DAYS) for step in (-away, away))
    meant = (day for day in days if day.day == int(found["day"]) and weekday in {None, day.weekday()})
    day = next(meant, None)
    return f"{found['name']} {(day + timedelta(weeks=weeks)).day}" if day else found[0]


def _of_season(found: re.Match[str], *, weeks: int, near: date) -> str:  # noqa: ARG001 - one signature for all
    """A year that stands alone moves by whole years."""
    return str(int(found[0]) + round(weeks * 7 / DAYS_A_YEAR))


def _moved(day: int, month: int, year: str | None, weeks: int, near: date) -> date | None:
    """None for a day that no calendar has."""
    years = [int(year)] if year else [near.year - 1, near.year, near.year + 1]
    try:
        meant = min((date(each, month, day) for each in years), key=lambda one: abs(one - near))
        return meant + timedelta(weeks=weeks)
    except (ValueError, OverflowError):
        return None
