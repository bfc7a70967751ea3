import pytest
from flask import Flask
from sqlalchemy import inspect, text

from coopnet.foundation import text_index
from coopnet.foundation.db import committing, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.text_index.schema import create_index_tables, drop_index_tables, is_shadow_table
from tests.foundation.text_index.documents import ARABIC, CARE, COURSE, ENERGY, EVERYTHING, NOW, PAST, WOOD
from tests.house.test_queries import counted_queries


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("fusteria", {WOOD, COURSE, PAST}),
        ("FUSTERS", {WOOD, COURSE, PAST}),
        ("carpintero", {WOOD, COURSE, PAST}),
        ("fust", {WOOD, COURSE, PAST}),
        ("fusteria hostafranchs", {WOOD}),
        ("hostafrancs, fuster!", {WOOD}),
        ("energia", {ENERGY}),
        ("comunidad energetica", {ENERGY}),
        ("col.lectiu", {ENERGY}),
        ("collectius", {ENERGY}),
        ("economía feminista", {CARE}),
        ("l’economia", {CARE}),
        ("cuidados", {CARE}),
        ("assemblees del veïnat", {CARE}),
        ("sants", {CARE}),
        ("sant ", set()),
        ("cures cursos", set()),
        ("contabilidad", {COURSE}),
        ("accounting for co-operatives", {COURSE}),
        ("comptab", {COURSE}),
        ("حاسوب", {ARABIC}),
        ("اُردو", {ARABIC}),
        ("电脑", {ARABIC}),
        ("fusteria energia", set()),
        ("", set()),
        ("de la", set()),
        ("x", set()),
    ],
)
def test_a_question_finds_what_has_all_its_words_in_any_form(
    programme: Flask, question: str, expected: set[int]
) -> None:
    assert set(text_index.search("training", question)) == expected


def test_only_the_last_word_may_be_unfinished(programme: Flask) -> None:
    assert text_index.search("training", "host fust") == []
    assert text_index.search("training", "fusteria host") == [WOOD]
    assert text_index.search("training", "host ") == []
    assert text_index.search("training", "fu") == []


def test_a_finished_word_is_not_taken_for_a_beginning(app: Flask) -> None:
    with committing():
        text_index.put("training", 1, title=["Art al carrer"])
        text_index.put("training", 2, title=["Articles i articulacions"])
    assert text_index.search("training", "art") == [1]
    assert text_index.search("training", "arti") == [2]


def test_what_is_to_come_is_found_without_what_is_past(programme: Flask) -> None:
    coming = text_index.tokens_from(NOW)
    assert set(text_index.search("training", "fusteria", require_any_of=coming)) == {WOOD, COURSE}
    assert text_index.search("training", "antiga", require_any_of=coming) == []
    assert text_index.search("training", "fusteria", require_any_of=["y2025"]) == [PAST]
    assert text_index.search("training", "fusteria", require_any_of=[]) == []


def test_what_has_no_date_yet_is_to_come(app: Flask) -> None:
    with committing():
        text_index.put("training", 1, title=["Fusteria"], tokens=text_index.time_tokens([]))
    assert text_index.search("training", "fusta", require_any_of=text_index.tokens_from(NOW)) == [1]


def test_no_word_of_a_person_is_taken_for_a_token(programme: Flask) -> None:
    for question in ("m202611", "_training_m202611", "fusteria m202611"):
        assert text_index.search("training", question) == []
    with pytest.raises(ValueError, match="no token"):
        text_index.put("training", 9, title=["…"], tokens=['m"2026'])


def test_kinds_do_not_meet(programme: Flask) -> None:
    assert text_index.search("initiative", "fusters") == [WOOD]
    assert text_index.search("initiative", "energia") == []
    assert text_index.suggest("initiative", "comptabilitatt") is None


def test_the_newest_come_first_and_the_limit_cuts_the_rest(programme: Flask) -> None:
    assert text_index.search("training", "fusteria") == [PAST, COURSE, WOOD]
    assert text_index.search("training", "fusteria", limit=2) == [PAST, COURSE]


def test_a_change_replaces_what_was_there(programme: Flask) -> None:
    with committing():
        text_index.put("training", WOOD, title=["Ceràmica"], tokens=["m202612"])
    assert WOOD not in text_index.search("training", "fusteria")
    assert text_index.search("training", "ceramiques") == [WOOD]
    assert text_index.search("training", "ceramiques", require_any_of=["m202611"]) == []


def test_what_is_removed_is_not_found(programme: Flask) -> None:
    with committing():
        text_index.remove("training", WOOD, PAST)
        text_index.remove("training", 12345)
        text_index.remove("training")
    assert text_index.search("training", "fusteria") == [COURSE]
    assert text_index.search("initiative", "fusteria") == [WOOD]


