"""A part of a profile is changed. What was typed stays, also when somebody else wrote meanwhile."""

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, district
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.desk.finding import find
from coopnet.initiatives.forms.changing import make_form
from coopnet.initiatives.forms.reading import Lines, in_words
from coopnet.initiatives.forms.rows import MOST_ROWS
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.rules.parts import TEXT, language_of, mark_of, put
from coopnet.initiatives.service.changing import change
from coopnet.initiatives.service.snapshots import load, read_draft
from coopnet.vocabulary.queries import term_label
from coopnet.web import csrf, guards, limits
from coopnet.web.parts import KeptPart
from coopnet.web.refusals import refuse, status_of


def list_parts(draft: Draft) -> list[tuple[str, str]]:
    """Address and name of each, the original language first."""
    spoken = current_language()
    languages = dict.fromkeys((draft.language, *district.current().languages, *(each.language for each in draft.words)))
    return [
        ("dades", _("Name and facts")),
        *(
            (f"{TEXT}{code}", _("Words in %(language)s", language=term_label("languages", code, spoken)))
            for code in languages
        ),
        ("llocs", _("Places and opening hours")),
        ("contactes", _("Ways to reach it")),
        ("contractacio", _("For public buyers")),
    ]


@bp.route("/gestio/iniciatives/<slug>/canvia/<part>", methods=["GET", "POST"])
@guards.requires("initiatives.edit")
@csrf.recovers
def change_part(slug: str, part: str) -> ResponseReturnValue:
    one, viewer = find(slug)
    draft = read_draft(load(one.id))
    name = dict(list_parts(draft)).get(part) or abort(404)
    form = make_form(part, draft, typed=request.form if request.method == "POST" else None)
    status, headers = status_of(form)
    theirs: Lines = []
    if form.validate_on_submit():
        values = form.values()
        save = partial(change, one.id, part, values, seen=str(form.seen.data or ""), actor=viewer.contact)
        try:
            limits.check("initiative_change", viewer.account_id)
            saved = in_transaction(lambda: save(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal, field=_field_of(form, refusal))
            if isinstance(refusal, RuleBroken) and refusal.code == "edited_meanwhile":
                theirs = _compare(form, part, values, one.id)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("initiatives_desk.keep", slug=saved.slug), 303)
    page = render_template(
        "initiatives/change.html",
        one=one,
        form=form,
        part=part,
        name=name,
        is_text=language_of(part) is not None,
        rows=range(getattr(form, "rows", 0)),
        is_full=getattr(form, "rows", 0) >= MOST_ROWS,
        theirs=theirs,
    )
    return page, status, headers


def _compare(form: KeptPart, part: str, values: dict[str, Any], initiative_id: int) -> Lines:
    """What stands now and differs from what was typed; pressed again, what was typed takes its place."""
    now_as = read_draft(load(initiative_id))
    form.seen.data = mark_of(now_as, part)
    mine = in_words(put(now_as, values))
    return [line for line in in_words(now_as) if line not in mine]


def _field_of(form: KeptPart, refusal: object) -> object:
    is_of_name = isinstance(refusal, RuleBroken) and refusal.code.startswith("name_")
    return form["name"] if is_of_name and "name" in form else None
