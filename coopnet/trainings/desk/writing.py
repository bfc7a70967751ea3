"""The parts of a training are written: each is saved as it is left, and what is typed is never lost."""

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.foundation import clock, district
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.queries.addresses import list_names
from coopnet.places.queries.venues import list_venues
from coopnet.trainings.desk import moving
from coopnet.trainings.desk.blueprint import bp
from coopnet.trainings.desk.words import collision_in_words, gap_in_words, list_parts
from coopnet.trainings.forms import make_form
from coopnet.trainings.forms.reading import Lines, in_words
from coopnet.trainings.forms.sessions import SessionsPart
from coopnet.trainings.models import Training
from coopnet.trainings.queries import writing as queries
from coopnet.trainings.queries.addresses import find_at_desk
from coopnet.trainings.queries.collisions import find_collisions
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.gaps import NEEDED, list_gaps
from coopnet.trainings.rules.parts import SESSIONS, language_of, mark_of, put
from coopnet.trainings.rules.states import Status, is_over
from coopnet.trainings.service import writing as service
from coopnet.trainings.service.snapshots import read
from coopnet.web import csrf, guards
from coopnet.web.parts import KeptPart
from coopnet.web.refusals import refuse, status_of

EDIT = "trainings.edit"
MOST_COLLISIONS = 20


@bp.get("/gestio/formacions/<slug>/edita/")
@guards.requires(EDIT)
def write(slug: str) -> ResponseReturnValue:
    """What it has, what is missing, and the way to each part."""
    one = _find(slug)
    draft = read(one.id)
    typed = queries.list_parts_typed(one.id, account_key=guards.get_viewer().key)
    gaps: dict[str, list[str]] = {}
    for part, gap in list_gaps(draft, district.current().languages):
        gaps.setdefault(part, []).append(gap_in_words(gap))
    return render_template(
        "trainings/write.html",
        one=one,
        collisions=_collisions(one, draft),
        title=draft.title,
        language_of_title=draft.language,
        parts=[(part, name, gaps.get(part, []), part in typed) for part, name in list_parts(draft).items()],
        is_ready=not any(gap in NEEDED for _part, gap in list_gaps(draft, ())),
        can_publish=not one.is_public and guards.get_viewer().can("trainings.publish"),
    )


@bp.route("/gestio/formacions/<slug>/edita/<part>", methods=["GET", "POST"])
@guards.requires(EDIT)
@csrf.recovers
def write_part(slug: str, part: str) -> ResponseReturnValue:
    one, viewer = _find(slug), guards.get_viewer()
    draft = read(one.id)
    parts = list_parts(draft)
    name = parts.get(part) or abort(404)
    languages = moving.list_languages(one, part)
    form = _open(one, draft, part, languages)
    status, headers = status_of(form)
    theirs: Lines = []
    previews: list[Any] = []
    is_right = form.validate_on_submit()
    if form.is_submitted() and "csrf_token" not in form.errors:
        if "keep" in request.form:
            return _keep(one, part, form)
        said = form.said if isinstance(form, SessionsPart) else {}
        values = form.values() if is_right else {}
        previews, mark = moving.foresee(one, draft, values, said) if languages and is_right else ([], "")
        if is_right and not moving.is_shown(mark):
            form["told"].data, status = mark, 200
        elif is_right:
            previews = []
            manner = moving.manner_of(said)
            save = partial(service.change, one.id, part, values, seen=str(form.seen.data or ""), manner=manner)
            try:
                saved = in_transaction(lambda: save(account_key=viewer.key, actor=viewer.contact, now=clock.now()))
            except RuleBroken as refusal:
                status, headers = refuse(form, refusal)
                if refusal.code == "edited_meanwhile":
                    theirs = _compare(form, part, values, one.id)
            else:
                if part == SESSIONS and _collisions(one, put(draft, values)):
                    flash(_("Saved. Some of these dates collide with something."), "warning")
                    return redirect(url_for("trainings_desk.write", slug=saved.slug), 303)
                flash(_("Saved."), "success")
                return _onward(saved.slug, part, list(parts))
        _keep_typed(one, part, form)
        if not (theirs or previews or one.is_public) and _leaves():
            flash(_("It is kept as you left it. “%(part)s” still has something to correct.", part=name), "warning")
            return _onward(one.slug, part, list(parts))
    planned = put(draft, form.values()) if part == SESSIONS and is_right else draft
    beside = queries.find_beside(one.id, part, but=viewer.key, now=clock.now())
    page = render_template(
        "trainings/part.html",
        one=one,
        title=draft.title,
        form=form,
        part=part,
        name=name,
        number=list(parts).index(part) + 1,
        count=len(parts),
        is_text=language_of(part) is not None,
        rows=range(getattr(form, "rows", 0)),
        is_hybrid=draft.format == "hybrid",
        venues=list_venues() if part == "sessions" else [],
        entities=list_names() if part == "equip" else [],
        theirs=theirs,
        previews=previews,
        collisions=_collisions(one, planned) if part == SESSIONS else [],
        languages=languages,
        beside=beside,
    )
    return page, status, headers


