"""Whatever is typed, posted or asked for, nothing breaks and nothing is half-done."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.accounts import NOW, email_of, give_password, make_account, sign_in, visitor
from tests.rig.reader import Reader, read_form

HOME = "/ca/compte/"
NASTY = [
    "\x00",
    "x\x00y",
    "'; DROP TABLE account; --",
    "<script>",
    "\u202e\u202d",
    "𝕏" * 50,
    "%s%n{{7*7}}",
    "9" * 60,
    "../..",
]
BY_ID = (
    "sessions/{}/acaba",
    "contactes/{}/treu",
    "contactes/{}/principal",
    "contactes/{}/envia",
    "claus/{}/treu",
    "claus/{}/nom",
)


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


@pytest.mark.parametrize("nasty", NASTY)
def test_an_id_of_nothing_breaks_nothing(client: Reader, nasty: str) -> None:
    sign_in(client, make_account())
    token = read_form(client.get(HOME).text, "action=/ca/compte/surt").fields
    for path in BY_ID:
        answer = client.post(f"/ca/compte/{path.format(quote(nasty, safe=''))}", data=token)
        assert answer.status_code in {303, 404}, f"{path}: {answer.status}"


@pytest.mark.parametrize("nasty", NASTY)
def test_strange_text_in_every_field_is_answered(app: Flask, nasty: str) -> None:
    account = make_account()
    give_password(account)
    browser = visitor(app)
    for path, names in {
        "entra": ("email", "phone", "email_seen", "form_key"),
        "entra/contrasenya": ("who", "password", "keep"),
        "codi": ("code", "keep"),
    }.items():
        answer = browser.submit(f"/ca/compte/{path}", **dict.fromkeys(names, nasty))
        assert answer.status_code in {303, 422, 429}, f"{path}: {answer.status}"
    sign_in(browser, account)
    for path, names in {
        "jo": ("name", "language"),
        "contactes/nou": ("email", "phone"),
        "contrasenya": ("password", "username"),
        "claus/nova": ("name", "answer"),
        "segon-factor/alta": ("secret", "code"),
    }.items():
        answer = browser.submit(f"/ca/compte/{path}", **dict.fromkeys(names, nasty))
        assert answer.status_code in {200, 303, 422, 429}, f"{path}: {answer.status}"
    assert email_of(account)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=300))
def test_any_text_is_a_password_or_is_refused(app: Flask, typed: str) -> None:
    app.config["WRITES_PER_MINUTE"] = 10_000
    browser = visitor(app)
    answer = browser.submit("/ca/compte/entra/contrasenya", who="rosa@example.org", password=typed)
    assert answer.status_code in {422, 429}


@pytest.mark.parametrize("cookie", ["x", "eyJfdXNlcl9pZCI6IngifQ.aaaa.bbbb", "", "." * 4000])
def test_a_made_up_cookie_is_nobody(client: Reader, cookie: str) -> None:
    client.set_cookie("coopnet", cookie)
    assert client.get(HOME).status_code == 303
    assert client.get("/ca/").status_code == 200


@pytest.mark.parametrize("token", [None, 5, "", "x" * 10_000, ["a"], "\x00"])
def test_a_session_of_ours_that_holds_nonsense_is_nobody(client: Reader, token: object) -> None:
    client.get("/ca/compte/entra")
    with client.session_transaction() as held:
        held["_user_id"] = token
    assert client.get(HOME).status_code == 303
