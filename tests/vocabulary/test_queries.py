import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from coopnet.foundation import district
from coopnet.vocabulary import queries

DATA = Path(queries.__file__).parent / "data" / "sants-montjuic"


@pytest.fixture
def vocabulary_app() -> Flask:
    app = Flask("vocabulary")
    app.config["DISTRICT"] = district.load(DATA)
    queries.init_app(app)
    return app


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("barris", "la Bordeta", "16"),
        ("barris", "Bordeta", "16"),
        ("barris", "  BORDETA ", "16"),
        ("barris", "Poble Sec", "11"),
        ("barris", "el poblesec", "11"),
        ("barris", "El Poble-Sec", "11"),
        ("barris", "l’Hostafrancs", "15"),
        ("barris", "la  Font de la  Guatlla", "14"),
        ("barris", "Sants", "18"),
        ("barris", "Sants Badal", "17"),
        ("barris", "18", "18"),
        ("topics", "introducció a l’economia social i solidaria", "introduccio_ess"),
        ("topics", "Vivienda cooperativa", "habitatge_cooperatiu"),
        ("topics", "free software", "programari_lliure"),
        ("topics", "energia", "energia"),
        ("languages", "Català", "ca"),
        ("languages", "castellano", "es"),
        ("languages", "espanyol", "es"),
        ("languages", "العربية", "ar"),
        ("languages", "اردو", "ur"),
        ("languages", "中文", "zh"),
        ("languages", "বাংলা", "bn"),
        ("formats", "en línia", "online"),
        ("formats", "On-line", "online"),
        ("formats", "HÍBRIDA", "hybrid"),
        ("registration_types", "Amb aprovació", "amb_aprovacio"),
        ("registration_types", "amb_aprovacio", "amb_aprovacio"),
        ("registration_types", "oberta", "oberta"),
        ("measures", "8.7", "8.7"),
        ("venue_access", "sense graons", "sense_graons"),
        ("partner_roles", "Cessió de l'espai", "venue"),
        ("device_states", "sistema operatiu instal.lat", "os_installed"),
        ("device_states", "sistema operatiu installat", "os_installed"),
    ],
)
def test_a_term_is_understood_however_it_is_written(vocabulary_app: Flask, kind: str, typed: str, code: str) -> None:
    with vocabulary_app.app_context():
        found = queries.match_term(kind, typed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("barris", ""), ("barris", "la"), ("barris", "Gràcia"), ("barris", "*"), ("measures", "87"), ("measures", "8")],
)
def test_what_is_no_term_is_not_guessed(vocabulary_app: Flask, kind: str, typed: str) -> None:
    with vocabulary_app.app_context():
        assert queries.match_term(kind, typed) is None


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("barris", "Hostafranchs", "15"),
        ("barris", "Poble Sek", "11"),
        ("topics", "Contractacio publica", "contractacio_publica"),
    ],
)
def test_a_misspelt_term_gets_a_suggestion(vocabulary_app: Flask, kind: str, typed: str, code: str) -> None:
    with vocabulary_app.app_context():
        assert queries.nearest_terms(kind, typed)[0].code == code


def test_nothing_near_suggests_nothing(vocabulary_app: Flask) -> None:
    with vocabulary_app.app_context():
        assert queries.nearest_terms("barris", "qwzkj") == []
        assert queries.nearest_terms("barris", "") == []


def test_every_name_of_a_vocabulary_means_one_term(vocabulary_app: Flask) -> None:
    with vocabulary_app.app_context():
        for kind in vocabulary_app.extensions["coopnet.vocabulary"]:
            for term in queries.list_terms(kind):
                for name in (term.code, *term.labels.values(), *term.aliases):
                    assert queries.match_term(kind, name) == term, (kind, name)


def test_labels_follow_the_language_and_an_unknown_code_stands_for_itself(vocabulary_app: Flask) -> None:
    with vocabulary_app.app_context():
        assert queries.term_label("formats", "online", "es") == "En línea"
        assert queries.term_label("formats", "online", "fr") == "En línia"
        assert queries.term_label("formats", "by_post", "es") == "by_post"
        assert queries.find_term("formats", "by_post") is None


def test_an_unknown_kind_is_a_mistake_of_ours(vocabulary_app: Flask) -> None:
    with vocabulary_app.app_context(), pytest.raises(KeyError):
        queries.list_terms("colours")


def test_terms_are_sorted_as_a_dictionary_of_the_language_has_them(vocabulary_app: Flask) -> None:
    with vocabulary_app.app_context():
        catalan = [term.labels["ca"] for term in queries.list_terms("languages", sorted_in="ca")]
        english = [term.labels["en"] for term in queries.list_terms("languages", sorted_in="en")]
        barris = [term.labels["ca"] for term in queries.list_terms("barris", sorted_in="ca")]
        levels = [term.code for term in queries.list_terms("levels")]
        sectors = [term.code for term in queries.list_terms("sectors", sorted_in="ca")]
    assert catalan[:4] == ["amazic", "anglès", "àrab", "àrab marroquí (dàrija)"]
    assert english[:3] == ["Arabic", "Bengali", "Catalan"]
    assert barris[:3] == ["la Bordeta", "la Font de la Guatlla", "Hostafrancs"]
    assert sectors[-1] == "altres"
    assert levels == ["all_levels", "beginner", "intermediate", "advanced"]


def test_a_geminate_l_is_sorted_as_two() -> None:
    assert sorted(["cel·la", "cella", "celobert", "cel"], key=queries.sort_key) == [
        "cel",
        "cella",
        "cel·la",
        "celobert",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "taxonomy.json"),
        ('{"levels": [{"ca": "A", "es": "A", "en": "A"}]}', "levels, number 1: has no code"),
        (None, "taxonomy.json"),
    ],
)
def test_a_bad_file_stops_the_start_and_is_named(tmp_path: Path, content: str | None, problem: str) -> None:
    if content is not None:
        (tmp_path / "taxonomy.json").write_text(content)
    app = Flask("vocabulary")
    app.config["DISTRICT"] = replace(district.load(DATA), folder=tmp_path)
    with pytest.raises(ValueError, match=problem):
        queries.init_app(app)


def test_another_district_brings_its_own_terms(tmp_path: Path) -> None:
    terms = [{"code": "1", "ca": "Vila de Gràcia", "es": "Villa de Gracia", "en": "Gràcia"}]
    (tmp_path / "taxonomy.json").write_text(json.dumps({"barris": terms}))
    app = Flask("vocabulary")
    app.config["DISTRICT"] = replace(district.load(DATA), folder=tmp_path)
    queries.init_app(app)
    with app.app_context():
        assert [term.code for term in queries.list_terms("barris")] == ["1"]
