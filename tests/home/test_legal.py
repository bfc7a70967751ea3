"""The legal pages say what the settings know, in the reader's language, and claim nothing else."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from coopnet.foundation.legal import Contact, Controller
from coopnet.web import page_cache
from tests.rig.reader import Reader

PAGES = {
    "privacitat": ("Avís de privacitat", "Aviso de privacidad", "Privacy notice"),
    "avis-legal": ("Avís legal", "Aviso legal", "Legal notice"),
    "accessibilitat": ("Declaració d'accessibilitat", "Declaración de accesibilidad", "Accessibility statement"),
}


def words(client: Reader, address: str) -> str:
    """What a person reads on the page, its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


@pytest.fixture
def app(_sqlite_app: Flask) -> Iterator[Flask]:
    """The pages ask no database: one engine is enough."""
    home = _sqlite_app.config["DISTRICT"]
    with _sqlite_app.app_context():
        yield _sqlite_app
    _sqlite_app.config["DISTRICT"] = home
    page_cache.clear(_sqlite_app)


@pytest.fixture
def with_facts(app: Flask) -> Callable[..., None]:
    """Other legal facts for the district of this test."""

    def change(**facts: Any) -> None:
        home = app.config["DISTRICT"]
        app.config["DISTRICT"] = replace(home, legal=replace(home.legal, **facts))
        page_cache.clear(app)

    return change


@pytest.mark.parametrize("path", PAGES)
def test_each_page_answers_in_three_languages(client: Reader, path: str) -> None:
    for language, title in zip(("ca", "es", "en"), PAGES[path], strict=True):
        answer = client.get(f"/{language}/{path}")
        page = html.unescape(answer.get_data(as_text=True))
        assert f"<h1>{title}</h1>" in page
        assert f'lang="{language}"' in page
        assert "%(" not in page
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_each_page_begins_with_three_lines(client: Reader, path: str) -> None:
    page = client.get(f"/ca/{path}").get_data(as_text=True)
    summary = re.search(r"En tres línies</h2>\s*<ol>(.*?)</ol>", page, re.DOTALL)
    assert summary is not None
    assert summary.group(1).count("<li>") == 3


@pytest.mark.parametrize("path", PAGES)
def test_an_example_says_that_it_is_one(client: Reader, with_facts: Callable[..., None], path: str) -> None:
    assert "This is an example." in words(client, f"/en/{path}")
    with_facts(is_example=False)
    assert "This is an example." not in words(client, f"/en/{path}")


def test_retention_is_that_of_the_settings(client: Reader, app: Flask, with_facts: Callable[..., None]) -> None:
    retention = app.config["DISTRICT"].legal.retention
    with_facts(retention=replace(retention, registration_months=7, needs_days=1, letters_days=45, grant_years=4))
    page = words(client, "/ca/privacitat")
    assert "S'esborren 7 mesos després de l'última sessió." in page
    assert "S'esborren un dia després de l'última sessió." in page
    assert "S'esborren 45 dies després d'enviar-los." in page
    assert "durant 4 anys" in page


def test_it_knows_the_directory_and_what_people_write_to_each_other(client: Reader, app: Flask) -> None:
    page = words(client, "/en/privacitat")
    assert "For the directory of initiatives" in page
    assert f"open data ({app.config['DISTRICT'].data_licence})" in page
    assert "not sent: 60 days" in page
    assert "passed on: 30 days" in page
    assert "the other one sees your first name and what you write" in page


def test_registering_does_not_rest_on_consent(client: Reader) -> None:
    page = words(client, "/en/privacitat")
    assert (
        "because you ask us for a place, and without these data we cannot give it to you (GDPR, article 6.1.b)" in page
    )
    assert "only because you say yes to exactly this (GDPR, article 9.2.a)" in page
    assert "6.1.a" not in page


def test_the_basis_of_registering_is_a_setting(client: Reader, app: Flask, with_facts: Callable[..., None]) -> None:
    purposes = app.config["DISTRICT"].legal.purposes
    with_facts(purposes=(replace(purposes[0], bases=("6.1.e",), law={"en": "Act of Example"}), *purposes[1:]))
    page = words(client, "/en/privacitat")
    assert "a task of public interest (GDPR, article 6.1.e)" in page
    assert "Act of Example." in page
    assert "because you ask us for a place" not in page


def test_privacy_names_who_answers_and_who_may_be_asked(
    client: Reader, app: Flask, with_facts: Callable[..., None]
) -> None:
    home = app.config["DISTRICT"]
    with_facts(
        has_officer=True,
        data_contact=Contact("Aina Exemple", "dpd@example.org"),
        other_controllers=(Controller("Ajuntament d'Exemple", "P0000000A", "Plaça Major, 1", "oac@example.org"),),
    )
    page = words(client, "/en/privacitat")
    for fact in (home.house_legal_name, home.house_tax_id, home.address, home.email, home.phone):
        assert fact in page
    assert "data protection officer: dpd@example.org" in page
    assert "Aina Exemple" in page
    assert "Ajuntament d'Exemple" in page
    assert "AEPD" in page
    assert "APDCAT" in page


def test_legal_notice_has_what_the_law_asks_for(client: Reader, app: Flask, with_facts: Callable[..., None]) -> None:
    home = app.config["DISTRICT"]
    page = words(client, "/ca/avis-legal")
    facts = (home.house_legal_name, home.house_tax_id, home.house_registry["ca"], home.address, home.email, home.phone)
    assert [fact for fact in facts if fact not in page] == []
    assert "Amb l'autorització de" not in page
    with_facts(professional_body={"ca": "Departament d'Exemple"})
    assert "Amb l'autorització de Departament d'Exemple" in words(client, "/ca/avis-legal")


def test_the_statement_claims_no_evaluation_that_was_not_made(client: Reader) -> None:
    page = words(client, "/en/accessibilitat")
    assert "Nobody has evaluated this site yet" in page
    assert "complies fully" not in page
    assert "complies partially" not in page
    assert "We answer within 20 working days." in page
    assert "article 13" in page


@pytest.mark.parametrize(
    ("status", "method", "said"),
    [
        ("full", "self", ("complies fully", "made of its own site on 1 February 2027")),
        ("partial", "external", ("complies partially", "from outside, on 1 February 2027")),
        ("none", "self", ("does not comply",)),
    ],
)
def test_the_statement_says_what_an_evaluation_found(
    client: Reader, app: Flask, with_facts: Callable[..., None], status: str, method: str, said: tuple[str, ...]
) -> None:
    access = app.config["DISTRICT"].legal.accessibility
    with_facts(accessibility=replace(access, status=status, method=method, evaluated_on=date(2027, 2, 1)))
    page = words(client, "/en/accessibilitat")
    assert [one for one in said if one not in page] == []
    assert "Nobody has evaluated" not in page


def test_the_statement_lists_what_is_known_by_reason(
    client: Reader, app: Flask, with_facts: Callable[..., None]
) -> None:
    page = words(client, "/ca/accessibilitat")
    assert "Encara no compleix la norma" in page
    assert "Queda fora del que demana la llei" in page
    assert "càrrega desproporcionada" not in page
    with_facts(accessibility=replace(app.config["DISTRICT"].legal.accessibility, known_issues=()))
    assert "No en sabem res." in words(client, "/ca/accessibilitat")


def test_privacy_says_what_an_account_keeps_and_until_when(client: Reader) -> None:
    page = words(client, "/en/privacitat")
    assert "because you ask us for an account" in page
    assert "24 months after you were last here" in page
    assert "The browser, the system and the hour" in page
