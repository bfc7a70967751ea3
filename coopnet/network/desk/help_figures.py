"""What help was given, in figures for the team; small numbers are not told."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from flask import Response, render_template, request

from coopnet.foundation import clock
from coopnet.foundation.csv_cells import harmless
from coopnet.foundation.i18n import format_month, format_number
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.queries.help_given import count_all, find_span
from coopnet.network.queries.help_words import code_in_words, head_in_words
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.rules.help_given import FEW, Line, read_period, tell, tell_all
from coopnet.places.queries import Point, find_point, list_points
from coopnet.web import guards

KEPT_BACK = "–"


@dataclass(frozen=True)
class Asked:
    period: str
    first: date
    last: date
    point: Point | None


@dataclass(frozen=True)
class Table:
    head: str
    rows: list[tuple[str, int | str, int | str]]  # of what, how often, minutes


@bp.get("/gestio/xarxa/ajuda")
@guards.requires(COORDINATE)
def help_figures() -> str:
    """Of a year or a month (`quan`), at one support point (`punt`) or everywhere."""
    asked = _read()
    total, tables = _tables(asked)
    return render_template(
        "network/help_figures.html",
        asked=asked,
        total=[_shown(each) for each in total],
        tables=[Table(one.head, [(name, _shown(t), _shown(m)) for name, t, m in one.rows]) for one in tables],
        periods=_periods(asked.period),
        points=[(each.public_id, each.name) for each in list_points()],
        few=FEW,
    )


@bp.get("/gestio/xarxa/ajuda.csv")
@guards.requires(COORDINATE)
def help_figures_csv() -> Response:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_("By what"), _("Which"), _("Times"), _("Minutes")])
    _total, tables = _tables(_read())
    for table in tables:
        writer.writerows([harmless(table.head), harmless(name), times, minutes] for name, times, minutes in table.rows)
    answer = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=ajuda.csv"
    return answer


def _read() -> Asked:
    """What no period or point is, is not asked for."""
    today = clock.to_local(clock.now()).date()
    typed = request.args.get("quan", "")
    period = read_period(typed)
    first, last = period or (date(today.year, 1, 1), date(today.year, 12, 31))
    point = find_point(public_id=request.args.get("punt") or None)
    return Asked(typed if period else str(today.year), first, last, point)


def _tables(asked: Asked) -> tuple[tuple[int | str, int | str], list[Table]]:
    point = asked.point.public_id if asked.point else None
    tables, total = [], (0, 0)
    for what, found in count_all(asked.first, asked.last, point=point).items():
        total = (sum(times for _code, times, _minutes in found), sum(minutes for _code, _times, minutes in found))
        lines = tell_all(found)
        if what == "month":
            lines.sort(key=lambda line: line.code)
        tables.append(Table(head_in_words(what), [(_name(what, line), *_cells(line)) for line in lines]))
    return _cells(tell("", *total)), tables


def _name(what: str, line: Line) -> str:
    return format_month(date.fromisoformat(f"{line.code}-01")) if what == "month" else code_in_words(what, line.code)


def _cells(line: Line) -> tuple[int | str, int | str]:
    if line.times is None or line.minutes is None:
        return (f"<{FEW}" if line.is_few else KEPT_BACK), KEPT_BACK
    return line.times, line.minutes


def _shown(figure: int | str) -> str:
    return format_number(figure) if isinstance(figure, int) else figure


def _periods(chosen: str) -> list[tuple[str, str]]:
    """Years and months of which there is something, the last first; and the one that is shown."""
    span = find_span()
    today = clock.to_local(clock.now()).date()
    first, last = span or (today, today)
    found: list[tuple[str, str]] = []
    for year in range(last.year, first.year - 1, -1):
        found.append((str(year), str(year)))
        months = [date(year, month, 1) for month in range(12, 0, -1)]
        found += [(f"{month:%Y-%m}", format_month(month)) for month in months if first.replace(day=1) <= month <= last]
    if chosen not in {value for value, _label in found}:
        found.append((chosen, chosen))
    return found
