"""Search that forgives accents, case, plurals and typing errors, with the same words on SQLite and PostgreSQL.

Whoever changes something that can be sought puts it in, in the same transaction:

    text_index.put("training", training.id, title=[titles in all languages], body=[summaries, topics, names …],
                   tokens=text_index.time_tokens(local days of the sessions))
    text_index.remove("training", training.id)

Whoever lists, asks. It takes two queries, however much there is:

    ids = text_index.search("training", request.args["q"],
                            require_any_of=text_index.tokens_from(clock.to_local(clock.now()).date()))

A document is found that has every word of the question, in any form (`fusters` finds `fusteria`), by a synonym
(`móvil` finds `telèfon`) or, for a last word that is not finished, by its beginning. `limit` is also how far a count
goes: 1,001 ids mean "1,000+". Who wants first what says it in its title asks `rank` instead. Who asks often about few
documents reads their words once (`read_words`) and asks `rank_among`.

With `require_any_of` only what carries one of these tokens is looked at, so the past costs nothing: every session's
month and year are tokens. The month of today is in it as a whole: leave out what has ended. Without it everything is
searched, past and future.

Nothing found? `suggest` has "did you mean …" in at most three more queries, or None. A question without any telling
word (`*`, `de la`) finds nothing. Nothing that a person types raises.

After an erasure call `rebuild()`: FTS5 of SQLite 3.40 keeps removed words in its pages until then. After putting in
thousands at once too: it makes the index compact.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from coopnet.foundation.db import db
from coopnet.foundation.text_index import spelling, storage
from coopnet.foundation.text_index.folding import shown_words, words
from coopnet.foundation.text_index.memory import Words, gather
from coopnet.foundation.text_index.months import time_tokens, tokens_from
from coopnet.foundation.text_index.questions import (
    MOST_LETTERS,
    Question,
    has_word,
    is_telling,
    read_question,
    stems_of,
    widen,
)
from coopnet.foundation.text_index.stems import LONGEST, stem

__all__ = [
    "Beginnings",
    "Document",
    "Words",
    "put",
    "put_all",
    "rank",
    "rank_among",
    "read_ahead",
    "read_words",
    "rebuild",
    "remove",
    "search",
    "suggest",
    "time_tokens",
    "tokens_from",
]

MOST = 1001
MOST_BEGINNINGS = 60  # words that an unfinished one may become
TEXTS_KEPT = 8192  # that were read: names and labels come in many documents
TRIES = 2  # suggestions that are tried before giving up

Beginnings = dict[str, str]  # words and their stems
Keeper = Callable[[str, Callable[[], Beginnings]], Beginnings]

_TOKEN = re.compile("[a-z0-9_]+")


@dataclass(frozen=True)
class Document:
    """`ref_id` is the row's own id. A word in `title` weighs more than one in `body`; any language, any order."""

    ref_id: int
    title: Iterable[str]
    body: Iterable[str] = ()
    tokens: Iterable[str] = field(default_factory=tuple)


def put(kind: str, ref_id: int, *, title: Iterable[str], body: Iterable[str] = (), tokens: Iterable[str] = ()) -> None:
    """Adds it or replaces what was there, in the current transaction."""
    put_all(kind, [Document(ref_id, title, body, tokens)])


def put_all(kind: str, documents: Iterable[Document]) -> None:
    """Like `put`, for many at once."""
    rows = []
    spellings: dict[str, storage.Spelling] = {}
    for document in documents:
        titles, bodies = list(document.title), list(document.body)
        in_title = frozenset[str]().union(*(_read(text)[0] for text in titles))
        in_body = frozenset[str]().union(*(_read(text)[0] for text in bodies)) - in_title
        tokens = frozenset({_token(kind), *(_token(kind, token) for token in document.tokens)})
        rows.append(storage.Row(document.ref_id, in_title, in_body, tokens))
        for text in (*titles, *bodies):
            for each in _read(text)[1]:
                spellings.setdefault(each.word, each)
    storage.write(db.session(), kind, rows)
    storage.write_spellings(db.session(), kind, spellings.values())


def read_ahead(texts: Iterable[str]) -> None:
    """Of what `put` will be given soon: reading takes most of its time, and needs no lock."""
    for text in texts:
        _read(text)


def remove(kind: str, *ref_ids: int) -> None:
    storage.delete(db.session(), kind, ref_ids)