def _collisions(one: Training, draft: Draft) -> list[tuple[str, str]]:
    """In words, and the address of what it collides with, where that is a training."""
    found = find_collisions(draft, training_id=one.id, now=clock.now())[:MOST_COLLISIONS]
    return [(collision_in_words(each), each.other.slug if each.other else "") for each in found]


def _open(one: Training, draft: Draft, part: str, languages: list[str]) -> KeptPart:
    """As it was sent; else as this person left it; else as it stands."""
    make = partial(make_form, part, draft, is_public=one.is_public, languages=languages)
    if request.method == "POST":
        return make(typed=request.form)
    kept = queries.find_typed(one.id, part, account_key=guards.get_viewer().key)
    if kept is None:
        return make()
    form = make(typed=kept.typed, kept=kept.typed)
    form.say_what_is_wrong(kept.typed)
    return form


def _keep(one: Training, part: str, form: KeptPart) -> ResponseReturnValue:
    """What a page sends by itself while somebody types, or leaves."""
    _keep_typed(one, part, form)
    return Response(status=204)


def _keep_typed(one: Training, part: str, form: KeptPart) -> None:
    """But that somebody has read the letters: opened again, they are shown again."""
    typed = {name: texts for name, texts in form.typed.items() if name != "told"}
    keep = partial(service.keep_typed, one.id, part, typed, account_key=guards.get_viewer().key)
    in_transaction(lambda: keep(now=clock.now()))


def _leaves() -> bool:
    return request.form.get("go") in {"next", "back", "parts", "look"}


def _onward(slug: str, part: str, order: list[str]) -> ResponseReturnValue:
    if request.form.get("go") == "look":
        return redirect(url_for("trainings.preview", slug=slug), 303)
    step = {"next": 1, "back": -1}.get(request.form.get("go", ""))
    at = None if step is None else order.index(part) + step
    if at is None or not 0 <= at < len(order):
        return redirect(url_for("trainings_desk.write", slug=slug), 303)
    return redirect(url_for("trainings_desk.write_part", slug=slug, part=order[at]), 303)


def _compare(form: KeptPart, part: str, values: dict[str, Any], training_id: int) -> Lines:
    """What stands now and differs from what was typed; pressed again, what was typed takes its place."""
    now_as = read(training_id)
    form.seen.data = mark_of(now_as, part)
    mine = in_words(put(now_as, values))
    return [line for line in in_words(now_as) if line not in mine]


def _find(slug: str) -> Training:
    """One that can still be written."""
    one = find_at_desk(slug) or guards.refuse()
    if one.status == Status.CANCELLED or is_over(one.ends_at, clock.now()):
        guards.refuse()
    return one
