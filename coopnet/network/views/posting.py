"""The page on which somebody writes a request or an offer."""

import hashlib
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.contacts import EMAIL, PHONE
from coopnet.foundation import clock, district
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.network.forms.posting import PostForm
from coopnet.network.queries.keeping import list_kept
from coopnet.network.rules.posts import Kind, Outcome, OutcomeKind
from coopnet.network.service import joining, posting
from coopnet.network.views.blueprint import bp
from coopnet.network.views.own import own_page
from coopnet.web import csrf, guards, limits
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.refusals import refuse, status_of

KINDS = {"demanda": Kind.REQUEST, "oferta": Kind.OFFER}


@bp.route("/xarxa/tauler/nou", methods=["GET", "POST"])
@csrf.recovers
def write() -> ResponseReturnValue:
    """`tipus` of the address says whether somebody comes to ask or to offer."""
    kept = list_kept(guards.find_viewer())
    form = PostForm(
        today=clock.to_local(clock.now()).date(),
        keeps=tuple((public_id, name) for _number, public_id, name in kept),
        data=_known(),
    )
    status, headers = status_of(form)
    if form.validate_on_submit():
        chosen = next((number for number, public_id, _name in kept if public_id == form.initiative.data), None)
        try:
            return _write(form, chosen)
        except (limits.TooMany, Busy) as refusal:
            status, headers = refuse(form, refusal)
    days = district.current().legal.retention.post_days
    return render_template("network/write.html", form=form, has_entities=bool(kept), post_days=days), status, headers


@bp.get("/xarxa/tauler/enviat")
def sent_again() -> str:
    return render_template("network/sent_again.html", is_by_phone=is_by_phone())


def _write(form: PostForm, initiative_id: int | None) -> ResponseReturnValue:
    draft = form.read(initiative_id=initiative_id)
    who = hashlib.sha256(draft.contact.key.encode()).hexdigest()
    limits.check("post", who, limits.of_reader())
    limits.check("post_everywhere", who)
    viewer = guards.find_viewer()
    account_key = viewer.key if viewer is not None and viewer.is_whole else None

    def work() -> Outcome:
        made = posting.write(draft, now=clock.now())
        if account_key is not None and made.kind == OutcomeKind.MADE:
            joining.join_one(made.public_id, account_key)
        return made

    outcome = in_transaction(work)
    if outcome.kind == OutcomeKind.ALREADY_THERE:
        return redirect(url_for("network.sent_again", per=sent_per(draft.contact.email)), 303)
    if outcome.kind == OutcomeKind.SAME_FORM:
        flash(_("You had already sent this form: nothing new was made."), "warning")
    return own_page(outcome.public_id, outcome.link_version)


def _known() -> dict[str, Any]:
    """What the address says, and what a person who has signed in need not type again."""
    kind = KINDS.get(request.args.get("tipus", ""))
    known: dict[str, Any] = {"kind": kind.value} if kind else {}
    viewer = guards.find_viewer()
    if viewer is None or not viewer.is_whole:
        return known
    addresses = {address.kind: address.value for address in reversed(list_verified(viewer.key))}
    phone = addresses.get(PHONE)
    return known | {
        "name": viewer.name,
        "email": addresses.get(EMAIL, ""),
        "phone": shown_phone(phone) if phone else "",
        "language": viewer.language,
    }
