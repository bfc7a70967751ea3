"""Somebody writes a request or an offer; it waits for the team before anybody sees it."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.rules.people import Contact, normal_name, person_key
from coopnet.accounts.service import keeping_out
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.foundation.ids import new_public_id
from coopnet.network import letters
from coopnet.network.models import Post, PostStep
from coopnet.network.queries.finding import count_helped, find_same
from coopnet.network.rules.posts import Draft, Kind, Outcome, OutcomeKind, audience_of
from coopnet.network.rules.states import State
from coopnet.network.service.indexing import facets_of
from coopnet.network.service.moving import PERSON

FIRST_LINK = 1
ASKED = "ask"


def write(draft: Draft, *, now: datetime, account_key: int | None = None) -> Outcome:
    """In the current transaction, with the letter that carries its maker's link.

    The same form twice is one post, also with other words in it. The same person who writes the same post again gets
    their letter again: a result, not a refusal, since that letter must be committed. Raises `RuleBroken("kept_out")`.
    """
    form_hash = hashlib.sha256(f"post|{draft.form_key}".encode()).hexdigest() if draft.form_key else None
    known = _find_sent(form_hash)
    if known is not None:
        return Outcome(OutcomeKind.SAME_FORM, known.public_id, known.link_version)
    keeping_out.check(draft.contact)
    active_key = key_of(draft.kind, draft.category, draft.title, contact=draft.contact, name=draft.name)
    known = find_same(active_key)
    if known is not None:
        letters.again(known, now=now)
        return Outcome(OutcomeKind.ALREADY_THERE, known.public_id, known.link_version)
    post = _insert(draft, active_key=active_key, form_hash=form_hash, account_key=account_key, now=now)
    letters.asked(post, now=now)
    return Outcome(OutcomeKind.MADE, post.public_id, post.link_version)


def key_of(kind: str, category: str, title: str, *, contact: Contact, name: str) -> str:
    """Of person and post: what the table holds tells neither, nor that two posts have somebody in common."""
    parts = (kind, category, normal_name(title), person_key(contact, name))
    return links.keyed_hash("post", "|".join(parts))


def _find_sent(form_hash: str | None) -> Post | None:
    if form_hash is None:
        return None
    return db.session.scalars(select(Post).where(Post.form_hash == form_hash)).first()


def _insert(draft: Draft, *, active_key: str, form_hash: str | None, account_key: int | None, now: datetime) -> Post:
    post = Post(
        public_id=new_public_id(),
        kind=draft.kind.value,
        category=draft.category,
        state=State.PENDING.value,
        audience=audience_of(draft.kind, draft.audience, for_minor=draft.for_minor).value,
        title=draft.title,
        details=draft.details,
        text_language=draft.text_language,
        terms=list(draft.terms),
        barri=draft.barri,
        languages=list(draft.languages),
        when=draft.when,
        times=draft.times,
        ways=list(draft.ways),
        for_minor=draft.for_minor and draft.kind == Kind.REQUEST,
        quantity=draft.quantity,
        needed_by=draft.needed_by,
        shown_days=draft.shown_days,
        is_listed=False,
        facets="",
        language=draft.language,
        name=draft.name,
        email=draft.contact.email,
        phone=draft.contact.phone,
        point=draft.contact.point,
        account_id=account_key,
        made_by_id=draft.made_by,
        initiative_id=draft.initiative_id,
        shows_place=draft.shows_place,
        wants_digest=draft.wants_digest,
        digest_at=None,
        reason="",
        active_key=active_key,
        form_hash=form_hash,
        link_version=FIRST_LINK,
        helped=count_helped(draft.contact) if draft.kind == Kind.REQUEST else 0,
        tried=0,
        created_at=now,
        updated_at=now,
    )
    post.facets = facets_of(post)
    db.session.add(post)
    db.session.flush()
    db.session.add(PostStep(post_id=post.id, at=now, act=ASKED, state=post.state, actor=PERSON))
    return post
