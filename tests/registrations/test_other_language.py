"""A form that was not right, read in another language: what was typed is there, and nothing was done."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import func, select

from coopnet.foundation.db import db
from coopnet.registrations.models import Registration
from tests.factories.registrations import NOW, open_training
from tests.rig.reader import Reader, parse, read_form

SENT_NOTHING = "Només ha canviat l'idioma"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def tongues(page: str) -> Element:
    return next(each for each in parse(page).iter("nav") if each.get("class") == "tongues")


def turned(page: str) -> tuple[list[str], dict[str, list[str]]]:
    """The addresses of its buttons, and what goes along."""
    form = next(tongues(page).iter("form"))
    addresses = [str(button.get("formaction")) for button in form.iter("button")]
    fields: dict[str, list[str]] = {}
    for each in form.iter("input"):
        fields.setdefault(str(each.get("name")), []).append(str(each.get("value")))
    return addresses, fields


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_form_with_something_wrong_is_read_in_another_language_with_what_was_typed(client: Reader) -> None:
    training = open_training(max_companions=1)
    path = f"/ca/formacions/{training.slug}/inscripcio"
    typed = {"name": "Rosa <b>", "email": "rosa@", "companion_1": "Pau", "needs_note": "Gos"}
    wrong = client.submit(path, **typed)
    (spanish, _english), fields = turned(wrong.text)
    assert spanish == f"/es/formacions/{training.slug}/inscripcio?envia=1", "all that the address says"
    assert "csrf_token" not in fields
    page = client.post(spanish, data=fields)
    assert page.status_code == 422
    assert 'lang="es"' in page.text
    shown = read_form(page.text).fields
    assert {name: shown[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert shown["form_key"] == fields["typed-form_key"]
    assert wrong.text.count(' name="name"') == 1, "else whoever looks for the field finds a hidden one"
    alert = page.text.partition('role="alert"')[2].partition("</ul>")[0]
    assert 'href="#email"' in alert
    assert alert.count("<li>") == read_form_problems(wrong.text), "of the missing token nothing is said"
    sent = client.post(spanish, data=shown | {"email": "rosa@example.org", "needs_consent": "y"})
    assert (sent.status_code, count()) == (303, 1)


def read_form_problems(page: str) -> int:
    return page.partition('role="alert"')[2].partition("</ul>")[0].count("<li>")


def test_what_is_right_is_not_sent_by_changing_the_language(client: Reader) -> None:
    path = f"/ca/formacions/{open_training().slug}/inscripcio"
    fields = read_form(client.get(path).text).fields | {
        "name": ["Rosa"],
        "email": ["rosa@example.org"],
        "turned": ["y"],
    }
    del fields["csrf_token"]
    page = client.post(path, data=fields)
    assert (page.status_code, count()) == (422, 0)
    assert SENT_NOTHING in page.text
    assert 'role="alert"' not in page.text
    assert client.post(path, data=read_form(page.text).fields).status_code == 303


def test_a_page_that_nobody_has_typed_into_has_links(client: Reader) -> None:
    page = client.get(f"/ca/formacions/{open_training().slug}/inscripcio").text
    assert [each.get("hreflang") for each in tongues(page).iter("a")] == ["ca", "es", "en"]
    assert list(tongues(page).iter("form")) == []
    assert SENT_NOTHING not in page


def test_a_password_does_not_go_along(client: Reader) -> None:
    answer = client.submit("/ca/compte/entra/contrasenya", email="rosa@", password="molt-secreta")
    assert turned(answer.text)[1]["typed-email"] == ["rosa@"]
    assert "molt-secreta" not in answer.text
