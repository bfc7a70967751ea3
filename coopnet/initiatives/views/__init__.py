from coopnet.initiatives.views import (
    answering,
    asking,
    cards,
    embedding,
    history,
    labels,
    listing,
    merging,
    murmurations,
    open_data,
    profile,
    suppliers,
)
from coopnet.initiatives.views.blueprint import bp, machines

__all__ = [
    "answering",
    "asking",
    "bp",
    "cards",
    "embedding",
    "history",
    "labels",
    "listing",
    "machines",
    "merging",
    "murmurations",
    "open_data",
    "profile",
    "suppliers",
]
