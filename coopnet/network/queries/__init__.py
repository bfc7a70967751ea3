"""What the rooms above may ask of the board."""

from coopnet.network.queries.board import KIND, PROTECTED_KIND, list_posts, suggest
from coopnet.network.queries.finding import MANAGE, find_by_link, find_post, find_visible, link_of, word_of

__all__ = [
    "KIND",
    "MANAGE",
    "PROTECTED_KIND",
    "find_by_link",
    "find_post",
    "find_visible",
    "link_of",
    "list_posts",
    "suggest",
    "word_of",
]
