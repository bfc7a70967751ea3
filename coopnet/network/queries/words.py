"""Words of a post that more than a page needs: its address, its labels."""

from functools import lru_cache

from coopnet.network.rules.posts import slug_of
from coopnet.vocabulary.queries import find_term, term_label
from coopnet.vocabulary.rules.slugs import slugify

CATEGORIES = "post_categories"
TERMS = "listing_terms"
KINDS = "listing_kinds"
BARRIS = "barris"
LANGUAGES = "languages"
EVERYWHERE = "districte"


def slug_for(*, kind: str, category: str, barri: str | None, title: str) -> str:
    """In Catalan, as all words in addresses are."""
    words = (_word(CATEGORIES, category), _word(BARRIS, barri) if barri else EVERYWHERE)
    return slug_of(kind=kind, title=title, words=words)


def endonym(code: str) -> str:
    """How a language calls itself; the code of one that we do not know."""
    term = find_term(LANGUAGES, code)
    return str(term.extra.get("endonym") or code) if term else code


def neighbours_of(barri: str | None) -> tuple[str, ...]:
    """The barris beside it, as the district's data has them."""
    term = find_term(BARRIS, barri) if barri else None
    return tuple(term.extra.get("neighbours", ())) if term else ()


def _word(kind: str, code: str) -> str:
    return _fold(term_label(kind, code, "ca"))


@lru_cache(maxsize=256)
def _fold(label: str) -> str:
    return slugify(label, otherwise="anunci")
