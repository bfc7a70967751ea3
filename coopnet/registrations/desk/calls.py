"""Who must be told something by phone, in person or by letter, since what is written to them has nowhere else to go."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.rules.helping import Reach
from coopnet.conversations.queries import list_for_point
from coopnet.foundation import clock, told
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.outbox import Dispatch
from coopnet.network.queries.points import HELP
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.points import get_point
from coopnet.registrations.service.calls import word_all
from coopnet.web import guards
from coopnet.web.forms import PressForm

SHOWN = 30
LETTERS = 60

Press = Callable[..., bool]


@bp.get("/gestio/punt/<point>/avisos")
@guards.requires(HELP)
def calls(point: str) -> str:
    here = get_point(point)
    messages = told.list_waiting(here.public_id, limit=SHOWN + 1)
    return render_template(
        "registrations/calls.html",
        point=here,
        calls=word_all(messages[:SHOWN]),
        has_more=len(messages) > SHOWN,
        talks=[one for one in list_for_point(here.public_id) if one.unread],
        tries=told.list_presses([one.public_id for one in messages if one.attempts]),
        now=clock.now(),
    )


@bp.get("/gestio/punt/<point>/avisos/dits")
@guards.requires(HELP)
def calls_told(point: str) -> str:
    """Who told what, and when: of the last days."""
    here = get_point(point)
    messages = told.list_told(here.public_id, since=clock.now() - told.SEEN, limit=SHOWN)
    return render_template(
        "registrations/calls_told.html",
        point=here,
        calls=word_all(messages),
        presses=told.list_presses([one.public_id for one in messages]),
    )


@bp.post("/gestio/punt/<point>/avisos/<public_id>/dit")
@guards.requires(HELP)
def tell(point: str, public_id: str) -> ResponseReturnValue:
    done = _press(told.tell, point, public_id)
    flash(_("Noted: they know.") if done else _("It had been told already."), "success")
    return _back(point)


@bp.post("/gestio/punt/<point>/avisos/<public_id>/no-hi-es")
@guards.requires(HELP)
def try_in_vain(point: str, public_id: str) -> ResponseReturnValue:
    done = _press(told.try_in_vain, point, public_id)
    if done:
        flash(_("Noted: nobody was there. It stays on the list."), "success")
    else:
        flash(_("It had been told already."), "success")
    return _back(point)


@bp.post("/gestio/punt/<point>/avisos/<public_id>/encara-no")
@guards.requires(HELP)
def untell(point: str, public_id: str) -> ResponseReturnValue:
    _press(told.take_back, point, public_id)
    flash(_("It is on the list again."), "success")
    return _back(point)


@bp.get("/gestio/punt/<point>/cartes")
@guards.requires(HELP)
def due_letters(point: str) -> str:
    """For those who have a letter box and nothing else: to be printed, the same words."""
    here = get_point(point)
    found = word_all(told.list_waiting(here.public_id, limit=LETTERS))
    return render_template(
        "registrations/due_letters.html",
        point=here,
        calls=[one for one in found if one.words and one.assisted and one.assisted.reach == Reach.LETTER],
        press=PressForm(formdata=None),
        today=clock.now(),
    )


@bp.post("/gestio/punt/<point>/cartes/enviades")
@guards.requires(HELP)
def letters_posted(point: str) -> ResponseReturnValue:
    """Those that the page had printed, and no others that came meanwhile."""
    here, actor = get_point(point), guards.get_viewer().contact
    ids = request.form.getlist("id")[:LETTERS]

    def tell_all() -> int:
        now = clock.now()
        return sum(told.tell(each, point=here.public_id, actor=actor, now=now) for each in ids)

    count = in_transaction(tell_all)
    flash(ngettext("Noted: %(num)d letter is posted.", "Noted: %(num)d letters are posted.", count), "success")
    return _back(point)


def _press(press: Press, point: str, public_id: str) -> bool:
    """404 for a message that is not this point's."""
    here = get_point(point)
    found: Dispatch = told.find(public_id, point=here.public_id) or guards.refuse()
    wanted, actor = found.public_id, guards.get_viewer().contact
    return in_transaction(lambda: press(wanted, point=here.public_id, actor=actor, now=clock.now()))


def _back(point: str) -> ResponseReturnValue:
    return redirect(url_for("registrations_desk.calls", point=point), 303)
