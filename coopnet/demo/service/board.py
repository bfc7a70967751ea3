"""The demo board: invented posts in every state, through the services; and thousands of them to measure with."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from coopnet.accounts.rules.people import Contact
from coopnet.demo.rules.people import FIRST, LAST
from coopnet.demo.rules.posts import OFFER, REPORTED, SAMPLES, Sample
from coopnet.demo.service import crowd, fitting
from coopnet.foundation import clock, outbox, text_index
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.generations import BOARD, raise_generation
from coopnet.foundation.ids import ALPHABET
from coopnet.initiatives.models import Initiative
from coopnet.network.models import Post
from coopnet.network.queries import KIND, PROTECTED_KIND
from coopnet.network.rules.posts import CHOSEN_AUDIENCES, Audience, Draft, Kind, ReportReason
from coopnet.network.rules.states import Act
from coopnet.network.service import moving, posting, reporting
from coopnet.network.service.indexing import document_of, facets_of
from coopnet.vocabulary import queries as vocabulary

SEED = 20261130
CHUNK = 1_000
SAMPLE = "exemple"  # of the e-mails of those that are inserted past the services
WHY = "Hi ha el telèfon d'una altra persona. Torna'l a escriure sense, i el posarem."


def load(now: datetime) -> int | None:
    """How many; None when the demo's are there already: then nothing is touched."""
    if db.session.scalar(select(Post.id).limit(1)) is not None:
        return None
    in_transaction(lambda: _write_all(now))
    return len(SAMPLES)


def _write_all(now: datetime) -> None:
    draw = random.Random(SEED)  # noqa: S311 - the same content each time
    entity = db.session.scalar(
        select(Initiative.id).where(Initiative.is_listed.is_(True)).order_by(Initiative.name_key)
    )
    for number, sample in enumerate(SAMPLES):
        then = now - timedelta(days=sample.days_ago)
        name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
        made = posting.write(_draft(sample, name, number, entity), now=then)
        for act in sample.acts:
            is_teams = act in (Act.APPROVE, Act.REJECT)
            actor = crowd.ACTOR if is_teams else moving.SYSTEM if act == Act.EXPIRE else moving.PERSON
            moving.move(made.public_id, act, actor=actor, now=then, reason=WHY if act == Act.REJECT else "")
        if sample.title == REPORTED:
            reporting.report(
                made.public_id,
                reason=ReportReason.MONEY,
                text="Demana un avançament per telèfon.",
                reader="demo",
                now=now,
            )
        # Nobody real may hear of invented people.
        outbox.forget("post", made.public_id)


def _draft(sample: Sample, name: str, number: int, entity: int | None) -> Draft:
    return Draft(
        kind=sample.kind,
        category=sample.category,
        title=sample.title,
        details=sample.details,
        name=name,
        contact=Contact(email=f"anunci{number + 1}@exemple.example.org"),
        language=fitting.language("ca"),
        text_language=sample.text_language,
        terms=sample.terms,
        barri=fitting.barri(sample.barri),
        languages=sample.languages,
        quantity=sample.quantity,
        shown_days=sample.shown_days,
        audience=sample.audience,
        initiative_id=entity if sample.is_of_entity else None,
        shows_place=sample.is_of_entity,
    )


def add(*, posts: int, now: datetime) -> int:
    """Until there are so many: those of an earlier run count. How many were added; each step is whole."""
    is_ours = Post.email.like(f"%@{SAMPLE}.example.net")
    known = db.session.scalar(select(func.count()).select_from(Post).where(is_ours)) or 0
    missing = max(0, posts - known)
    draw = random.Random(SEED + known)  # noqa: S311 - the same content each time
    first = (db.session.scalar(select(func.max(Post.id))) or 0) + 1
    codes = {
        kind: [term.code for term in vocabulary.list_terms(kind)]
        for kind in ("post_categories", "listing_terms", "barris", "languages")
    }
    for start in range(0, missing, CHUNK):
        numbers = range(start, min(start + CHUNK, missing))
        rows = [_post(first + n, known + n, codes, draw, now) for n in numbers]
        with committing():
            db.session.execute(insert(Post), rows)
            _index([Post(**row) for row in rows])
            if db.engine.dialect.name == "postgresql":
                db.session.execute(select(func.setval("post_id_seq", first + numbers[-1])))
            raise_generation(BOARD)
    if missing:
        with committing():
            text_index.rebuild()
    return missing


def _index(posts: Sequence[Post]) -> None:
    for kind, is_open in ((KIND, True), (PROTECTED_KIND, False)):
        shown = [one for one in posts if one.is_listed and (one.audience == Audience.EVERYBODY) == is_open]
        text_index.put_all(kind, [document_of(one) for one in shown])


def _post(number: int, index: int, codes: dict[str, list[str]], draw: random.Random, now: datetime) -> dict[str, Any]:
    """Two in three are offers or requests that everybody may see; most of them are still open."""
    kind = draw.choice(list(Kind))
    category, barri = draw.choice(codes["post_categories"]), draw.choice(codes["barris"])
    state = draw.choice(("published", "published", "in_conversation", "promised", "withdrawn", "expired"))
    is_listed = state in {"published", "in_conversation", "promised"}
    audience = Audience.EVERYBODY if kind == OFFER else draw.choice(CHOSEN_AUDIENCES)
    published = now - timedelta(days=draw.randrange(50), minutes=draw.randrange(1440))
    last_day = clock.to_local(now).date() + timedelta(days=1 + draw.randrange(60))
    label = vocabulary.term_label("post_categories", category, "ca")
    row: dict[str, Any] = {
        "id": number,
        "public_id": "".join(draw.choices(ALPHABET, k=12)),
        "kind": kind.value,
        "category": category,
        "state": state,
        "audience": audience.value,
        "title": f"{label}: exemple {index + 1}",
        "details": "Per mesurar.",
        "text_language": "ca",
        "terms": draw.sample(codes["listing_terms"], k=1),
        "barri": barri,
        "languages": draw.sample(codes["languages"], k=2),
        "when": "",
        "quantity": 1,
        "needed_by": None,
        "shown_days": 60,
        "shown_until": last_day,
        "leaves_on": last_day + timedelta(days=1) if is_listed else None,
        "announced_for": last_day,
        "is_listed": is_listed,
        "language": "ca",
        "name": f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        "email": f"{index + 1}@{SAMPLE}.example.net",
        "shows_place": False,
        "wants_digest": False,
        "reason": "",
        "link_version": 1,
        "created_at": published,
        "updated_at": published,
        "published_at": published,
        "ended_at": None if is_listed else published,
    }
    row["facets"] = facets_of(Post(**row))
    return row
