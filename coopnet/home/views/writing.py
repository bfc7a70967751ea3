"""The guides on the desk: which there are, and one of them in one language to write."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, district
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.home import queries, service
from coopnet.home.forms import LOOK, GuideForm
from coopnet.web import csrf, guards
from coopnet.web.addresses import endonym
from coopnet.web.markdown import render_markdown
from coopnet.web.refusals import refuse, status_of


@guards.requires("guides.write")
def guides() -> str:
    texts = [
        (name, [(code, endonym(code), queries.find_text(name, code)) for code in district.current().languages])
        for name in queries.GUIDES
    ]
    return render_template("home/guides.html", texts=texts)


@guards.requires("guides.write")
@csrf.recovers
def write_guide(name: str, code: str) -> ResponseReturnValue:
    if name not in queries.GUIDES or code not in district.current().languages:
        abort(404)
    text = queries.find_text(name, code)
    # A text that is not there yet begins as the one that readers see meanwhile.
    shown = text or queries.find_guide(name, code) or abort(404)
    seen = text.written_at.isoformat() if text and text.written_at else ""
    form = GuideForm(title=shown.title, body=shown.body, seen=seen)
    status, headers = status_of(form)
    preview = None
    is_right = form.validate_on_submit()
    if is_right and form.is_only_looked_at:
        preview, status = render_markdown(str(form.body.data), top=3), 200
    elif is_right:
        try:
            in_transaction(
                lambda: service.write_guide(
                    name,
                    code,
                    title=str(form.title.data),
                    body=str(form.body.data),
                    seen=_moment(str(form.seen.data or "")),
                    actor=guards.get_viewer().contact,
                    now=clock.now(),
                )
            )
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("Saved: everybody reads it like this now."), "success")
            return redirect(url_for("home.guides"), 303)
    page = render_template(
        "home/write_guide.html", form=form, name=name, code=code, is_new=text is None, preview=preview, look=LOOK
    )
    return page, status, headers


def _moment(typed: str) -> datetime | None:
    """What nobody types; anything else is a text that never was."""
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return datetime.max.replace(tzinfo=clock.zone())
    return found if found.tzinfo else datetime.max.replace(tzinfo=clock.zone())