def search(kind: str, question: str, *, require_any_of: Iterable[str] | None = None, limit: int = MOST) -> list[int]:
    """Ids, at most `limit`, what came into the index last before the rest."""
    asked = _complete(kind, read_question(question))
    tokens = _tokens(kind, require_any_of)
    return storage.find(db.session(), asked.wanted, any_of=tokens, limit=limit) if asked.wanted and tokens else []


def rank(
    kind: str,
    question: str,
    *,
    among: Collection[int] | None = None,
    require_any_of: Iterable[str] | None = None,
    limit: int = MOST,
    keep: Keeper | None = None,
) -> dict[int, int]:
    """What `search` finds of these, for as many queries: how many words of the question each title does not have.

    `among` None: of all. `keep(beginning, read)` may answer with what an unfinished word became before, as long as the
    index is the same.
    """
    asked = _complete(kind, read_question(question), keep)
    tokens = _tokens(kind, require_any_of)
    if not asked.wanted or not tokens:
        return {}
    found = storage.find_titles(db.session(), asked.wanted, any_of=tokens, among=among, limit=limit)
    missed = dict.fromkeys(found, 0)
    for word in asked.wanted:
        for ref_id, title in found.items():
            if not has_word(title, word):
                missed[ref_id] += 1
    return missed


def read_words(kind: str, ref_ids: Iterable[int]) -> Words:
    """All that `rank_among` needs of these documents, in one question; to be kept for as long as they stay the same."""
    numbers = list(ref_ids)
    return gather(storage.read_words(db.session(), kind, numbers) if numbers else [])


def rank_among(kind: str, question: str, words: Words, *, keep: Keeper | None = None) -> dict[int, int]:
    """As `rank`, of the documents whose words are these, without asking for any of them."""
    asked = _complete(kind, read_question(question), keep)
    return words.rank(asked.wanted) if asked.wanted else {}


def suggest(kind: str, question: str, *, require_any_of: Iterable[str] | None = None) -> str | None:
    """The question with its mistyped words put right, if that finds something."""
    known = storage.list_spellings(db.session(), kind)
    stems = frozenset(each.stem for each in known)
    tokens = _tokens(kind, require_any_of)
    wrong = [each.word for each in read_question(question).wanted if spelling.is_mistyped(each, stems)]
    candidates = [spelling.nearest(word, known, limit=TRIES) for word in wrong]
    if not wrong or not all(candidates) or not tokens:
        return None
    for attempt in range(max(map(len, candidates))):
        better = question[:MOST_LETTERS]
        for word, near in zip(wrong, candidates, strict=True):
            better = spelling.replace_word(better, word, near[min(attempt, len(near) - 1)].shown)
        if storage.find(db.session(), read_question(better).wanted, any_of=tokens, limit=MOST):
            return better
    return None


def rebuild() -> None:
    """In the current transaction; as long as the index is big."""
    storage.rebuild(db.session())


def _complete(kind: str, question: Question, keep: Keeper | None = None) -> Question:
    """With what an unfinished last word may become, unless it is a word already."""
    beginning = question.unfinished
    if beginning is None:
        return question

    def read() -> Beginnings:
        return storage.find_beginning(db.session(), kind, beginning, limit=MOST_BEGINNINGS)

    begun = keep(beginning, read) if keep else read()
    if beginning in begun:
        return question
    last = widen(question.wanted[-1], frozenset(begun.values()))
    return replace(question, wanted=(*question.wanted[:-1], last))


def _tokens(kind: str, tokens: Iterable[str] | None) -> frozenset[str]:
    return frozenset({_token(kind)} if tokens is None else {_token(kind, token) for token in tokens})


def _token(*parts: str) -> str:
    """As it is kept: `_training_m202611`. No word begins so, and each kind has its own."""
    token = "_".join(("", *parts))
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"{token!r} is no token: lower-case letters and digits")
    return token


@lru_cache(maxsize=TEXTS_KEPT)
def _read(text: str) -> tuple[frozenset[str], tuple[storage.Spelling, ...]]:
    """Its stems, and how its words are written."""
    return stems_of(text), tuple(each for each in map(_spelling, shown_words(text)) if each is not None)


@lru_cache(maxsize=TEXTS_KEPT)
def _spelling(shown: str) -> storage.Spelling | None:
    folded = words(shown)
    word = folded[0] if len(folded) == 1 else ""
    if not (2 < len(word) <= LONGEST and word.isalpha() and is_telling(word)):  # noqa: PLR2004 - short ones are no help
        return None
    return storage.Spelling(word, stem(word), shown)
