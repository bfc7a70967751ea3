"""Rows of the index: written on both engines, asked in each engine's own words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, String, bindparam, text
from sqlalchemy.orm import Session

from coopnet.foundation.text_index.questions import Wanted

CHUNK = 500

_DELETE_DOCUMENTS = text("DELETE FROM text_index_document WHERE kind = :kind AND ref_id IN :ref_ids").bindparams(
    bindparam("ref_ids", expanding=True)
)
_DELETE_WORDS = text(
    "DELETE FROM text_index_words WHERE rowid IN"
    " (SELECT -id FROM text_index_document WHERE kind = :kind AND ref_id IN :ref_ids)"
).bindparams(bindparam("ref_ids", expanding=True))
_FIND_IDS = text("SELECT id, ref_id FROM text_index_document WHERE kind = :kind AND ref_id IN :ref_ids").bindparams(
    bindparam("ref_ids", expanding=True)
)
_ADD_DOCUMENT = text(
    "INSERT INTO text_index_document (kind, ref_id) VALUES (:kind, :ref_id) ON CONFLICT (kind, ref_id) DO NOTHING"
)
# A row's number is the document's, negative: FTS5 leaps over what does not fit, and stops at a limit, only when it goes
# upwards, and the newest must come first. Many are written from the last to the first, so that numbers rise there too.
_ADD_WORDS = text("INSERT INTO text_index_words (rowid, title, body, tokens) VALUES (-:id, :title, :body, :tokens)")
_PUT_POSTGRESQL = text(
    "INSERT INTO text_index_document (kind, ref_id, title, words)"
    " VALUES (:kind, :ref_id, :title, array_to_tsvector(CAST(:words AS text[])))"
    " ON CONFLICT (kind, ref_id) DO UPDATE SET title = excluded.title, words = excluded.words"
)
_ADD_SPELLING = text(
    "INSERT INTO text_index_spelling (kind, word, stem, shown) VALUES (:kind, :word, :stem, :shown)"
    " ON CONFLICT (kind, word) DO NOTHING"
)
_SEARCH_POSTGRESQL = "FROM text_index_document WHERE words @@ CAST(:question AS tsquery) ORDER BY id DESC LIMIT :limit"
# Written into the statement: a plan that PostgreSQL has made for any question walks through the whole table.
_WRITTEN = (
    bindparam("question", type_=String(), literal_execute=True),
    bindparam("limit", type_=Integer(), literal_execute=True),
)
_FIND = {
    True: text(
        "SELECT d.ref_id FROM text_index_words w JOIN text_index_document d ON d.id = -w.rowid"
        " WHERE text_index_words MATCH :question ORDER BY w.rowid LIMIT :limit"
    ),
    False: text(f"SELECT ref_id {_SEARCH_POSTGRESQL}").bindparams(*_WRITTEN),
}
# FTS5 keeps its columns in a table of its own (https://www.sqlite.org/fts5.html, 4.4): asked there, a title costs a
# fifth of what it costs through FTS5.
_FIND_TITLES = {
    True: text(
        "SELECT d.ref_id, c.c0 FROM text_index_words w JOIN text_index_document d ON d.id = -w.rowid"
        " JOIN text_index_words_content c ON c.id = w.rowid"
        " WHERE text_index_words MATCH :question ORDER BY w.rowid LIMIT :limit"
    ),
    False: text(f"SELECT ref_id, title {_SEARCH_POSTGRESQL}").bindparams(*_WRITTEN),
}
_READ_WORDS = {
    True: text(
        "SELECT d.ref_id, c.c0, c.c1 FROM text_index_document d JOIN text_index_words_content c ON c.id = -d.id"
        " WHERE d.kind = :kind AND d.ref_id IN :ref_ids"
    ).bindparams(bindparam("ref_ids", expanding=True)),
    False: text(
        "SELECT ref_id, title, array_to_string(tsvector_to_array(words), ' ') FROM text_index_document"
        " WHERE kind = :kind AND ref_id IN :ref_ids"
    ).bindparams(bindparam("ref_ids", expanding=True)),
}
_FIND_BEGINNING = text(
    "SELECT word, stem FROM text_index_spelling"
    " WHERE kind = :kind AND word >= :first AND word < :last ORDER BY word LIMIT :limit"
)
_LIST_SPELLINGS = text("SELECT word, stem, shown FROM text_index_spelling WHERE kind = :kind ORDER BY word")


@dataclass(frozen=True)
class Row:
    """One document as it is kept: stems and tokens. Tokens carry their kind, so they never meet a word."""

    ref_id: int
    title: frozenset[str]
    body: frozenset[str]
    tokens: frozenset[str]


@dataclass(frozen=True)
class Spelling:
    """A word that some document has, folded; `shown` is how it was written."""

    word: str
    stem: str
    shown: str


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def write(session: Session, kind: str, rows: Sequence[Row]) -> None:
    """Adds or replaces."""
    if not is_sqlite(session):
        # In one order, so that two writers wait for each other instead of for ever.
        values = [
            {"kind": kind, "ref_id": row.ref_id, "title": _join(row.title), "words": sorted(_all(row))}
            for row in sorted(rows, key=lambda row: row.ref_id)
        ]
        _execute_many(session, _PUT_POSTGRESQL, values)
        return
    for some in _chunks(rows):
        of_these = {"kind": kind, "ref_ids": [row.ref_id for row in some]}
        session.execute(_DELETE_WORDS, of_these)
        _execute_many(session, _ADD_DOCUMENT, [{"kind": kind, "ref_id": row.ref_id} for row in some])
        ids = {ref_id: id_ for id_, ref_id in session.execute(_FIND_IDS, of_these)}
        _execute_many(
            session,
            _ADD_WORDS,
            [
                {"id": ids[row.ref_id], "title": _join(row.title), "body": _join(row.body), "tokens": _join(row.tokens)}
                for row in sorted(some, key=lambda row: -ids[row.ref_id])
            ],
        )


def write_spellings(session: Session, kind: str, spellings: Iterable[Spelling]) -> None:
    ordered = sorted(spellings, key=lambda spelling: spelling.word)
    _execute_many(
        session,
        _ADD_SPELLING,
        [{"kind": kind, "word": each.word, "stem": each.stem, "shown": each.shown} for each in ordered],
    )


def delete(session: Session, kind: str, ref_ids: Sequence[int]) -> None:
    for some in _chunks(ref_ids):
        of_these = {"kind": kind, "ref_ids": list(some)}
        if is_sqlite(session):
            session.execute(_DELETE_WORDS, of_these)
        session.execute(_DELETE_DOCUMENTS, of_these)


def find(session: Session, wanted: Sequence[Wanted], *, any_of: Collection[str], limit: int) -> list[int]:
    """What has all that is wanted and one of the tokens, the newest in the index first."""
    asked = {"question": _question(session, wanted, any_of), "limit": limit}
    return list(session.scalars(_FIND[is_sqlite(session)], asked))


def find_titles(
    session: Session, wanted: Sequence[Wanted], *, any_of: Collection[str], among: Collection[int] | None, limit: int
) -> dict[int, frozenset[str]]:
    """The stems of the titles of what is found and is one of these; of None, of all that is found."""
    asked = {"question": _question(session, wanted, any_of), "limit": limit}
    rows = session.execute(_FIND_TITLES[is_sqlite(session)], asked).all()
    return {ref_id: _split(title) for ref_id, title in rows if among is None or ref_id in among}


def read_words(session: Session, kind: str, ref_ids: Sequence[int]) -> list[tuple[int, list[str], list[str]]]:
    """Of each document its number, the stems of its title and those of the rest, which may have more."""
    rows = session.execute(_READ_WORDS[is_sqlite(session)], {"kind": kind, "ref_ids": ref_ids})
    return [(ref_id, title.split(), rest.split()) for ref_id, title, rest in rows]


def _question(session: Session, wanted: Sequence[Wanted], any_of: Collection[str]) -> str:
    quote, both, either = ('"', " AND ", " OR ") if is_sqlite(session) else ("'", " & ", " | ")
    parts = [either.join(f"{quote}{token}{quote}" for token in sorted(any_of))]
    for each in wanted:
        alternatives = (
            "(" + both.join(f"{quote}{stem}{quote}" for stem in stems) + ")" for stems in sorted(each.alternatives)
        )
        parts.append(either.join(alternatives))
    return both.join(f"({part})" for part in parts)


@lru_cache(maxsize=4096)
def _split(title: str) -> frozenset[str]:
    """As `_join` made it; the same titles come with every question."""
    return frozenset(title.split())


def find_beginning(session: Session, kind: str, prefix: str, *, limit: int) -> dict[str, str]:
    """Words that begin so, with their stems."""
    last = prefix + "\U0010ffff"
    rows = session.execute(_FIND_BEGINNING, {"kind": kind, "first": prefix, "last": last, "limit": limit})
    return {str(word): str(stem) for word, stem in rows}


def list_spellings(session: Session, kind: str) -> list[Spelling]:
    return [Spelling(*row) for row in session.execute(_LIST_SPELLINGS, {"kind": kind})]


def rebuild(session: Session) -> None:
    """Leaves nothing behind of what was removed: neither in the index nor among the spellings."""
    if is_sqlite(session):
        session.execute(text("INSERT INTO text_index_words (text_index_words) VALUES ('rebuild')"))
        session.execute(text("DROP TABLE IF EXISTS temp.text_index_terms"))
        session.execute(text("CREATE VIRTUAL TABLE temp.text_index_terms USING fts5vocab(main, text_index_words, row)"))
        session.execute(
            text("DELETE FROM text_index_spelling WHERE stem NOT IN (SELECT term FROM temp.text_index_terms)")
        )
        session.execute(text("DROP TABLE temp.text_index_terms"))
    else:
        session.execute(
            text(
                "DELETE FROM text_index_spelling WHERE stem NOT IN"
                " (SELECT word FROM ts_stat('SELECT words FROM text_index_document'))"
            )
        )
        session.execute(text("ANALYZE text_index_document"))


def _all(row: Row) -> frozenset[str]:
    return row.title | row.body | row.tokens


def _join(stems: Iterable[str]) -> str:
    return " ".join(sorted(stems))


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _execute_many(session: Session, statement: Any, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        session.execute(statement, list(values))
