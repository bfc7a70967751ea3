from coopnet.network.views import (
    answering,
    cards,
    front,
    hours,
    joining,
    links,
    listing,
    own,
    post,
    posting,
    proposal,
    volunteer,
    volunteer_words,
    volunteering,
    words,
)
from coopnet.network.views.blueprint import bp
from coopnet.network.views.refusals import REFUSALS

__all__ = [
    "REFUSALS",
    "answering",
    "bp",
    "cards",
    "front",
    "hours",
    "joining",
    "links",
    "listing",
    "own",
    "post",
    "posting",
    "proposal",
    "volunteer",
    "volunteer_words",
    "volunteering",
    "words",
]
