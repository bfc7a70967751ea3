"""Posts that belong to somebody's account, or could: those of a contact that the account has verified."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, or_, select

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import verified_values
from coopnet.accounts.queries.assisted import find_agreed
from coopnet.accounts.rules.contacts import EMAIL, PHONE, Address
from coopnet.accounts.rules.shelves import Item, Press, Shelf
from coopnet.conversations.queries.finding import kept_by
from coopnet.foundation.db import db
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.models import Initiative
from coopnet.network.models import Post
from coopnet.network.queries import own_help
from coopnet.network.queries.finding import KEEPING, link_of
from coopnet.network.queries.wordings import kind_in_words, state_in_words
from coopnet.network.rules.times import codes_of

SHOWN = 50


def is_reached_by(addresses: Sequence[Address]) -> ColumnElement[bool]:
    emails = [one.value for one in addresses if one.kind == EMAIL]
    phones = [one.value for one in addresses if one.kind != EMAIL]
    return or_(Post.email.in_(emails) if emails else false(), Post.phone.in_(phones) if phones else false())


def panel(viewer: Viewer) -> dict[str, object]:
    """For `accounts.home`: one's page as a volunteer, one's posts, those that a press would join, how to write one."""
    found = _list_of(viewer.key)
    joinable = sum(post.account_id is None for post in found)
    press = None
    if joinable:
        lead = ngettext(
            "There is %(num)d post made with a contact of yours.",
            "There are %(num)d posts made with a contact of yours.",
            joinable,
        )
        press = Press(lead, _("Add to my page"), "network.join")
    entries = [
        Item(
            text=post.title,
            endpoint="network.own",
            values={"token": link_of(post)},
            note=f"{kind_in_words(post.kind)} · {state_in_words(post.state)}",
            language=post.text_language or None,
        )
        for post in found
        if post.account_id is not None
    ]
    entries += _of_entities(viewer)
    entries.append(Item(_("Write a post"), "network.write"))
    helping = own_help.shelf_of(viewer)
    shelves: dict[str, object] = {"volunteer": helping} if helping else {}
    return shelves | {"posts": Shelf(_("My posts on the board"), empty="", entries=tuple(entries), press=press)}


def what_is_erased(viewer: Viewer) -> dict[str, object]:
    """For `accounts.erasing`."""
    has_some = db.session.scalar(select(Post.id).where(Post.account_id == viewer.key).limit(1))
    lines = (_("Your posts leave the board, and what you wrote in them is erased."),) if has_some is not None else ()
    return {"posts": (*lines, *own_help.lines_of_erasure(viewer))}


def export(account_id: str) -> list[dict[str, Any]]:
    """For a person's file: those on their page, and those that one press would put there."""
    key = select(Account.id).where(Account.public_id == account_id).scalar_subquery()
    found = db.session.scalars(select(Post).where(or_(Post.account_id == key, _could_be(key))).order_by(Post.id))
    return [
        {
            **_as_record(post),
            "at_a_support_point": find_agreed("post", post.public_id),
            "on_my_page": post.account_id is not None,
        }
        for post in found
    ]


def _list_of(account_key: int) -> Sequence[Post]:
    """One's own, and those that are nobody's yet and were made with a contact that one has proved; the newest first."""
    return db.session.scalars(
        select(Post)
        .where(or_(Post.account_id == account_key, _could_be(account_key)), Post.name != "")
        .order_by(Post.id.desc())
        .limit(SHOWN)
    ).all()


def _could_be(account_key: int | ScalarSelect[int]) -> ColumnElement[bool]:
    emails, phones = (verified_values(account_key, kind) for kind in (EMAIL, PHONE))
    return and_(Post.account_id.is_(None), or_(Post.email.in_(emails), Post.phone.in_(phones)))


def _of_entities(viewer: Viewer) -> list[Item]:
    """What others have written in the name of the entities that the viewer keeps, while it stands."""
    kept = kept_by(viewer)
    if not kept:
        return []
    rows = db.session.execute(
        select(Post, Initiative.name)
        .join(Initiative, Initiative.id == Post.initiative_id)
        .where(
            Initiative.public_id.in_(kept),
            Post.name != "",
            or_(Post.account_id.is_(None), Post.account_id != viewer.key),
        )
        .order_by(Post.id.desc())
        .limit(SHOWN)
    )
    return [
        Item(
            text=post.title,
            endpoint="network.own",
            values={"token": link_of(post, purpose=KEEPING)},
            note=f"{name} · {kind_in_words(post.kind)} · {state_in_words(post.state)}",
            language=post.text_language or None,
        )
        for post, name in rows
    ]


def _as_record(post: Post) -> dict[str, Any]:
    return {
        "kind": post.kind,
        "category": post.category,
        "state": post.state,
        "audience": post.audience,
        "title": post.title,
        "details": post.details,
        "terms": post.terms,
        "barri": post.barri,
        "languages": post.languages,
        "when": post.when,
        "times": list(codes_of(post.times)),
        "ways": post.ways,
        "for_somebody_under_18": post.for_minor,
        "quantity": post.quantity,
        "needed_by": post.needed_by.isoformat() if post.needed_by else None,
        "shown_until": post.shown_until.isoformat() if post.shown_until else None,
        "name": post.name,
        "email": post.email,
        "phone": post.phone,
        "language": post.language,
        "weekly_letter": post.wants_digest,
        "said_before": post.before,
        "made_at": post.created_at.isoformat(),
    }
