"""The trainings as those who run them see them: what is next, what waits in each."""

from collections.abc import Sequence
from itertools import groupby

from flask import render_template, request

from coopnet.foundation import clock
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.queries.arranging import ARRANGE, count_open
from coopnet.registrations.queries.programme import SHOWN, Run, Shelf, find_by_words, list_shelf
from coopnet.web import guards, keyset
from coopnet.web.choices import clean_query

SEE = "registrations.see"
SHELVES = {
    "a-venir": Shelf.COMING,
    "esborranys": Shelf.DRAFTS,
    "passades": Shelf.PAST,
    "anullades": Shelf.CANCELLED,
}


@bp.get("/gestio/formacions/")
@guards.requires(SEE)
def programme() -> str:
    """Of one shelf (`quan`), those to come unless the address says another; or what some words (`q`) find, anywhere."""
    text, word, now = clean_query(request.args.get("q", "")), request.args.get("quan", ""), clock.now()
    after = keyset.key_of(request.args, "despres")
    shelf = None if text else SHELVES.get(word, Shelf.COMING)
    found = find_by_words(text, after=after, now=now) if shelf is None else list_shelf(shelf, after=after, now=now)
    runs, after = keyset.cut(found, SHOWN)
    open_needs = count_open([run.key for run in runs]) if guards.get_viewer().can(ARRANGE) else {}
    kept = {"q": text} if text else {"quan": word} if word in SHELVES else {}
    return render_template(
        "registrations/programme.html",
        groups=_in_groups(runs, shelf),
        tabs=[(word, each.value) for word, each in SHELVES.items()],
        shelf=shelf.value if shelf else "",
        text=text,
        open_needs=open_needs,
        now=now,
        after=after,
        kept=kept,
    )


def _in_groups(runs: Sequence[Run], shelf: Shelf | None) -> list[tuple[bool, list[Run]]]:
    """Of those to come, today's apart."""
    if shelf != Shelf.COMING:
        return [(False, list(runs))] if runs else []
    return [(is_today, list(held)) for is_today, held in groupby(runs, key=_is_today)]


def _is_today(run: Run) -> bool:
    today = clock.to_local(clock.now()).date()
    return run.sitting is not None and clock.to_local(run.sitting.starts_at).date() <= today
