"""Example pictures on some profiles of the demo, through the service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from coopnet.demo.service import crowd, drawings
from coopnet.foundation import pictures
from coopnet.foundation.db import in_transaction
from coopnet.foundation.pictures import LOGO, PHOTO
from coopnet.initiatives.queries.standing import find_by_slug
from coopnet.initiatives.service import picturing


@dataclass(frozen=True)
class Example:
    slug: str
    draw: Callable[[], bytes]
    alt: str  # empty: it only decorates
    is_logo: bool = False


EXAMPLES = (
    Example(
        "hort-de-la-paret-calenta",
        drawings.draw_beds,
        "Dibuix d'exemple: tres taules de cultiu amb tomaqueres davant d'una paret de maons",
    ),
    Example(
        "hort-de-la-paret-calenta",
        drawings.draw_table,
        "Dibuix d'exemple: una taula llarga parada sota una parra",
    ),
    Example("hort-de-la-paret-calenta", drawings.draw_leaf_logo, "", is_logo=True),
    Example(
        "encenalls-de-ponent",
        drawings.draw_workshop,
        "Dibuix d'exemple: un banc de fuster, taulons drets i encenalls per terra",
    ),
    Example("encenalls-de-ponent", drawings.draw_ring_logo, "", is_logo=True),
)


def hang(now: datetime) -> None:
    """On a directory that has just been loaded; a profile that is not there has none."""
    for example in EXAMPLES:
        kept = find_by_slug(example.slug)
        if kept is None:
            continue
        drawn = pictures.draw(example.draw(), LOGO if example.is_logo else PHOTO)
        pictures.keep(drawn)
        in_transaction(
            partial(
                picturing.add,
                kept.id,
                drawn,
                is_logo=example.is_logo,
                alt=example.alt,
                actor=crowd.ACTOR,
                now=now,
            )
        )
