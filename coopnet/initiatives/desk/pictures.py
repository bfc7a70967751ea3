"""Logo and pictures of a profile, for who keeps it."""

from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, pictures
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.pictures import LOGO, MOST_BYTES, PHOTO, Drawn
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.desk.finding import find
from coopnet.initiatives.forms import NewPictureForm, PictureForm
from coopnet.initiatives.queries import Picture, list_pictures
from coopnet.initiatives.queries.standing import Standing
from coopnet.initiatives.rules.gallery import MOST_PICTURES
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service import picturing
from coopnet.initiatives.service.picturing import Gone
from coopnet.web import csrf, guards, limits, uploads
from coopnet.web.refusals import Refused, refuse, status_of

# Room to tell in words, beside the form, that a file is too heavy: what is bigger still is answered by the edge.
MOST_SENT = 2 * MOST_BYTES


@bp.route("/gestio/iniciatives/<slug>/imatges", methods=["GET", "POST"])
@guards.requires("initiatives.edit")
@uploads.takes_files(MOST_SENT)
@csrf.recovers
def show_pictures(slug: str) -> ResponseReturnValue:
    kept, viewer = _find(slug)
    form = NewPictureForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        is_logo = form.role.data == "logo"
        try:
            drawn = _draw(viewer, is_logo=is_logo)
            add = partial(picturing.add, kept.id, drawn, is_logo=is_logo, alt=form.words, actor=viewer.contact)
            _write(drawn, partial(add, now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = _refuse(form, refusal)
        else:
            flash(_("The picture is there."), "success")
            return redirect(url_for("initiatives_desk.show_pictures", slug=kept.slug), 303)
    found = list_pictures([kept.id]).get(kept.id, [])
    page = render_template(
        "initiatives/pictures.html",
        profile=kept,
        form=form,
        logo=next((picture for picture in found if picture.is_logo), None),
        pictures=[picture for picture in found if not picture.is_logo],
        most=MOST_PICTURES,
    )
    return page, status, headers


@bp.route("/gestio/iniciatives/<slug>/imatges/<public_id>", methods=["GET", "POST"])
@guards.requires("initiatives.edit")
@uploads.takes_files(MOST_SENT)
@csrf.recovers
def change_picture(slug: str, public_id: str) -> ResponseReturnValue:
    kept, viewer = _find(slug)
    picture = _get(kept, public_id)
    form = PictureForm(alt=picture.alt, is_decorative=not picture.alt)
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            drawn = _draw(viewer, is_logo=picture.is_logo) if _has_file() else None
            change = partial(picturing.change, kept.id, public_id, alt=form.words, drawn=drawn, actor=viewer.contact)
            _write(drawn, partial(change, now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = _refuse(form, refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("initiatives_desk.show_pictures", slug=kept.slug), 303)
    page = render_template("initiatives/picture.html", profile=kept, picture=picture, form=form)
    return page, status, headers


@bp.post("/gestio/iniciatives/<slug>/imatges/<public_id>/mou")
@guards.requires("initiatives.edit")
def move_picture(slug: str, public_id: str) -> ResponseReturnValue:
    kept, viewer = _find(slug)
    _get(kept, public_id)
    earlier = request.form.get("cap") != "despres"
    move = partial(picturing.move, kept.id, public_id, earlier=earlier, actor=viewer.contact)
    in_transaction(lambda: move(now=clock.now()))
    return redirect(url_for("initiatives_desk.show_pictures", slug=kept.slug), 303)


@bp.post("/gestio/iniciatives/<slug>/imatges/<public_id>/treu")
@guards.requires("initiatives.edit")
def remove_picture(slug: str, public_id: str) -> ResponseReturnValue:
    kept, viewer = _find(slug)
    remove = partial(picturing.remove, kept.id, public_id, actor=viewer.contact)
    for digest in in_transaction(lambda: remove(now=clock.now())):
        pictures.remove(digest)
    flash(_("The picture is gone."), "success")
    return redirect(url_for("initiatives_desk.show_pictures", slug=kept.slug), 303)


def _find(slug: str) -> tuple[Standing, Viewer]:
    kept, viewer = find(slug)
    return (kept, viewer) if kept.status != Status.MERGED else guards.refuse()


def _get(kept: Standing, public_id: str) -> Picture:
    found = list_pictures([kept.id]).get(kept.id, [])
    return next((picture for picture in found if picture.public_id == public_id), None) or abort(404)


def _has_file() -> bool:
    sent = request.files.get("file")
    return sent is not None and bool(sent.filename)


def _draw(viewer: Viewer, *, is_logo: bool) -> Drawn:
    """Nothing is decoded for somebody who asks for it without end."""
    limits.check("picture", viewer.account_id)
    return pictures.draw(uploads.read_file("file", most_bytes=MOST_BYTES), LOGO if is_logo else PHOTO)


def _write(drawn: Drawn | None, work: "partial[Gone]") -> None:
    """Files first, then the row that names them; what is refused leaves no file."""
    if drawn is not None:
        pictures.keep(drawn)
    try:
        gone = in_transaction(work)
    except BaseException:
        if drawn is not None:
            pictures.remove(drawn.digest)
        raise
    for digest in gone:
        pictures.remove(digest)


def _refuse(form: PictureForm, refusal: RuleBroken | limits.TooMany) -> Refused:
    is_of_file = isinstance(refusal, RuleBroken) and refusal.code.startswith("picture_")
    return refuse(form, refusal, field=form.file if is_of_file else None)
