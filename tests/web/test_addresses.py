import pytest
from flask import Flask

from coopnet.foundation.i18n import in_language
from coopnet.web.addresses import absolute, is_safe_next
from tests.rig.reader import Reader


@pytest.mark.parametrize("target", ["/", "/ca/", "/ca/formacions/?tema=habitatge&pagina=2#llista", "/a//b", "/%09/x"])
def test_next_may_lead_to_a_page_of_ours(target: str) -> None:
    assert is_safe_next(target)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "ca/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " /ca/",
        "/ca/\n",
        "/ca\\",
        "/ca/ b",
        "https://evil.example",
        "javascript:alert(1)",
        "/ç",
        "/\x00",
    ],
)
def test_next_never_leaves(target: str) -> None:
    assert not is_safe_next(target)


def test_absolute_addresses_come_from_the_settings(edge: Flask) -> None:
    edge.config["BASE_URL"] = "https://coopnet.example.org"
    with edge.test_request_context("/ca/prova/", headers={"Host": "127.0.0.1"}):
        edge.preprocess_request()
        assert absolute("trial.numbered", number=7) == "https://coopnet.example.org/ca/prova/numero/7"
        assert absolute("trial.kept", language="en", q="a b") == "https://coopnet.example.org/en/prova/?q=a+b"


def test_the_worker_makes_them_without_a_request(edge: Flask) -> None:
    with in_language("es"):
        assert absolute("trial.secret", token="a.b.c") == f"{edge.config['BASE_URL']}/es/prova/secret/a.b.c/"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "localhost@evil", "a\tb"]
)
@pytest.mark.parametrize("path", ["/ca/prova/", "/ca/prova/adreces", "/ca/enlloc", "/prova/", "/ca/prova", "/healthz"])
def test_a_forged_host_comes_back_nowhere(reader: Reader, path: str, host: str) -> None:
    reader.get(path)
    reader.get(path)
    answer = reader.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
def test_headers_of_proxies_are_not_believed_unless_set(reader: Reader, header: str) -> None:
    answer = reader.get("/ca/prova/adreces", headers={header: "host=evil.example" if header == "Forwarded" else "evil"})
    assert answer.status_code == 200
    assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "number", ["2147483648", "99999999999999999999", "9" * 400, "-1", "+1", "1_0", "٣", "1.5", "0x1"]
)
def test_a_number_that_no_row_can_have_is_no_page(reader: Reader, number: str) -> None:
    assert reader.get(f"/ca/prova/numero/{number}").status_code == 404


def test_the_largest_id_is_a_page(reader: Reader) -> None:
    assert reader.get("/ca/prova/numero/2147483647").text == "2147483647"
