"""Two profiles of one initiative: seen side by side, merged into the one that stays, and parted again."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.forms import MergeForm
from coopnet.initiatives.queries.duplicates import Pair, find_named, is_told_apart, list_pairs, list_twins
from coopnet.initiatives.queries.standing import Standing, find_by_slug
from coopnet.initiatives.queries.words import status_in_words, why_in_words
from coopnet.initiatives.rules.differences import parts_of
from coopnet.initiatives.rules.drafts import as_json
from coopnet.initiatives.rules.states import CAN_STAY, Status
from coopnet.initiatives.service import merging, pairing
from coopnet.initiatives.service.snapshots import load, read_draft
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.differing import lines_of, name_of
from coopnet.web import csrf, guards
from coopnet.web.errors import in_words
from coopnet.web.refusals import refuse, status_of


@bp.get("/gestio/iniciatives/fusiona")
@guards.requires("initiatives.moderate")
def find_duplicates() -> ResponseReturnValue:
    """Which two are meant, by name or address; once both are known, on to where they are seen side by side."""
    typed = [request.args.get(name, "").strip()[:200] for name in ("una", "altra")]
    found = [find_named(each) if each else None for each in typed]
    one, other = found
    if one is not None and other is not None and one.id != other.id:
        return redirect(url_for("initiatives.merge", one=one.slug, other=other.slug), 303)
    problems = [
        _("There is no profile of this name or address.") if each and kept is None else ""
        for each, kept in zip(typed, found, strict=True)
    ]
    if one is not None and other is not None:
        problems[1] = _("This is the same profile.")
    pairs, many = list_pairs()
    return render_template(
        "initiatives/find_duplicates.html",
        fields=[
            ("una", _("One profile"), typed[0], problems[0]),
            ("altra", _("The other profile"), typed[1], problems[1]),
        ],
        problems=[
            {"field_id": name, "text": text} for name, text in zip(("una", "altra"), problems, strict=True) if text
        ],
        pairs=_said([*list_twins(), *pairs]),
        left=many - len(pairs),
    )


@bp.route("/gestio/iniciatives/<one>/fusiona/<other>", methods=["GET", "POST"])
@guards.requires("initiatives.moderate")
@csrf.recovers
def merge(one: str, other: str) -> ResponseReturnValue:
    pair = [find_by_slug(slug) or guards.refuse() for slug in (one, other)]
    if pair[0].id == pair[1].id:
        guards.refuse()
    form = MergeForm(pair, can_stay=[each.slug for each in pair if each.status in CAN_STAY])
    status, headers = status_of(form)
    if form.validate_on_submit():
        kept, gone = pair if form.stays.data == pair[0].slug else reversed(pair)
        seen = {pair[0].id: form.version_of_one.data, pair[1].id: form.version_of_other.data}
        join = partial(
            merging.merge,
            kept_id=kept.id,
            gone_id=gone.id,
            seen=(seen[kept.id], seen[gone.id]),
            fills_gaps=bool(form.fills_gaps.data),
            actor=guards.get_viewer().contact,
        )
        try:
            in_transaction(lambda: join(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            form.version_of_one.data, form.version_of_other.data = (each.version for each in pair)
        else:
            flash(_("Merged: %(gone)s leads to %(kept)s now.", gone=gone.name, kept=kept.name), "success")
            return redirect(url_for("initiatives.history", slug=kept.slug), 303)
    return (
        render_template(
            "initiatives/merge.html",
            pair=pair,
            states=[status_in_words(each.status) for each in pair],
            rows=_side_by_side(*pair),
            form=form,
            is_merged=any(each.status == Status.MERGED for each in pair),
            is_apart=is_told_apart(*(each.id for each in pair)),
        ),
        status,
        headers,
    )


@bp.post("/gestio/iniciatives/<one>/fusiona/<other>/son-dues")
@guards.requires("initiatives.moderate")
def tell_apart(one: str, other: str) -> ResponseReturnValue:
    """Two initiatives that look alike: they stay away from the list."""
    pair, actor = [find_by_slug(slug) or guards.refuse() for slug in (one, other)], guards.get_viewer().contact
    if pair[0].id == pair[1].id:
        guards.refuse()
    say = partial(pairing.tell_apart, *(each.id for each in pair), actor=actor)
    in_transaction(lambda: say(now=clock.now()))
    flash(_("They are two: you will not be asked about them again."), "success")
    return redirect(url_for("initiatives.find_duplicates"), 303)


@bp.post("/gestio/iniciatives/<slug>/separa")
@guards.requires("initiatives.moderate")
def part(slug: str) -> ResponseReturnValue:
    gone, actor = find_by_slug(slug) or guards.refuse(), guards.get_viewer().contact
    try:
        in_transaction(lambda: merging.part(gone.id, actor=actor, now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    else:
        flash(_("%(name)s stands by itself again.", name=gone.name), "success")
    return redirect(url_for("initiatives.history", slug=slug), 303)


def _said(pairs: list[Pair]) -> list[tuple[Pair, str]]:
    return [(each, why_in_words(each.why)) for each in pairs]


def _side_by_side(one: Standing, other: Standing) -> list[tuple[str, str, str]]:
    """Each part of which either says something: its name, and what each says."""
    both = [parts_of(as_json(read_draft(load(each.id)))) for each in (one, other)]
    rows = []
    for leaf in {**both[0], **both[1]}:
        left, right = (" · ".join(lines_of(leaf.part or leaf.field, parts.get(leaf))) for parts in both)
        if left or right:
            rows.append((name_of(leaf), left, right))
    return rows
