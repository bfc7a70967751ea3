import pytest
from flask import Flask

from coopnet.web import addresses, languages
from tests.rig.reader import Reader


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("es-ES,es;q=0.9,en;q=0.8", "es"),
        ("ca-ES", "ca"),
        ("es-419", "es"),
        ("gl,en-GB;q=0.5", "en"),
        ("zh,ur", "ca"),
        ("*", "ca"),
        ("", "ca"),
        (";;q=x,,", "ca"),
    ],
)
def test_an_address_without_language_leads_to_the_readers_best(reader: Reader, wanted: str, language: str) -> None:
    answer = reader.get("/prova/?a=1&b=%C3%A8", headers={"Accept-Language": wanted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/prova/?a=1&b=%C3%A8"
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_forgotten_slash_costs_one_redirect(reader: Reader) -> None:
    assert reader.get("/prova?a=1").headers["Location"] == "/ca/prova/?a=1"


def test_only_pages_that_exist_are_led_to(reader: Reader) -> None:
    for path in ("/enlloc", "/prova/enlloc", "/fr/prova/", "/ca/enlloc", "/ca"):
        assert reader.get(path).status_code in {404, 308}, path


def test_a_form_is_never_posted_on_to_another_address(reader: Reader) -> None:
    assert reader.post("/prova/formulari").status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/prova/", "/\\evil.example", "/%0d%0aX: y", "/%2F%2Fevil.example"])
def test_no_path_makes_the_redirect_leave(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.headers.get("Location", "/ca/").startswith(("/ca/", "http://localhost/"))
    assert "X" not in answer.headers


def test_the_language_of_the_address_wins_on_error_pages(reader: Reader) -> None:
    page = reader.get("/es/enlloc", headers={"Accept-Language": "en"})
    assert 'lang="es"' in page.text
    assert "Accept-Language" not in page.headers["Vary"]
    guessed = reader.get("/enlloc", headers={"Accept-Language": "en"})
    assert 'lang="en"' in guessed.text
    assert "Accept-Language" in guessed.headers["Vary"]


def test_what_machines_read_does_not_depend_on_their_language(edge: Flask, reader: Reader) -> None:
    answer = reader.get("/prova-de-maquines", headers={"Accept-Language": "en"})
    assert answer.text.startswith("ca ")
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    broken = reader.get("/prova-de-maquines?broken=1", headers={"Accept-Language": "en"})
    assert 'lang="en"' in broken.text
    assert "This page is not here" in broken.text
    assert "Accept-Language" in broken.headers["Vary"]


def test_a_page_names_itself_in_every_language(edge: Flask, reader: Reader) -> None:
    edge.config["BASE_URL"] = "https://coopnet.example.org"
    shown = reader.get("/es/prova/adreces?utm_source=x").text.split("|")
    assert shown == [
        "https://coopnet.example.org/es/prova/adreces",
        "ca Català ltr /ca/prova/adreces https://coopnet.example.org/ca/prova/adreces False",
        "es Español ltr /es/prova/adreces https://coopnet.example.org/es/prova/adreces True",
        "en English ltr /en/prova/adreces https://coopnet.example.org/en/prova/adreces False",
    ]


def test_only_parameters_that_belong_stay_in_a_pages_addresses(edge: Flask) -> None:
    with edge.test_request_context("/ca/prova/adreces?pagina=2&utm_source=x"):
        edge.preprocess_request()
        addresses.belongs_to_page(pagina=2)
        found = languages._context()
        assert str(found["canonical_url"]).endswith("/ca/prova/adreces?pagina=2")


def test_a_secret_page_has_no_canonical_address(edge: Flask) -> None:
    with edge.test_request_context("/ca/prova/secret/abc/"):
        edge.preprocess_request()
        assert languages._context()["canonical_url"] is None


def test_scripts_from_right_to_left_are_known() -> None:
    assert [addresses.direction_of(code) for code in ("ca", "ar", "ur", "zh")] == ["ltr", "rtl", "rtl", "ltr"]
    assert addresses.endonym("ar") == "العربية"
