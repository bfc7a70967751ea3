"""Help that was given in the demo's last half year, through the service."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.service import accounts
from coopnet.foundation import clock
from coopnet.foundation.db import db, in_transaction
from coopnet.network.models import HelpGiven
from coopnet.network.rules.help_given import MINUTES, Given, Way
from coopnet.network.service import help_giving
from coopnet.places.queries import list_shown
from coopnet.vocabulary.queries import list_terms

SEED = 20261130
DAYS = 180
TIMES = 240
HELPER = Address(EMAIL, "punt@exemple.example.org")


def load(now: datetime) -> int | None:
    """How many; None when there is some already: then nothing is touched."""
    if db.session.scalar(select(HelpGiven.id).limit(1)) is not None:
        return None
    in_transaction(lambda: _write_all(now))
    return TIMES


def _write_all(now: datetime) -> None:
    """The first of a vocabulary are met more often than the last, as in life."""
    draw = random.Random(SEED)  # noqa: S311 - the same content each time
    helper = accounts.get_or_make(HELPER, language="ca", now=now)
    helper.name = helper.name or "Punt de suport d'exemple"
    points = [point.public_id for point in sorted(list_shown(), key=lambda point: point.slug)][:4]
    ways = [*([Way.POINT] * 8 if points else []), Way.PHONE, Way.PHONE, Way.HOME]
    topics, endings, languages = (
        [term.code for term in list_terms(kind)] for kind in ("help_topics", "help_endings", "languages")
    )
    for _number in range(TIMES):
        then = now - timedelta(days=draw.randrange(DAYS))
        way = draw.choice(ways)
        given = Given(
            topic=_likely(draw, topics),
            minutes=draw.choice(MINUTES),
            language=_likely(draw, languages),
            ending=_likely(draw, endings),
            way=way,
            point=draw.choice(points) if way == Way.POINT else None,
            day=clock.to_local(then).date(),
        )
        help_giving.record(given, helper=helper.id, form_key=None, now=then)
    help_giving.forget(now)


def _likely(draw: random.Random, codes: list[str]) -> str:
    return codes[min(int(draw.expovariate(0.45)), len(codes) - 1)]
