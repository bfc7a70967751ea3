"""Publish an initiative, step by step. What is typed is kept at each press; nobody needs an account before the end."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.emails import normal_email
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.forms.publishing import STEPS, LinkForm, first_step_wrong, judge, read_draft
from coopnet.initiatives.forms.reading import in_words
from coopnet.initiatives.models import InitiativeDraft
from coopnet.initiatives.queries.drafts import find_draft, token_of
from coopnet.initiatives.queries.likeness import Alike, list_alike
from coopnet.initiatives.queries.standing import find_by_key
from coopnet.initiatives.queries.words import why_in_words
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.rules.likeness import Why
from coopnet.initiatives.service import drafting, moderating
from coopnet.initiatives.views.blueprint import bp
from coopnet.web import csrf, guards, limits
from coopnet.web.forms import PressForm
from coopnet.web.parts import Part
from coopnet.web.refusals import refuse, status_of

# In the browser's own session, so that who comes back finds what they began.
BEGUN = "initiative_draft"
ORDER = tuple(STEPS)
LAST = "envia"
KEY_MAX = 100
AT_PLACE = {Why.ADDRESS, Why.NEAR}


@bp.route("/iniciatives/alta", methods=["GET", "POST"])
@csrf.recovers
def begin() -> ResponseReturnValue:
    form = STEPS[ORDER[0]]()
    status, headers = status_of(form)
    if form.validate_on_submit():
        key, now = str(form.form_key.data)[:KEY_MAX], clock.now()
        try:
            limits.check("initiative_draft", limits.of_reader())
            start = partial(drafting.begin, form.typed, step=ORDER[0], form_key=key)
            public_id = in_transaction(lambda: start(now=now))
        except limits.TooMany as refusal:
            status, headers = refuse(form, refusal)
        else:
            session[BEGUN] = token_of(public_id)
            return redirect(_after(ORDER[0], session[BEGUN]), 303)
    begun = find_draft(session.get(BEGUN, ""))
    page = render_template(
        "initiatives/publish.html",
        form=form,
        step=ORDER[0],
        number=1,
        steps=len(ORDER) + 1,
        token=None,
        back=None,
        begun=token_of(begun.public_id) if begun is not None and begun.sent_at is None else None,
    )
    return page, status, headers


@bp.get("/iniciatives/alta/<token>/")
def resume(token: str) -> ResponseReturnValue:
    """Where one left it."""
    draft = _find(token)
    return redirect(url_for("initiatives.publish_step", token=token, step=_first_untyped(draft)), 303)


@bp.route("/iniciatives/alta/<token>/<step>", methods=["GET", "POST"])
@csrf.recovers
def publish_step(token: str, step: str) -> ResponseReturnValue:
    draft = _find(token)
    if step == LAST:
        return _send(token, draft)
    if step not in STEPS:
        abort(404)
    form = STEPS[step]() if request.method == "POST" else _shown(draft, step)
    status, headers = status_of(form)
    if form.is_submitted():
        is_right = form.validate_on_submit()
        if "csrf_token" not in form.errors:  # what is not right yet is kept too
            keep = partial(drafting.keep_step, draft.public_id, form.typed, step=step)
            in_transaction(lambda: keep(now=clock.now()))
        if is_right:
            return redirect(_after(step, token), 303)
    return _page(form, token, step), status, headers


@bp.get("/iniciatives/alta/<token>/repetides")
def alike(token: str) -> ResponseReturnValue:
    """Is it one of these? Only what anybody may see of them. After the place, those that are there."""
    draft = _find(token)
    found = [each for each in _alike(draft) if "lloc" not in request.args or each.why in AT_PLACE]
    go_on = url_for("initiatives.publish_step", token=token, step=_first_untyped(draft))
    if not found:
        return redirect(go_on, 303)
    return render_template(
        "initiatives/alike.html", found=[(each, why_in_words(each.why)) for each in found], go_on=go_on
    )


@bp.route("/iniciatives/alta/<token>/enllac", methods=["GET", "POST"])
@csrf.recovers
def send_link(token: str) -> ResponseReturnValue:
    """To go on with it on another day, on another device."""
    draft = _find(token)
    form = LinkForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        email = normal_email(str(form.email.data))
        try:
            limits.check("links", email)
            limits.check("initiative_draft_link", limits.of_reader(), draft.public_id)
            send = partial(drafting.send_link, draft.public_id, email, language=current_language())
            in_transaction(lambda: send(now=clock.now()))
        except limits.TooMany as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("The link is on its way to %(email)s.", email=email), "success")
            return redirect(url_for("initiatives.resume", token=token), 303)
    return render_template("initiatives/draft_link.html", form=form, token=token), status, headers


def _send(token: str, draft: InitiativeDraft) -> ResponseReturnValue:
    kept = _kept(draft)
    wrong = first_step_wrong(kept)
    if wrong is not None:
        flash(_("Something is missing here."), "warning")
        return redirect(url_for("initiatives.publish_step", token=token, step=wrong, mira=1), 303)
    made = read_draft(kept, language=current_language())
    viewer = guards.find_viewer()
    form = PressForm()
    status, headers = status_of(form)
    if viewer is not None and viewer.is_whole and form.validate_on_submit():
        send = partial(moderating.send_draft, draft.public_id, made, account_key=viewer.key, actor=viewer.contact)
        try:
            limits.check("initiative_send", viewer.account_id)
            slug = in_transaction(lambda: send(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            if isinstance(refusal, RuleBroken) and refusal.code == "draft_gone":  # sent twice at the same moment
                _find(token)
            status, headers = refuse(form, refusal)
        else:
            session.pop(BEGUN, None)
            flash(_("It is with the team. We write to you when it is public."), "success")
            return redirect(url_for("initiatives_desk.keep", slug=slug), 303)
    page = render_template(
        "initiatives/send.html",
        form=form,
        token=token,
        lines=in_words(made),
        who=viewer,
        steps=len(ORDER) + 1,
        found=[each for each in list_alike(made) if each.why not in AT_PLACE],  # those were shown the page before
        sign_in=url_for("accounts.sign_in", next=url_for("initiatives.publish_step", token=token, step=LAST)),
    )
    return page, status, headers


def _find(token: str) -> InitiativeDraft:
    """One that is sent leads to its profile."""
    draft = find_draft(token) or abort(404)
    if draft.sent_at is not None:
        made = find_by_key(draft.initiative_id or 0) or abort(404)
        abort(redirect(url_for("initiatives_desk.keep", slug=made.slug), 303))
    if session.get(BEGUN) != token:  # also after signing in, which begins another session
        session[BEGUN] = token
    return draft


def _shown(draft: InitiativeDraft, step: str) -> Part:
    """As it was typed; what is wrong is said where somebody tried to go on."""
    kept = _kept(draft)
    if step not in kept:
        return STEPS[step](formdata=None)
    form = STEPS[step](kept=kept[step])
    if "mira" in request.args:
        form.say_what_is_wrong(kept[step])
    return form


def _page(form: Part, token: str, step: str) -> str:
    number = ORDER.index(step) + 1
    return render_template(
        "initiatives/publish.html",
        form=form,
        step=step,
        number=number,
        steps=len(ORDER) + 1,
        token=token,
        back=url_for("initiatives.publish_step", token=token, step=ORDER[number - 2]) if number > 1 else None,
        begun=None,
    )


def _after(step: str, token: str) -> str:
    """After the name comes what may be the same; after the place, too."""
    if step == ORDER[0]:
        return url_for("initiatives.alike", token=token)
    if step == ORDER[-1]:
        return url_for("initiatives.alike", token=token, lloc="1")
    return url_for("initiatives.publish_step", token=token, step=ORDER[ORDER.index(step) + 1])


def _first_untyped(draft: InitiativeDraft) -> str:
    return next((step for step in ORDER if step not in draft.typed), LAST)


def _kept(draft: InitiativeDraft) -> Mapping[str, Mapping[str, Sequence[str]]]:
    return cast("Mapping[str, Mapping[str, Sequence[str]]]", draft.typed)


def _alike(draft: InitiativeDraft) -> list[Alike]:
    """By what has been typed so far."""
    said: dict[str, Any] = {}
    for form in judge(_kept(draft)):
        said |= {} if form.errors else form.values()
    if not said.get("name"):
        return []
    asked = {name: said[name] for name in ("name", "tax_id", "barri", "places") if name in said}
    return list_alike(Draft(words=(), language="", **asked))
