"""Who changed what: read only."""

from datetime import date, datetime, time, timedelta

from flask import render_template, request

from coopnet.desk.queries.log import SHOWN, Wanted, find_doer, list_done, list_entries
from coopnet.desk.views.blueprint import bp
from coopnet.desk.views.log_words import actions, kinds, subject_of
from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import upper_first
from coopnet.foundation.text_index.folding import fold
from coopnet.web import guards, keyset
from coopnet.web.forms import one_line

LONGEST = 300
DAY = timedelta(days=1)
FIELDS = ("qui", "persona", "que", "mena", "sobre", "des", "fins")


@bp.get("/gestio/registre")
@guards.requires("audit.read")
def log() -> str:
    """What makes no sense in the address is left out. `persona` is an account: what they did, under any address of
    theirs, without one in the address of the page.
    """
    typed = {name: str(one_line(request.args.get(name, "")[:LONGEST])) for name in FIELDS}
    doer = find_doer(typed["persona"]) if typed["persona"] else None
    first, last = _day(typed["des"]), _day(typed["fins"])
    wanted = Wanted(
        actors=doer.actors if doer else [typed["qui"]] if typed["qui"] else (),
        action=typed["que"],
        subject_kind=typed["mena"],
        subject_id=typed["sobre"],
        since=_midnight(first) if first else None,
        until=_midnight(last + DAY) if last else None,
    )
    entries, after = keyset.cut(list_entries(wanted, before=keyset.key_of(request.args)), SHOWN)
    kept = {name: value for name, value in typed.items() if value}
    return render_template(
        "desk/log.html",
        entries=entries,
        after=after,
        typed=typed,
        kept=kept,
        doer=doer,
        actions=_by_subject(list_done() | {wanted.action}),
        kinds=[("", _by_label(kinds()))],
    )


def _by_subject(codes: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of actions of the same subject, by what they are called: in all, they are more than anybody reads."""
    words, groups = kinds(), dict[str, dict[str, str]]()
    for code, text in actions().items():
        if code in codes:
            groups.setdefault(subject_of(code), {})[code] = text
    named = {upper_first(words[kind]) if kind else _("Of the whole site"): inside for kind, inside in groups.items()}
    return [(name, _by_label(named[name])) for name in sorted(named, key=fold)]


def _by_label(words: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda pair: fold(pair[1]))


def _day(typed: str) -> date | None:
    """As a browser's date field sends it. The last days that a calendar has are left out: no midnight follows them."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if date.min + DAY < found < date.max - DAY else None


def _midnight(day: date) -> datetime:
    """At which it begins on the instance's wall clocks."""
    return datetime.combine(day, time(), clock.zone())
