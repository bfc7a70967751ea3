"""What the rooms above may ask of conversations."""

from coopnet.conversations.queries.finding import Seat, find_seat, link_of
from coopnet.conversations.queries.listing import list_about, list_for_point

__all__ = ["Seat", "find_seat", "link_of", "list_about", "list_for_point"]
