"""Who helps at support points. A lost phone is shut out, a role rests and is given back, each by one press."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.helping import list_helpers
from coopnet.accounts.service import shutting_out
from coopnet.foundation import clock, told
from coopnet.foundation.i18n import gettext as _
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.queries.points import name_points
from coopnet.registrations.desk.blueprint import bp
from coopnet.web import guards
from coopnet.web.presses import press


@bp.get("/gestio/equip-dels-punts")
@guards.requires(COORDINATE)
def team() -> str:
    now = clock.now()
    return render_template(
        "registrations/team.html",
        helpers=list_helpers(now),
        names=name_points(),
        backlogs=told.list_backlogs(now),
        now=now,
    )


@bp.post("/gestio/equip-dels-punts/<account_id>/tanca")
@guards.requires(COORDINATE)
def shut_out(account_id: str) -> ResponseReturnValue:
    done = _("Shut out: signed out everywhere, and nothing that the phone holds lets anybody in.")
    return _press(shutting_out.shut_out, account_id, done)


@bp.post("/gestio/equip-dels-punts/<account_id>/atura")
@guards.requires(COORDINATE)
def pause(account_id: str) -> ResponseReturnValue:
    return _press(shutting_out.pause, account_id, _("The role rests, until you give it back."))


@bp.post("/gestio/equip-dels-punts/<account_id>/torna")
@guards.requires(COORDINATE)
def resume(account_id: str) -> ResponseReturnValue:
    return _press(shutting_out.resume, account_id, _("They have the role again."))


def _press(act: Callable[..., object], account_id: str, done: str) -> ResponseReturnValue:
    actor = guards.get_viewer().contact
    return press(lambda: act(account_id, actor=actor, now=clock.now()), done, back=url_for("registrations_desk.team"))
