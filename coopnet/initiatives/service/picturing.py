"""Logo and pictures of a profile: added, described, put in order, replaced, removed.

Files are drawn and kept before (`foundation.pictures`), outside the transaction. Those that a service returns as gone
are taken off the disk once it has committed; whatever is killed in between is swept away by the daily job.
"""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.pictures import Drawn
from coopnet.initiatives.models import Initiative, InitiativePicture
from coopnet.initiatives.rules.gallery import MOST_PICTURES, moved
from coopnet.initiatives.service.editing import lock, note_change

Gone = tuple[str, ...]  # digests of files that no row names any more


def add(initiative_id: int, drawn: Drawn, *, is_logo: bool, alt: str, actor: str, now: datetime) -> Gone:
    """At the end; a new logo takes the place of the old one.

    Raises `RuleBroken`: `initiative_not_found`, `pictures_full`.
    """
    initiative, pictures = _open(initiative_id)
    old = [picture for picture in pictures if is_logo and picture.is_logo]
    if not is_logo and sum(not picture.is_logo for picture in pictures) >= MOST_PICTURES:
        raise RuleBroken("pictures_full", most=MOST_PICTURES)
    before = _described(pictures)
    for picture in old:
        db.session.delete(picture)
    made = InitiativePicture(
        public_id=new_public_id(),
        initiative_id=initiative_id,
        is_logo=is_logo,
        position=0 if is_logo else max((picture.position for picture in pictures), default=0) + 1,
        alt=alt,
        added_at=now,
    )
    _take_files(made, drawn)
    db.session.add(made)
    db.session.flush()
    _note(initiative, before, "initiative.add_picture", actor=actor, now=now)
    return tuple(picture.digest for picture in old)


def change(initiative_id: int, public_id: str, *, alt: str, drawn: Drawn | None, actor: str, now: datetime) -> Gone:
    """What is said of it, and with `drawn` what it shows.

    Raises `RuleBroken`: `initiative_not_found`, `picture_not_found`.
    """
    initiative, pictures = _open(initiative_id)
    picture = _get(pictures, public_id)
    before = _described(pictures)
    gone = (picture.digest,) if drawn else ()
    if drawn is None and picture.alt == alt:
        return ()
    picture.alt = alt
    if drawn is not None:
        _take_files(picture, drawn)
    db.session.flush()
    _note(initiative, before, "initiative.change_picture", actor=actor, now=now)
    return gone


def move(initiative_id: int, public_id: str, *, earlier: bool, actor: str, now: datetime) -> None:
    """One step. Raises `RuleBroken`: `initiative_not_found`, `picture_not_found`."""
    initiative, pictures = _open(initiative_id)
    picture = _get(pictures, public_id)
    before = _described(pictures)
    shown = [each for each in pictures if not each.is_logo]
    if picture.is_logo or moved(shown, picture, earlier=earlier) == shown:
        return
    for position, each in enumerate(moved(shown, picture, earlier=earlier), 1):
        each.position = position
    db.session.flush()
    _note(initiative, before, "initiative.move_picture", actor=actor, now=now)


def remove(initiative_id: int, public_id: str, *, actor: str, now: datetime) -> Gone:
    """Nothing when it was gone already. Raises `RuleBroken("initiative_not_found")`."""
    initiative, pictures = _open(initiative_id)
    found = [picture for picture in pictures if picture.public_id == public_id]
    if not found:
        return ()
    before = _described(pictures)
    db.session.delete(found[0])
    db.session.flush()
    _note(initiative, before, "initiative.remove_picture", actor=actor, now=now)
    return (found[0].digest,)


def _open(initiative_id: int) -> tuple[Initiative, list[InitiativePicture]]:
    """The profile behind its mutex, and its pictures in order."""
    initiative = lock(initiative_id)
    return initiative, _list(initiative_id)


def _list(initiative_id: int) -> list[InitiativePicture]:
    found = db.session.scalars(
        select(InitiativePicture)
        .where(InitiativePicture.initiative_id == initiative_id)
        .order_by(InitiativePicture.is_logo.desc(), InitiativePicture.position, InitiativePicture.id)
        .execution_options(populate_existing=True)
    )
    return list(found)


def _get(pictures: list[InitiativePicture], public_id: str) -> InitiativePicture:
    for picture in pictures:
        if picture.public_id == public_id:
            return picture
    raise RuleBroken("picture_not_found")


def _take_files(picture: InitiativePicture, drawn: Drawn) -> None:
    picture.digest = drawn.digest
    picture.width, picture.height = drawn.width, drawn.height
    picture.widths, picture.plain_width = list(drawn.widths), drawn.plain


def _described(pictures: list[InitiativePicture]) -> list[dict[str, object]]:
    """As the history keeps them: the words, and which one; the files of what is removed are gone."""
    return [{"picture": each.public_id, "logo": each.is_logo, "alt": each.alt} for each in pictures]


def _note(initiative: Initiative, before: list[dict[str, object]], action: str, *, actor: str, now: datetime) -> None:
    after = _described(_list(initiative.id))
    note_change(initiative, before={"pictures": before}, after={"pictures": after}, action=action, actor=actor, now=now)
