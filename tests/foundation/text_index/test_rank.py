from functools import partial

import pytest
from flask import Flask

from coopnet.foundation import text_index
from coopnet.foundation.db import committing
from tests.foundation.text_index.documents import COURSE, ENERGY, EVERYTHING, NOW, PAST, WOOD
from tests.house.test_queries import counted_queries


@pytest.mark.parametrize(
    ("question", "missed"),
    [
        ("fusteria", {WOOD: 0, PAST: 0, COURSE: 1}),
        ("carpintero", {WOOD: 0, PAST: 0, COURSE: 1}),
        ("fust", {WOOD: 0, PAST: 0, COURSE: 1}),
        ("comptabilitat fusteria cooperatives", {COURSE: 2}),
        ("fusters bordeta", {PAST: 1}),
        ("xyz", {}),
        ("de la", {}),
    ],
)
def test_rank_says_how_much_of_the_question_a_title_lacks(
    programme: Flask, question: str, missed: dict[int, int]
) -> None:
    assert text_index.rank("training", question, among=EVERYTHING) == missed
    kept = text_index.read_words("training", EVERYTHING)
    with counted_queries() as asked:
        assert text_index.rank_among("training", question, kept) == missed
    assert len(asked) <= 1, "what an unfinished word may become, and nothing of the documents"
    assert text_index.rank_among("training", question, text_index.read_words("training", [])) == {}


def test_rank_looks_where_search_looks(programme: Flask) -> None:
    rank = partial(text_index.rank, "training", "fusteria")
    assert rank(among=EVERYTHING, require_any_of=text_index.tokens_from(NOW)) == {WOOD: 0, COURSE: 1}
    assert rank(among=EVERYTHING, require_any_of=[]) == {}
    assert rank(among=EVERYTHING, limit=1) == {PAST: 0}
    assert rank(among=[COURSE, ENERGY]) == {COURSE: 1}


def test_a_title_has_a_word_by_a_synonym_of_several(app: Flask) -> None:
    with committing():
        text_index.put("training", 1, title=["Economia social i solidària"])
        text_index.put("training", 2, title=["Trobada"], body=["Economia social i solidària"])
    assert text_index.rank("training", "ESS", among=[1, 2]) == {1: 0, 2: 1}
    assert text_index.rank_among("training", "ESS", text_index.read_words("training", [1, 2])) == {1: 0, 2: 1}
