"""A statement of hours: which days are asked for in an address, and the document of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request

from coopnet.foundation import clock, district
from coopnet.foundation.i18n import current_language, format_date, format_month, label
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import absolute_url
from coopnet.foundation.pdf import NoDocument, make_pdf, plain
from coopnet.network.models import Volunteer
from coopnet.network.queries.reasons import minutes_in_words
from coopnet.network.queries.statement import code_of, find_first_day, list_logged
from coopnet.network.queries.words import CATEGORIES
from coopnet.network.rules.hours import Sum, sum_up
from coopnet.network.rules.posts import read_day
from coopnet.network.rules.statement import EARLIEST, Facts, by_month
from coopnet.vocabulary.queries import term_label
from coopnet.web.qr import make_qr

TEMPLATE = "network/hours_statement.typ"


@dataclass(frozen=True)
class Statement:
    """`is_wrong`: the days that were asked for are none, and others are shown. `rows` are month, kind, time."""

    name: str
    first: date
    last: date
    made_on: date
    is_wrong: bool
    rows: tuple[tuple[str, str, str], ...]
    sums: Sum


def read_statement(volunteer: Volunteer, asked: Mapping[str, str], *, today: date) -> Statement:
    """From the day `des` to the day `fins`, both in it; left out: all so far."""
    typed = [asked.get(name, "").strip() for name in ("des", "fins")]
    earliest = max(find_first_day(volunteer.id) or today, EARLIEST)
    days = [read_day(text[:40]) if text else day for text, day in zip(typed, (earliest, today), strict=True)]
    first, last = earliest, today
    is_wrong = days[0] is None or days[1] is None or not EARLIEST <= days[0] <= days[1] <= today
    if not is_wrong:
        first, last = days[0] or first, days[1] or last
    logged = list_logged(volunteer.id, first, last)
    return Statement(
        name=volunteer.name,
        first=first,
        last=last,
        made_on=today,
        is_wrong=is_wrong,
        rows=tuple(
            (format_month(month), _kind(kind), minutes_in_words(minutes)) for month, kind, minutes in by_month(logged)
        ),
        sums=sum_up((each.minutes, each.is_confirmed) for each in logged),
    )


def make_statement(statement: Statement) -> bytes:
    """The document, in the language being spoken. Raises `NoDocument`.

    A name in letters for which no font is there is left to be written by hand.
    """
    whole = _in_words(statement)
    readable = plain(statement.name)
    by_hand = _("The name has letters that could not be printed: write it here by hand.")
    house = {key: plain(text) for key, text in whole["house"].items()}
    return make_pdf(TEMPLATE, whole, whole | {"name": readable, "by_hand": by_hand, "house": house})


def as_file(volunteer: Volunteer) -> Response | None:
    """Of the days that the address asks for. None while it cannot be made."""
    try:
        made = make_statement(read_asked(volunteer))
    except NoDocument:
        return None
    return Response(
        made, content_type="application/pdf", headers={"Content-Disposition": "attachment; filename=certificat.pdf"}
    )


def read_asked(volunteer: Volunteer) -> Statement:
    return read_statement(volunteer, request.args, today=clock.to_local(clock.now()).date())


def _in_words(statement: Statement) -> dict[str, Any]:
    here = district.current()
    facts = Facts(statement.first, statement.last, statement.made_on, statement.sums.confirmed)
    address = absolute_url("network.check_statement", token=code_of(facts))
    unconfirmed = statement.sums.unconfirmed
    return {
        "language": current_language(),
        "title": _("Statement of hours as a volunteer"),
        "name": statement.name,
        "by_hand": "",
        "house": {"name": here.house_legal_name, "more": f"{here.house_tax_id} · {here.address}"},
        "said": _(
            "%(entity)s states the time that this person gave as a volunteer of the digital network (%(site)s), as"
            " confirmed by those who were helped, a support point or the team.",
            entity=here.house_legal_name,
            site=label(here.site_name),
        ),
        "days": f"{format_date(statement.first)} – {format_date(statement.last)}",
        "total_label": _("Confirmed in all"),
        "total": minutes_in_words(statement.sums.confirmed),
        "table_title": _("By month and kind of help"),
        "heads": [_("Month"), _("Kind of help"), _("Time")],
        "rows": [list(row) for row in statement.rows],
        "unconfirmed_title": _("Not confirmed"),
        "unconfirmed": _(
            "Besides, %(time)s are written down that nobody has confirmed yet. They do not count in this statement.",
            time=minutes_in_words(unconfirmed),
        )
        if unconfirmed
        else "",
        "check_title": _("Is it genuine?"),
        "check_text": _(
            "This address says whether this statement is genuine, and its total. It says nothing of whose it is."
        ),
        "qr": make_qr(address, title=""),
        "qr_alt": _("The same address as a QR code"),
        "address": address,
        "made_on": _("Made on %(day)s.", day=format_date(statement.made_on)),
    }


def _kind(code: str) -> str:
    return term_label(CATEGORIES, code, current_language()) if code else _("Another help")
