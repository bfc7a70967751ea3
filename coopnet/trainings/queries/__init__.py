from coopnet.trainings.queries.addresses import find_public_id, iterate_addresses
from coopnet.trainings.queries.at_point import panel_of_point
from coopnet.trainings.queries.cards import Card, list_cards
from coopnet.trainings.queries.filters import PLACES, Facet, Filters, token
from coopnet.trainings.queries.listing import COUNTED, Listing, has_past, list_next, list_trainings, suggest
from coopnet.trainings.queries.of_initiative import panel
from coopnet.trainings.queries.page import PublicTraining, find_moved, find_public
from coopnet.trainings.queries.parts import Partner, Place, Sitting
from coopnet.trainings.queries.standing import Standing
from coopnet.trainings.queries.words import Words

__all__ = [
    "COUNTED",
    "PLACES",
    "Card",
    "Facet",
    "Filters",
    "Listing",
    "Partner",
    "Place",
    "PublicTraining",
    "Sitting",
    "Standing",
    "Words",
    "find_moved",
    "find_public",
    "find_public_id",
    "has_past",
    "iterate_addresses",
    "list_cards",
    "list_next",
    "list_trainings",
    "panel",
    "panel_of_point",
    "suggest",
    "token",
]
