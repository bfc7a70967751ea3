from datetime import date

from flask import Flask

from coopnet.foundation import text_index
from coopnet.foundation.db import committing


def test_smoke(app: Flask) -> None:
    with committing():
        text_index.put(
            "training",
            1,
            title=["Fusteria per a principiants"],
            body=["Cures i habitatge"],
            tokens=text_index.time_tokens([date(2026, 11, 30)]),
        )
        text_index.put(
            "training", 2, title=["Energia"], body=["fuster"], tokens=text_index.time_tokens([date(2025, 11, 30)])
        )
    assert text_index.search("training", "fusters", best_first=True) == [1, 2]
    assert text_index.search("training", "fusters", require_any_of=text_index.tokens_from(date(2026, 11, 24))) == [1]
    assert text_index.search("training", "fust") == [2, 1]
    assert text_index.suggest("training", "fusterria") == "fusteria"
    with committing():
        text_index.remove("training", 1)
        text_index.rebuild()
    assert text_index.search("training", "fusters") == [2]
    assert text_index.suggest("training", "habitatje") is None
