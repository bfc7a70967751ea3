"""The demo's conversations, through the services; and thousands of messages to measure with."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.rules.talk import MessageState, Person, Side, Source, State
from coopnet.conversations.service import reporting, sitting, writing
from coopnet.demo.rules.people import FIRST, LAST
from coopnet.demo.rules.talks import SAMPLES, Sample
from coopnet.demo.service import fitting
from coopnet.demo.service.board import SAMPLE
from coopnet.foundation import outbox
from coopnet.foundation.db import Base, committing, db, in_transaction
from coopnet.foundation.ids import ALPHABET
from coopnet.network.models import Post
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import LIVE
from coopnet.network.rules.states import State as PostState
from coopnet.network.service import answering
from coopnet.network.service.moving import SUBJECT_KIND

SEED = 20261202
EACH = 8  # messages in a conversation
CHUNK = 500  # conversations in one step
MARK = "exemple"
WORDS = (
    "Hola, encara hi és?",
    "Sí, i tant.",
    "Dijous em va bé.",
    "Quedem a la biblioteca.",
    "Fins dijous!",
    "Gràcies.",
)


def load(now: datetime) -> int | None:
    """How many; None when there are conversations already: then nothing is touched."""
    if db.session.scalar(select(Conversation.id).limit(1)) is not None:
        return None
    return in_transaction(lambda: _hold_all(now))


def _hold_all(now: datetime) -> int:
    """About posts of which people talk already, so that those that nobody has answered stay as they are."""
    talked = Post.state.in_(sorted(LIVE - {PostState.OPEN}))
    posts = list(db.session.scalars(select(Post.public_id).where(talked, Post.is_listed).order_by(Post.id)))
    draw = random.Random(SEED)  # noqa: S311 - the same content each time
    for number, sample in enumerate(SAMPLES if posts else ()):
        _hold(sample, posts[number % len(posts)], number, draw, now)
    for public_id in db.session.scalars(select(Conversation.public_id)).all():
        outbox.forget("conversation", public_id)  # nobody real may hear of invented people
    return len(SAMPLES) if posts else 0


def _hold(sample: Sample, post: str, number: int, draw: random.Random, now: datetime) -> None:
    then = now - timedelta(days=2, hours=number)
    person = Person(
        name=f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        contact=Contact(email=f"resposta{number + 1}@exemple.example.org"),
        language=fitting.language("ca"),
    )
    opened = answering.answer(
        post,
        person,
        sample.said[0][1],
        audiences=frozenset(Audience),
        source=Source.PAGE,
        form_key=None,
        now=then,
    )
    parties = db.session.execute(
        select(Party.side, Party.public_id)
        .join(Conversation, Conversation.id == Party.conversation_id)
        .where(
            Conversation.id == select(Party.conversation_id).where(Party.public_id == opened.party_id).scalar_subquery()
        )
    )
    sides = {one.side: one.public_id for one in parties}
    for place, (side, text) in enumerate(sample.said[1:], start=1):
        at = then + timedelta(minutes=25 * place)
        writing.write(sides[side], text, source=Source.PAGE, key=None, now=at)
    if sample.ends:
        sitting.end(sides[sample.ends], now=then + timedelta(hours=3))
    if sample.reports:
        reporting.report(sides[sample.reports], "Vol venir a casa i insisteix.", blocks=True, now=now)


def add(*, messages: int, now: datetime) -> int:
    """Until there are so many: those of an earlier run count. How many were added; each step is whole.

    About the posts that are there; without any there is nothing to talk about.
    """
    known = db.session.scalar(select(func.count()).where(Message.dedup_key.like(f"{MARK}:%"))) or 0
    posts = list(db.session.scalars(select(Post.public_id).where(Post.name != "").order_by(Post.id)))
    missing = max(0, messages - known) if posts else 0
    draw = random.Random(SEED + known)  # noqa: S311 - the same content each time
    for start in range(0, missing, CHUNK * EACH):
        size = min(CHUNK * EACH, missing - start)
        first = {
            model: (db.session.scalar(select(func.max(model.id))) or 0) + 1 for model in (Conversation, Party, Message)
        }
        rows = list(_talks(size, known + start, first, posts, draw, now))
        with committing():
            for model in (Conversation, Party, Message):
                _insert(model, [row for kind, row in rows if kind is model])
    return missing


def _talks(
    messages: int, known: int, first: dict[Any, int], posts: list[str], draw: random.Random, now: datetime
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    talk, party, message = (first[model] for model in (Conversation, Party, Message))
    for begin in range(0, messages, EACH):
        began = now - timedelta(days=draw.randrange(60), minutes=draw.randrange(1440))
        size = min(EACH, messages - begin)
        last = began + timedelta(minutes=7 * (size - 1))
        yield (
            Conversation,
            {
                "id": talk,
                "public_id": _public_id(draw),
                "subject_kind": SUBJECT_KIND,
                "subject_id": draw.choice(posts),
                "about": "Per mesurar",
                "about_language": "ca",
                "state": State.OPEN.value,
                "active_key": f"{MARK}:{known + begin}",
                "created_at": began,
                "last_at": last,
            },
        )
        for place, side in enumerate(Side):
            yield (
                Party,
                {
                    "id": party + place,
                    "public_id": _public_id(draw),
                    "conversation_id": talk,
                    "side": side.value,
                    "name": f"{draw.choice(FIRST)} {draw.choice(LAST)}",
                    "email": f"{known + begin + place}@{SAMPLE}.example.net",
                    "language": "ca",
                    "entity_name": "",
                    "link_version": 1,
                    "read_id": message + size - 1,
                    "is_told": False,
                },
            )
        for place in range(size):
            moment = began + timedelta(minutes=7 * place)
            yield (
                Message,
                {
                    "id": message + place,
                    "public_id": _public_id(draw),
                    "conversation_id": talk,
                    "party_id": party + (place + 1) % 2,
                    "text": draw.choice(WORDS),
                    "language": "",
                    "state": MessageState.SENT.value,
                    "held_for": [],
                    "source": Source.PAGE.value,
                    "dedup_key": f"{MARK}:{known + begin + place}",
                    "reason": "",
                    "created_at": moment,
                    "delivered_at": moment,
                },
            )
        talk, party, message = talk + 1, party + 2, message + size


def _insert(model: type[Base], rows: list[dict[str, Any]]) -> None:
    db.session.connection().execute(insert(model.__table__), rows)  # type: ignore[arg-type]
    if db.engine.dialect.name == "postgresql":
        sequence = f"{model.__tablename__}_id_seq"
        db.session.execute(select(func.setval(sequence, rows[-1]["id"])))


def _public_id(draw: random.Random) -> str:
    return "".join(draw.choices(ALPHABET, k=12))
