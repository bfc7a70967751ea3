"""Posts of the board, through the services and committed."""

from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from coopnet.accounts.rules.people import Contact
from coopnet.foundation.db import db, in_transaction
from coopnet.network.models import Post
from coopnet.network.queries.finding import find_post, link_of, word_of
from coopnet.network.rules.posts import Audience, Draft, Kind, Outcome, ReportReason
from coopnet.network.rules.states import Act
from coopnet.network.service import moving, posting, reporting

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEAM = "xarxa@example.org"
_number = count(1)


def draft(**changed: Any) -> Draft:
    """A request for a device in Sants, of somebody with an e-mail, that everybody may see."""
    number = next(_number)
    usual: dict[str, Any] = {
        "kind": Kind.REQUEST,
        "category": "device",
        "title": f"Anunci {number}",
        "details": "Per fer els deures.",
        "name": f"Persona {number}",
        "contact": Contact(email=f"persona{number}@example.org"),
        "language": "ca",
        "text_language": "ca",
        "barri": "18",
        "audience": Audience.EVERYBODY,
    }
    return Draft(**(usual | changed))


def outcome(*, now: datetime = NOW, **changed: Any) -> Outcome:
    written = draft(**changed)
    return in_transaction(lambda: posting.write(written, now=now))


def written(*, now: datetime = NOW, **changed: Any) -> Post:
    """Waits for the team."""
    return get(outcome(now=now, **changed).public_id)


def published(*, now: datetime = NOW, **changed: Any) -> Post:
    return after(written(now=now, **changed), Act.APPROVE, now=now)


def after(post: Post, *acts: Act, now: datetime = NOW) -> Post:
    public_id = post.public_id
    for act in acts:
        do(public_id, act, now=now)
    return get(public_id)


def do(public_id: str, act: Act, *, now: datetime = NOW, reason: str = "Hi ha un telèfon.") -> bool:
    """As who may: the team decides, the clock expires, the maker does the rest."""
    actor = {Act.APPROVE: TEAM, Act.REJECT: TEAM, Act.HIDE: TEAM, Act.SHOW_AGAIN: TEAM, Act.EXPIRE: moving.SYSTEM}
    work = partial(moving.move, public_id, act, actor=actor.get(act, moving.PERSON), now=now, reason=reason)
    return in_transaction(work)


def report(post: Post, reason: ReportReason = ReportReason.RUDE, *, reader: str = "a", now: datetime = NOW) -> None:
    public_id = post.public_id
    in_transaction(lambda: reporting.report(public_id, reason=reason, text="Mireu-ho", reader=reader, now=now))


def get(public_id: str) -> Post:
    db.session.rollback()
    db.session.expire_all()
    found = find_post(public_id)
    assert found is not None
    return found


def page_of(post: Post) -> str:
    return f"/ca/xarxa/tauler/{word_of(post)}/"


def own_of(post: Post) -> str:
    return f"/ca/xarxa/tauler/meu/{link_of(post)}/"
