"""Moments as people say them: aware datetimes in; the current language and the instance's zone out.

Catalan "dijous 14 de gener, de 18 a 20 h", Spanish "jueves 14 de enero, de 18 a 20 h", English "Thursday 14 January,
6 to 8 pm". Any other language gets what the Unicode locale data say.
"""

from datetime import date, datetime, time, timedelta

from babel import dates as babel_dates

from coopnet.foundation import clock
from coopnet.foundation.language import current_language, locale_of

# A session that ends before this hour of the next day belongs to the evening it began in.
NIGHT_ENDS = time(6)
NOON = 12


def format_day(moment: datetime, *, now: datetime | None = None) -> str:
    """As "dijous 14 de gener"; the year only when it is not that of `now` (else the clock's)."""
    day = clock.to_local(moment).date()
    shown = clock.to_local(now or clock.now()).year
    return _day(day, with_year=day.year != shown)


def format_when(starts_at: datetime, ends_at: datetime, *, now: datetime | None = None) -> str:
    """As "dijous 14 de gener, de 18 a 20 h"; over several days both ends in full."""
    starts, ends = clock.to_local(starts_at), clock.to_local(ends_at)
    if _is_one_day(starts, ends):
        return f"{format_day(starts, now=now)}, {format_hours(starts, ends)}"
    first, last = format_day(starts, now=now), format_day(ends, now=now)
    match current_language():
        case "ca" | "es":
            return f"del {first} {_at(starts)} al {last} {_at(ends)}"
        case "en":
            return f"{_clock_time(starts)} on {first} to {_clock_time(ends)} on {last}"
    return f"{first}, {_clock_time(starts)} – {last}, {_clock_time(ends)}"


def format_hours(starts_at: datetime, ends_at: datetime) -> str:
    """As "de 18 a 20 h", "d'11 a 13.30 h"; English "6 to 8 pm", "11 am to 1.30 pm". Midnight is where a day ends."""
    starts, ends = clock.to_local(starts_at), clock.to_local(ends_at)
    language = current_language()
    if language in {"ca", "es"}:
        first = _digits(starts)
        last = "24" if (ends.hour, ends.minute) == (0, 0) else _digits(ends)
        start = f"d'{first}" if language == "ca" and starts.hour in {1, 11} else f"de {first}"
        return f"{start} a {last} h"
    first, last = _clock_time(starts), _clock_time(ends)
    if language == "en":
        same_half = first[-3:] == last[-3:] and first[-3:] in {" am", " pm"}
        return f"{first[:-3] if same_half else first} to {last}"
    return f"{first} – {last}"


def format_moment(moment: datetime, *, now: datetime | None = None) -> str:
    """As "dilluns 7 de desembre a les 9 h"; Spanish needs "el" before it inside a sentence.

    What falls on midnight is meant by its day, so only the day is said.
    """
    local = clock.to_local(moment)
    day = format_day(local, now=now)
    return day if local.time() == time() else f"{day} {_at(local)}"


def format_date(moment: datetime | date, *, with_article: bool = False) -> str:
    """As "14 de gener del 2027"; inside a sentence Catalan and Spanish want the article: "l'1 d'abril del 2027"."""
    day = clock.to_local(moment).date() if isinstance(moment, datetime) else moment
    text = _in_year(f"{day.day} {_of_month(day)}", day.year)
    match current_language():
        case "ca" if with_article:
            return f"l'{text}" if day.day in {1, 11} else f"el {text}"
        case "es" if with_article:
            return f"el {text}"
        case "ca" | "es" | "en":
            return text
    return babel_dates.format_date(day, "long", locale=locale_of(current_language()))


def format_time(moment: datetime) -> str:
    """As "18 h", "17.30 h"; English "6 pm"."""
    return _clock_time(clock.to_local(moment))


def format_at(moment: datetime) -> str:
    """As "a les 17.31 h", "a la 1 h"; English "at 5.31 pm"."""
    return _at(clock.to_local(moment))


def format_weekday(number: int) -> str:
    """Of 0 (Monday) to 6: as "dilluns"."""
    return str(babel_dates.get_day_names("wide", locale=locale_of(current_language()))[number])


def format_month(moment: datetime | date) -> str:
    """As "gener del 2027"."""
    day = clock.to_local(moment).date() if isinstance(moment, datetime) else moment
    language = current_language()
    names = babel_dates.get_month_names("wide", context="stand-alone", locale=locale_of(language))
    return _in_year(names[day.month], day.year)


def iso_moment(moment: datetime) -> str:
    """For machines, with the zone's offset: the `datetime` attribute of `<time>`, JSON-LD."""
    return clock.to_local(moment).isoformat(timespec="seconds")


def _day(day: date, *, with_year: bool) -> str:
    language = current_language()
    weekday = babel_dates.get_day_names("wide", locale=locale_of(language))[day.weekday()]
    if language not in {"ca", "es", "en"}:
        skeleton = "yMMMMEEEEd" if with_year else "MMMMEEEEd"
        return babel_dates.format_skeleton(skeleton, day, locale=locale_of(language))
    text = f"{weekday} {day.day} {_of_month(day)}"
    return _in_year(text, day.year) if with_year else text


def _of_month(day: date) -> str:
    """As "de gener", "d'abril"; "de enero"; "January"."""
    language = current_language()
    name = babel_dates.get_month_names("wide", locale=locale_of(language))[day.month]
    return f"de {name}" if language == "es" else name.replace("’", "'")


def _in_year(text: str, year: int) -> str:
    joint = {"ca": " del ", "es": " de "}.get(current_language(), " ")
    return f"{text}{joint}{year}"


def _at(local: datetime) -> str:
    match current_language():
        case "ca":
            return f"{'a la' if local.hour == 1 else 'a les'} {_clock_time(local)}"
        case "es":
            return f"{'a la' if local.hour == 1 else 'a las'} {_clock_time(local)}"
        case "en":
            return f"at {_clock_time(local)}"
    return _clock_time(local)


def _clock_time(local: datetime) -> str:
    language = current_language()
    if language in {"ca", "es"}:
        return f"{_digits(local)} h"
    if language != "en":
        return babel_dates.format_time(local.timetz(), "short", locale=locale_of(language))
    if local.minute == 0 and local.hour in {0, NOON}:
        return "midday" if local.hour else "midnight"
    minutes = f".{local.minute:02}" if local.minute else ""
    return f"{local.hour % NOON or NOON}{minutes} {'pm' if local.hour >= NOON else 'am'}"


def _digits(local: datetime) -> str:
    return f"{local.hour}.{local.minute:02}" if local.minute else str(local.hour)


def _is_one_day(starts: datetime, ends: datetime) -> bool:
    return ends.date() == starts.date() or (
        ends.date() == starts.date() + timedelta(days=1) and ends.time() < NIGHT_ENDS and starts.hour >= NOON
    )
