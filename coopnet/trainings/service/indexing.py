"""What is derived from a training and written with it: when it is, what lists filter by, what a search finds."""

from collections.abc import Iterable

from coopnet.foundation import clock, text_index
from coopnet.foundation.generations import PROGRAMME, raise_generation, training_scope
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import TagKind
from coopnet.vocabulary import queries as vocabulary

KIND = "training"
VOCABULARIES = {TagKind.TOPIC: "topics", TagKind.AUDIENCE: "audiences", TagKind.LANGUAGE: "languages"}
FACETS = {TagKind.TOPIC: "t", TagKind.LANGUAGE: "l"}


def derive(training: Training) -> None:
    derive_all([training])
    raise_generation(PROGRAMME, training_scope(training.public_id))


def derive_all(trainings: Iterable[Training]) -> None:
    """Of trainings whose texts, tags, sessions (with venues) and partners (with names) are loaded.

    Pages in caches still show what was: raise their generations too.
    """
    documents = []
    for training in trainings:
        training.starts_at = min((session.starts_at for session in training.sessions), default=None)
        training.ends_at = max((session.ends_at for session in training.sessions), default=None)
        barris = {session.venue.barri for session in training.sessions if session.venue and session.venue.barri}
        tokens = [f"{FACETS[TagKind(tag.kind)]}:{tag.code}" for tag in training.tags if tag.kind in FACETS]
        tokens += [f"b:{barri}" for barri in sorted(barris)]
        training.facets = f" {' '.join([*tokens, f'f:{training.format}'])} "
        if training.is_public:
            documents.append(_document(training, barris))
    text_index.put_all(KIND, documents)


def _document(training: Training, barris: set[str]) -> text_index.Document:
    return text_index.Document(
        training.id,
        title=[text.title for text in training.texts if text.title],
        body=_body(training, barris),
        tokens=text_index.time_tokens(clock.to_local(session.starts_at).date() for session in training.sessions),
    )


def _body(training: Training, barris: set[str]) -> list[str]:
    """Nothing secret or internal is in it: whoever searches sees what is found."""
    words = [part for text in training.texts for part in (text.summary, text.description) if part]
    words += [partner.initiative.name for partner in training.partners]
    words += training.trainers
    for session in training.sessions:
        if session.venue:
            words += [session.venue.name, session.venue.address]
    terms = [(VOCABULARIES[TagKind(tag.kind)], tag.code) for tag in training.tags if tag.kind in VOCABULARIES]
    terms += [("barris", barri) for barri in barris]
    for kind, code in terms:
        term = vocabulary.find_term(kind, code)
        if term is not None:
            words += dict(term.labels).values()
    return words
