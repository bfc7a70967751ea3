from coopnet.initiatives.views import (
    asking,
    cards,
    embedding,
    history,
    labels,
    listing,
    murmurations,
    open_data,
    profile,
    suppliers,
)
from coopnet.initiatives.views.blueprint import bp, machines

__all__ = [
    "asking",
    "bp",
    "cards",
    "embedding",
    "history",
    "labels",
    "listing",
    "machines",
    "murmurations",
    "open_data",
    "profile",
    "suppliers",
]
