"""My page: contacts, sessions, what the header says, and what caches keep of it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from coopnet.accounts.letters.wording import word_change, word_proof
from coopnet.accounts.models import Account
from coopnet.accounts.service.upkeep import erase_overdue
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.web import page_cache
from tests.factories.accounts import NOW, email_of, get, make_account, sign_in, visitor
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, parse

Letters = Callable[..., list[Dispatch]]
HOME, ADD, CODE = "/ca/compte/", "/ca/compte/contactes/nou", "/ca/compte/codi"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account()


def link_of(letter: Dispatch) -> str:
    with in_language(letter.language):
        words = word_proof(letter)
    assert isinstance(words, Words)
    found = re.search(r"http://localhost:5000(/\S+)", words.text)
    assert found is not None
    return found.group(1)


def verified(account: Account) -> list[str]:
    return [one.value for one in get(account.public_id).contacts if one.verified_at]


def test_a_contact_counts_once_it_is_proved(client: Reader, account: Account, letters: Letters) -> None:
    sign_in(client, account)
    assert client.submit(ADD, email="nova@example.org").location == CODE
    assert "nova@example.org" not in verified(account)
    [letter] = letters("account.verify")
    link = link_of(letter)
    client.get(link)
    assert "nova@example.org" not in verified(account)
    assert client.submit(link).status_code == 303
    assert "nova@example.org" in verified(account)
    [told] = letters("account.changed")
    assert told.recipient == email_of(account)


def test_a_link_of_another_account_proves_nothing(app: Flask, client: Reader, letters: Letters) -> None:
    """Whoever presses lends their address to nobody."""
    trap, owner = make_account(), make_account()
    sign_in(visitor(app), trap).submit(ADD, email="rosa@example.org")
    link = link_of(letters("account.verify")[0])
    assert client.get(link).location.startswith("/ca/compte/entra")
    assert sign_in(client, owner).get(link).status_code == 404


def test_an_address_that_has_an_account_is_taken_by_no_other(
    client: Reader, account: Account, letters: Letters
) -> None:
    make_account("rosa@example.org")
    sign_in(client, account).submit(ADD, email="rosa@example.org")
    assert client.submit(link_of(letters("account.verify")[0])).status_code == 422
    assert verified(account) == [email_of(account)]


def test_adding_tells_nothing_of_who_has_an_account(app: Flask, account: Account) -> None:
    make_account("known@example.org")
    browser = sign_in(visitor(app), account)
    answers = [browser.submit(ADD, email=f"{name}@example.org") for name in ("known", "stranger")]
    assert [(one.status_code, one.location) for one in answers] == [(303, CODE)] * 2


def test_the_last_contact_stays(client: Reader, account: Account) -> None:
    sign_in(client, account)
    [contact] = get(account.public_id).contacts
    assert f"/contactes/{contact.public_id}/treu" not in client.get(HOME).text
    token = parse(client.get(HOME).text).find(".//input[@name='csrf_token']")
    assert token is not None
    posted = client.post(f"/ca/compte/contactes/{contact.public_id}/treu", data={"csrf_token": token.get("value", "")})
    assert posted.status_code == 409
    assert verified(account)


def test_a_removed_contact_is_told_and_lets_in_no_more(client: Reader, account: Account, letters: Letters) -> None:
    sign_in(client, account).submit(ADD, email="nova@example.org")
    client.submit(link_of(letters("account.verify")[0]))
    old = email_of(account)
    [first, second] = get(account.public_id).contacts
    client.submit(HOME, form=f"action=/ca/compte/contactes/{second.public_id}/principal")
    client.submit(HOME, form=f"action=/ca/compte/contactes/{first.public_id}/treu")
    assert verified(account) == ["nova@example.org"]
    assert letters("account.changed")[-1].recipient == old
    assert get(account.public_id).contacts[0].is_primary


def test_each_change_has_words(account: Account, letters: Letters, client: Reader) -> None:
    sign_in(client, account).submit("/ca/compte/contrasenya", password="quatre gats al terrat")
    [letter] = letters("account.changed")
    for language in ("ca", "es", "en"):
        with in_language(language):
            words = word_change(letter)
        assert isinstance(words, Words)
        assert "/compte/" in words.text


def test_sessions_are_seen_and_ended(app: Flask, client: Reader, account: Account) -> None:
    other = visitor(app)
    other.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    sign_in(other, account)
    sign_in(client, account)
    shown = client.get(HOME).text
    assert "Firefox, Android" in shown
    [action] = re.findall(r'action="(/ca/compte/sessions/[0-9a-z]+/acaba)"', shown)
    client.submit(HOME, form=f"action={action}")
    assert other.get(HOME).status_code == 303
    assert client.get(HOME).status_code == 200


def test_all_others_are_ended_at_once(app: Flask, client: Reader, account: Account) -> None:
    others = [sign_in(visitor(app), account) for _ in range(2)]
    sign_in(client, account).submit(HOME, form="action=/ca/compte/sessions/acaba-les-altres")
    assert [one.get(HOME).status_code for one in others] == [303, 303]
    assert client.get(HOME).status_code == 200


def test_nobody_ends_somebody_elses_session(app: Flask, client: Reader, account: Account) -> None:
    sign_in(client, account)
    with client.session_transaction() as held:
        mine = held["_user_id"]
    other = sign_in(visitor(app), make_account())
    shown = sign_in(visitor(app), account).get(HOME).text
    [action] = re.findall(r'action="(/ca/compte/sessions/[0-9a-z]+/acaba)"', shown)
    token = parse(other.get(HOME).text).find(".//input[@name='csrf_token']")
    assert token is not None
    other.post(action, data={"csrf_token": token.get("value", "")})
    assert mine
    assert client.get(HOME).status_code == 200


def test_name_and_language_are_changed(client: Reader, account: Account) -> None:
    sign_in(client, account).submit("/ca/compte/jo", name="Rosa Vila", language="es")
    changed = get(account.public_id)
    assert (changed.name, changed.language) == ("Rosa Vila", "es")
    assert "Rosa Vila" in client.get(HOME).text


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_header_knows_who_has_signed_in_and_the_cache_does_not(app: Flask, client: Reader) -> None:
    for _ in range(3):
        answer = client.get("/ca/")
        assert "/ca/compte/entra" in answer.text
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    kept = dict(page_cache.of_app(app)._entries)
    assert kept
    sign_in(client, make_account())
    mine = client.get("/ca/")
    assert 'href="/ca/compte/"' in mine.text
    assert "/ca/compte/entra" not in mine.text
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert page_cache.of_app(app)._entries == kept
    assert "/ca/compte/entra" in visitor(app).get("/ca/").text


def test_a_page_of_mine_is_kept_by_nobody(client: Reader, account: Account) -> None:
    assert sign_in(client, account).get(HOME).headers["Cache-Control"] == "private, no-store"


def test_who_has_to_sign_in_comes_back_to_where_they_were(client: Reader) -> None:
    assert client.get("/ca/compte/jo").location == "/ca/compte/entra?next=/ca/compte/jo"


def test_the_page_costs_the_same_with_many_sessions(app: Flask, client: Reader, account: Account) -> None:
    sign_in(client, account)
    client.get(HOME)
    with counted_queries() as few:
        client.get(HOME)
    for _ in range(5):
        sign_in(visitor(app), account)
    with counted_queries() as many:
        client.get(HOME)
    assert len(many) == len(few) <= 12


def test_a_code_proves_a_contact_too(client: Reader, account: Account, letters: Letters) -> None:
    sign_in(client, account).submit(ADD, phone="612345678")
    with in_language("ca"):
        text = word_proof(letters("account.verify")[0])
    assert isinstance(text, str)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert code is not None
    assert client.submit(CODE, code=code.group()).location == HOME
    assert "+34612345678" in verified(account)


def test_what_was_never_proved_goes_after_a_day(client: Reader, account: Account) -> None:
    sign_in(client, account).submit(ADD, email="nova@example.org")
    in_transaction(lambda: erase_overdue(NOW + timedelta(days=1, hours=1)))
    assert [one.value for one in get(account.public_id).contacts] == [email_of(account)]
