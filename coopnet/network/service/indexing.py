"""What is derived from a post and written with it: what lists filter by, what a search finds, which pages are old."""

from datetime import date

from coopnet.foundation import text_index
from coopnet.foundation.generations import BOARD, raise_generation
from coopnet.network.models import Post
from coopnet.network.queries.board import KIND, PROTECTED_KIND
from coopnet.network.queries.words import BARRIS, CATEGORIES, KINDS, LANGUAGES, TERMS
from coopnet.network.rules.choosing import Facet
from coopnet.network.rules.posts import Audience, leaves_on
from coopnet.network.rules.states import LISTED, State
from coopnet.vocabulary import queries as vocabulary


def derive(post: Post, *, today: date) -> None:
    """Of a post that is flushed. Whoever has seen it on a page sees it anew."""
    was_listed = post.is_listed
    post.facets = facets_of(post)
    post.is_listed = post.state in LISTED and post.name != ""  # what is erased stands nowhere, whatever became of it
    post.leaves_on = (
        leaves_on(is_done=post.state == State.DONE, last_day=post.shown_until, today=today) if post.is_listed else None
    )
    index = KIND if post.audience == Audience.EVERYBODY else PROTECTED_KIND
    if post.is_listed:
        text_index.put_all(index, [document_of(post)])
    elif was_listed:
        text_index.remove(index, post.id)
    if post.is_listed or was_listed:
        raise_generation(BOARD)


def facets_of(post: Post) -> str:
    """What is for all of the district is found in each of its barris."""
    barris = [post.barri] if post.barri else [term.code for term in vocabulary.list_terms(BARRIS)]
    tokens = [f"{Facet.KIND.value}:{post.kind}", f"{Facet.CATEGORY.value}:{post.category}"]
    tokens += [f"{Facet.BARRI.value}:{barri}" for barri in barris]
    tokens += [f"{Facet.LANGUAGE.value}:{language}" for language in post.languages]
    tokens += [f"{Facet.TERMS.value}:{term}" for term in post.terms]
    return f" {' '.join(tokens)} "


def document_of(post: Post) -> text_index.Document:
    """Nothing of who made it is in it: whoever searches sees what is found."""
    terms = [(CATEGORIES, post.category), (KINDS, post.kind)]
    terms += [(BARRIS, post.barri)] if post.barri else []
    terms += [(TERMS, code) for code in post.terms]
    terms += [(LANGUAGES, code) for code in post.languages]
    words = [post.details, post.when]
    for kind, code in terms:
        term = vocabulary.find_term(kind, code)
        words += dict(term.labels).values() if term else []
    return text_index.Document(post.id, title=[post.title], body=words)
