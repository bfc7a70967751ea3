"""What is derived from a profile and written with it: what lists filter by, what a search finds."""

from collections.abc import Iterable

from coopnet.foundation import text_index
from coopnet.foundation.generations import DIRECTORY, raise_generation
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.states import LISTED, READABLE, Status, TagKind
from coopnet.vocabulary import queries as vocabulary

KIND = "initiative"
VOCABULARIES = {
    TagKind.SECTOR: "sectors",
    TagKind.LANGUAGE: "languages",
    TagKind.QUALIFICATION: "qualifications",
    TagKind.CLAUSE: "social_clauses",
}
STEP_FREE = "sense_graons"


def derive_all(initiatives: Iterable[Initiative]) -> None:
    """Of profiles that are flushed and have all their parts loaded. Nothing that is not public comes into it."""
    documents, hidden = [], []
    for initiative in initiatives:
        _derive(initiative)
        # What is folded away stands in no list, and is still found by its words; what has closed, by its name.
        if initiative.status in READABLE:
            body = [] if initiative.status == Status.CLOSED else _body(initiative, barris_of(initiative))
            documents.append(text_index.Document(initiative.id, title=[initiative.name], body=body))
        else:
            hidden.append(initiative.id)
    text_index.put_all(KIND, documents)
    text_index.remove(KIND, *hidden)
    raise_generation(DIRECTORY)


def _derive(initiative: Initiative) -> None:
    initiative.is_listed = initiative.status in LISTED
    tokens = [f"b:{barri}" for barri in barris_of(initiative)]
    if initiative.kind:
        tokens.append(f"k:{initiative.kind}")
    tokens += [f"s:{tag.code}" for tag in initiative.tags if tag.kind == TagKind.SECTOR]
    tokens += [f"q:{tag.code}" for tag in initiative.tags if tag.kind == TagKind.QUALIFICATION]
    tokens += [f"c:{tag.code}" for tag in initiative.tags if tag.kind == TagKind.CLAUSE]
    if any(STEP_FREE in place.access for place in initiative.places):
        tokens.append("a:yes")
    if any(text.offers for text in initiative.texts):
        tokens.append("o:yes")
    if any(text.needs for text in initiative.texts):
        tokens.append("n:yes")
    if initiative.is_contractable:
        tokens.append("p:yes")
    initiative.facets = f" {' '.join(tokens)} "


def barris_of(initiative: Initiative) -> list[str]:
    found = [initiative.barri]
    found += [] if initiative.shows_only_barri else [place.barri for place in initiative.places]
    return list(dict.fromkeys(barri for barri in found if barri))


def _body(initiative: Initiative, barris: list[str]) -> list[str]:
    words = [part for text in initiative.texts for part in (text.summary, text.description) if part]
    words += [part for text in initiative.texts for part in (*text.services, *text.offers, *text.needs)]
    words += initiative.networks
    words += [] if initiative.shows_only_barri else [place.address for place in initiative.places]
    terms = [(VOCABULARIES[TagKind(tag.kind)], tag.code) for tag in initiative.tags if tag.kind in VOCABULARIES]
    terms += [("barris", barri) for barri in barris]
    terms += [("initiative_types", initiative.kind)] if initiative.kind else []
    terms += [("legal_forms", initiative.legal_form)] if initiative.legal_form else []
    for kind, code in terms:
        term = vocabulary.find_term(kind, code)
        if term is not None:
            words += dict(term.labels).values()
    return words
