"""The demo programme is a season moved by whole weeks: weekdays stay right, and dates in texts move too."""

import re
from datetime import date, timedelta

MONTHS = {
    "ca": [
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
    ],
    "es": [
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
    ],
    "en": [
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
    ],
}
_NUMERIC = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")
_SPOKEN = re.compile(
    r"(?P<article>\b(?:del|el) )?\b(?P<day>\d{1,2}) (?P<link>de |d['’])?(?P<month>"
    + "|".join(sorted({name for names in MONTHS.values() for name in names}, key=len, reverse=True))
    + r")\b"
)


def weeks_between(first: date, last: date, today: date) -> int:
    """How many weeks to move a season so that `today` is in its middle.

    >>> weeks_between(date(2026, 9, 9), date(2027, 6, 30), date(2026, 11, 24))
    -10
    """
    middle = first + (last - first) / 2
    return round((today - middle).days / 7)


def move_dates(text: str, weeks: int, *, season_starts: date) -> str:
    """Every date of a text, in figures or in words. A date without a year is of the season that begins then.

    >>> season = date(2026, 9, 1)
    >>> move_dates("22/09/2026;06/04/2027", 1, season_starts=season)
    '29/09/2026;13/04/2027'
    >>> print(move_dates("- **15 de març.** Usos; **5 d'abril.** El conveni", -2, season_starts=season))
    - **1 de març.** Usos; **22 de març.** El conveni
    >>> move_dates("abans del 6 d'abril", 1, season_starts=season), move_dates("el 8 de abril", 3, season_starts=season)
    ("abans del 13 d'abril", 'el 29 de abril')
    >>> move_dates("abans del 25 de setembre", 1, season_starts=season)
    "abans del 2 d'octubre"
    >>> move_dates("el 24 de setembre, Friday 9 October", 1, season_starts=season)
    "l'1 d'octubre, Friday 16 October"
    """

    def figures(found: re.Match[str]) -> str:
        day, month, year = (int(part) for part in found.groups())
        return f"{date(year, month, day) + timedelta(weeks=weeks):%d/%m/%Y}"

    def words(found: re.Match[str]) -> str:
        return _said(found, weeks, season_starts)

    return _SPOKEN.sub(words, _NUMERIC.sub(figures, text))


def _said(found: re.Match[str], weeks: int, season_starts: date) -> str:
    name, link, article = found["month"], found["link"] or "", found["article"] or ""
    language = next(
        code
        for code, names in MONTHS.items()
        if name in names and (code != "es" or link == "de ") and (code != "ca" or not _is_spanish(name, link))
    )
    month = MONTHS[language].index(name) + 1
    year = season_starts.year if month >= season_starts.month else season_starts.year + 1
    try:
        moved = date(year, month, int(found["day"])) + timedelta(weeks=weeks)
    except ValueError:
        return found[0]
    new = MONTHS[language][moved.month - 1]
    if language == "en":
        return f"{article}{moved.day} {new}"
    if language == "ca":
        link = "d'" if new[0] in "aeiou" else "de "
        if article and moved.day in {1, 11}:
            article = "de l'" if article == "del " else "l'"
    return f"{article}{moved.day} {link}{new}"


def _is_spanish(name: str, link: str) -> bool:
    """Some months are spelt alike; Catalan elides before a vowel."""
    return name in MONTHS["es"] and link == "de " and (name not in MONTHS["ca"] or name[0] in "aeiou")