def test_what_is_rolled_back_was_never_there(app: Flask) -> None:
    def put_and_fail() -> None:
        with committing():
            text_index.put("training", 1, title=["Fusteria"])
            raise RuleBroken("no")

    with pytest.raises(RuleBroken):
        put_and_fail()
    assert text_index.search("training", "fusteria") == []
    assert text_index.suggest("training", "fusterria") is None


def test_many_are_put_in_at_once(app: Flask) -> None:
    with committing():
        text_index.put_all(
            "training", (text_index.Document(number, title=[f"Fusteria {number}"]) for number in range(1, 1202))
        )
    found = text_index.search("training", "fusteria")
    assert len(found) == 1001
    assert found[0] == 1201
    assert text_index.search("training", "fusters 7") == [7]
    with committing():
        text_index.remove("training", *range(2, 1202))
    assert text_index.search("training", "fusteria") == [1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fusterria", "fusteria"),
        ("fustreia", "fusteria"),
        ("comptavilitad", "comptabilitat"),
        ("comunitats enerjètiques", "comunitats energètiques"),
        ("colectiuu", "col·lectiu"),
        ("asemblhea de sants", "assemblea de sants"),
    ],
)
def test_a_mistyped_word_is_put_right(programme: Flask, typed: str, meant: str) -> None:
    assert text_index.search("training", typed) == []
    assert text_index.suggest("training", typed) == meant


def test_a_suggestion_always_finds_something(programme: Flask) -> None:
    assert text_index.suggest("training", "antigga", require_any_of=text_index.tokens_from(NOW)) is None
    assert text_index.suggest("training", "antigga") == "antiga"
    assert text_index.suggest("training", "fusteria energia") is None
    assert text_index.suggest("training", "qwzkjh") is None
    assert text_index.suggest("training", "fustreia energia") is None
    assert text_index.suggest("training", "") is None


def test_a_right_word_is_not_put_right(app: Flask) -> None:
    with committing():
        text_index.put("training", 1, title=["Una hora de teatre"])
    assert text_index.search("training", "hort") == []
    assert text_index.suggest("training", "hort") is None
    assert text_index.suggest("training", "hira") == "hora"


def test_after_a_rebuild_nothing_removed_is_left(programme: Flask) -> None:
    with committing():
        text_index.remove("training", ENERGY)
        text_index.rebuild()
    assert text_index.suggest("training", "energètiquess") is None
    assert text_index.suggest("training", "fusterria") == "fusteria"
    assert text_index.search("training", "fusteria hostafrancs") == [WOOD]
    words = db.session.scalars(text("SELECT word FROM text_index_spelling")).all()
    assert "energetiques" not in words


def test_a_search_takes_two_queries_and_a_suggestion_three_more(programme: Flask) -> None:
    with counted_queries() as asked:
        text_index.search("training", "assemblees veïnat fusters energia tràmits", require_any_of=["m202611"])
    assert len(asked) == 2
    with counted_queries() as asked:
        text_index.rank("training", "fusteri", among=EVERYTHING, require_any_of=text_index.tokens_from(NOW))
    assert len(asked) == 2
    with counted_queries() as asked:
        text_index.suggest("training", "fusterria enerjia comtabilitat")
    assert len(asked) <= 3


def test_the_tables_come_and_go_and_are_known_for_what_they_are(app: Flask) -> None:
    ours = {name for name in inspect(db.engine).get_table_names() if is_shadow_table(name)}
    assert {"text_index_document", "text_index_spelling"} <= ours
    assert not is_shadow_table("training")
    with committing():
        connection = db.session.connection()
        drop_index_tables(connection)
        assert not {name for name in inspect(connection).get_table_names() if is_shadow_table(name)}
        create_index_tables(connection)
    assert {name for name in inspect(db.engine).get_table_names() if is_shadow_table(name)} == ours


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_postgresql_makes_no_plan_for_any_question(programme: Flask) -> None:
    """Such a plan does not know how rare a word is, and reads a hundred thousand documents for each search."""
    found = [
        (text_index.search("training", each), text_index.rank("training", each, among=EVERYTHING))
        for each in ("cures", "fusteria")
    ]
    for _time in range(20):
        text_index.search("training", "cures")
        text_index.search("training", "fusteria")
        text_index.rank("training", "cures", among=EVERYTHING)
        text_index.rank("training", "fusteria", among=EVERYTHING)
    assert [ids for ids, _missed in found] == [[CARE], [PAST, COURSE, WOOD]]
    kept = db.session.execute(text("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%@@%'"))
    assert [statement for (statement,) in kept if "@@ CAST($" in statement] == []
