from coopnet.initiatives.queries.cards import Card, Name
from coopnet.initiatives.queries.directory import read_directory
from coopnet.initiatives.queries.district_map import district_map
from coopnet.initiatives.queries.listing import (
    KIND,
    Listing,
    Mark,
    Pin,
    count_listed,
    find_ids,
    find_of_week,
    list_found,
    list_initiatives,
    list_marks,
    list_pins,
    newest_ids,
    nth_listed,
    suggest,
)
from coopnet.initiatives.queries.messages import Message, find_message
from coopnet.initiatives.queries.pictures import Picture, list_digests, list_pictures
from coopnet.initiatives.queries.profile import (
    Label,
    Profile,
    PublicPlace,
    find_moved,
    find_public,
    find_unpublished,
    list_moved,
    list_public,
)
from coopnet.initiatives.queries.words import Said, SaidList

__all__ = [
    "KIND",
    "Card",
    "Label",
    "Listing",
    "Mark",
    "Message",
    "Name",
    "Picture",
    "Pin",
    "Profile",
    "PublicPlace",
    "Said",
    "SaidList",
    "count_listed",
    "district_map",
    "find_ids",
    "find_message",
    "find_moved",
    "find_of_week",
    "find_public",
    "find_unpublished",
    "list_digests",
    "list_found",
    "list_initiatives",
    "list_marks",
    "list_moved",
    "list_pictures",
    "list_pins",
    "list_public",
    "newest_ids",
    "nth_listed",
    "read_directory",
    "suggest",
]
