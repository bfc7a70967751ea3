"""Getting in by a letter: over HTTP, without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from limits import parse
from sqlalchemy import func, select

from coopnet.accounts.letters.wording import word_proof
from coopnet.accounts.models import Account, AccountSession, ContactProof
from coopnet.accounts.rules.proofs import LASTS
from coopnet.foundation.db import db
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.web import limits
from tests.factories.accounts import NOW, email_of, get, link_for, make_account, sign_in, visitor
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]
Clock = Callable[..., None]
ASK, CODE, HOME = "/ca/compte/entra", "/ca/compte/codi", "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def count(model: type[Account | AccountSession | ContactProof]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def worded(letter: Dispatch) -> str:
    with in_language(letter.language):
        words = word_proof(letter)
    assert isinstance(words, Words)
    return words.text


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:5000(/\S+)", text)
    assert found is not None
    return found.group(1)


def code_in(text: str) -> str:
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert found is not None
    return found.group()


def test_a_letter_lets_a_newcomer_in(client: Reader, letters: Letters) -> None:
    assert client.submit(ASK, email="Rosa@Example.org").location == CODE
    [letter] = letters("account.sign_in")
    assert letter.recipient == "rosa@example.org"
    answer = client.submit(link_in(worded(letter)))
    assert answer.location == HOME
    assert "rosa@example.org" in client.get(HOME).text


def test_a_phone_lets_in_too(client: Reader, letters: Letters) -> None:
    asked = client.submit(ASK, phone="612 345 678")
    assert "correu" not in client.get(asked.location).text.partition("<h1")[2].partition("</main>")[0]
    [letter] = letters("account.sign_in")
    assert (letter.channel, letter.recipient) == ("sms", "+34612345678")
    with in_language("ca"):
        text = word_proof(letter)
    assert isinstance(text, str)
    assert client.submit(link_in(text)).location == HOME


def test_opening_the_link_does_nothing(client: Reader) -> None:
    """Scanners of mail open every link, some of them many times."""
    link = link_for("rosa@example.org")
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert (count(Account), count(AccountSession)) == (0, 0)
    assert client.submit(link).location == HOME


def test_a_link_works_once(app: Flask, client: Reader) -> None:
    link = link_for("rosa@example.org")
    page = client.get(link)
    assert "data-main" in page.text
    other = visitor(app)
    other.get(link)
    assert client.submit(link).status_code == 303
    shown = other.get(link)
    assert shown.status_code == 200
    assert "data-main" not in shown.text
    assert count(AccountSession) == 1


def test_two_tabs_press_and_one_gets_in(app: Flask, client: Reader) -> None:
    """Both had the button before either pressed it."""
    link = link_for("rosa@example.org")
    other = visitor(app)
    forms = [(one, read_form(one.get(link).text).fields) for one in (client, other)]
    answers = [one.post(link, data=fields).status_code for one, fields in forms]
    assert answers in ([303, 422], [303, 200])
    assert count(AccountSession) == 1


def test_a_link_ends_after_twenty_minutes(client: Reader, clock_at: Clock) -> None:
    link = link_for("rosa@example.org")
    clock_at(NOW + timedelta(minutes=21))
    assert "data-main" not in client.get(link).text
    client.post(link, data={})
    assert count(AccountSession) == 0


@pytest.mark.parametrize("wrong", ["x", "aaaa.bbbb.cccc", "%00", "a" * 3000])
def test_a_forged_link_is_no_page(client: Reader, wrong: str) -> None:
    assert client.get(f"/ca/compte/entra/{wrong}").status_code == 404


def test_the_code_of_the_letter_lets_in_who_asked(client: Reader, letters: Letters) -> None:
    client.submit(ASK, email="rosa@example.org")
    code = code_in(worded(letters("account.sign_in")[0]))
    assert client.submit(CODE, code=code.lower().replace("-", " ")).location == HOME


def test_the_code_works_only_in_the_browser_that_asked(app: Flask, client: Reader, letters: Letters) -> None:
    client.submit(ASK, email="rosa@example.org")
    code = code_in(worded(letters("account.sign_in")[0]))
    assert visitor(app).submit(CODE, code=code).status_code == 422
    assert count(AccountSession) == 0


def test_a_code_dies_after_five_wrong_tries_and_the_link_lives(client: Reader, letters: Letters) -> None:
    client.submit(ASK, email="rosa@example.org")
    text = worded(letters("account.sign_in")[0])
    for said in ("Et queden 4 intents", "Et queden 3", "Et queden 2", "Et queda 1 intent", "no et queda cap intent"):
        answer = client.submit(CODE, code="AAAA-AAAA")
        assert answer.status_code == 422
        assert said in answer.text
    assert client.submit(CODE, code=code_in(text)).status_code == 422
    assert client.submit(link_in(text)).location == HOME


def test_who_asks_learns_nothing_of_who_has_an_account(app: Flask) -> None:
    make_account("known@example.org")
    told = []
    for email in ("known@example.org", "stranger@example.org"):
        browser = visitor(app)
        answer = browser.submit(ASK, email=email)
        told.append((answer.status_code, answer.location, re.sub(r'value="[^"]+"', "", browser.get(CODE).text)))
    assert told[0] == told[1]


def test_the_same_person_comes_back_to_the_same_account(app: Flask, client: Reader) -> None:
    account = make_account()
    sign_in(client, account)
    sign_in(visitor(app), account)
    assert (count(Account), count(AccountSession)) == (1, 2)


def test_an_address_that_was_only_typed_lets_nobody_into_that_account(app: Flask, client: Reader) -> None:
    """Else one could lie in wait with an account that has a stranger's address."""
    trap = make_account()
    sign_in(client, trap).submit("/ca/compte/contactes/nou", email="rosa@example.org")
    victim = visitor(app)
    victim.submit(link_for("rosa@example.org"))
    assert email_of(trap) not in victim.get(HOME).text
    assert count(Account) == 2


def test_a_session_that_ended_is_worth_nothing(app: Flask, client: Reader) -> None:
    sign_in(client, make_account())
    stolen = client.get_cookie("coopnet")
    assert stolen is not None
    client.submit(HOME, form="action=/ca/compte/surt")
    thief = visitor(app)
    thief.set_cookie("coopnet", stolen.value)
    assert thief.get(HOME).location.startswith(ASK)
    assert client.get_cookie("coopnet") is None


def test_what_a_browser_held_before_signing_in_is_gone_after(client: Reader) -> None:
    """Nothing that was planted stands, not even the token against forgery."""
    client.get(ASK)
    with client.session_transaction() as before:
        before["planted"] = "x"
        planted = before["csrf_token"]
    sign_in(client, make_account())
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != planted


def test_each_sign_in_is_a_session_of_its_own(client: Reader) -> None:
    account = make_account()
    tokens = []
    for _ in range(2):
        sign_in(client, account)
        with client.session_transaction() as held:
            tokens.append(held["_user_id"])
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/ca/formacions/?q=hort", "/ca/formacions/?q=hort"),
        ("//evil.example", HOME),
        ("/\t/evil.example", HOME),
        ("/\\evil.example", HOME),
        ("https://evil.example", HOME),
        ("javascript:alert(1)", HOME),
        ("", HOME),
    ],
)
def test_one_comes_back_to_where_one_was_but_never_elsewhere(
    client: Reader, letters: Letters, wanted: str, reached: str
) -> None:
    client.submit(f"{ASK}?next={quote(wanted)}", email="rosa@example.org")
    assert client.submit(link_in(worded(letters("account.sign_in")[0]))).location == reached


def test_too_many_letters_to_a_contact_are_refused_with_a_time(client: Reader, letters: Letters) -> None:
    for _ in range(5):
        assert client.submit(ASK, email="rosa@example.org").status_code == 303
    answer = client.submit(ASK, email="rosa@example.org")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert len(letters("account.sign_in")) == 5


def test_who_is_kept_out_keeps_nobody_else_out(app: Flask, client: Reader) -> None:
    for _ in range(6):
        last = client.submit(ASK, email="rosa@example.org")
    assert last.status_code == 429
    elsewhere = visitor(app)
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.submit(ASK, email="rosa@example.org").status_code == 303
    assert client.submit(ASK, email="pere@example.org").status_code == 303


def test_a_kept_session_outlives_the_browser_and_another_does_not(app: Flask, client: Reader) -> None:
    client.submit(link_for("rosa@example.org"))
    other = visitor(app)
    other.submit(link_for("rosa@example.org"), keep="y")
    short, kept = client.get_cookie("coopnet"), other.get_cookie("coopnet")
    assert short is not None
    assert kept is not None
    assert (short.expires is None, kept.expires is None) == (True, False)


def test_a_session_that_rests_too_long_ends(app: Flask, client: Reader, clock_at: Clock) -> None:
    sign_in(client, make_account())
    clock_at(NOW + timedelta(hours=11))
    assert client.get(HOME).status_code == 200
    clock_at(NOW + timedelta(hours=22))
    assert client.get(HOME).status_code == 200
    clock_at(NOW + timedelta(hours=35))
    assert client.get(HOME).status_code == 303


def test_when_one_was_last_here_is_known_to_the_hour(client: Reader, clock_at: Clock) -> None:
    account = make_account()
    sign_in(client, account)
    clock_at(NOW + timedelta(hours=3, minutes=17))
    client.get("/ca/")
    assert get(account.public_id).seen_at == NOW + timedelta(hours=3)


def test_when_letters_from_everywhere_are_enough_their_owner_has_one_that_is_open(
    app: Flask, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = parse(limits.RATES["sign_in_contact"])
    assert rate.get_expiry() <= LASTS.total_seconds()
    assert rate.amount >= 10 * parse(limits.RATES["sign_in"]).amount, "one network, or a few, never fill it"
    monkeypatch.setitem(limits.RATES, "sign_in_contact", "15 per 20 minutes")
    answers = []
    for number in range(16):
        stranger = visitor(app)
        stranger.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        answers.append(stranger.submit(ASK, email="rosa@example.org"))
    assert [answer.status_code for answer in answers] == [303] * 15 + [422]
    assert "Obre el més nou" in answers[-1].text
    said = re.search(r"aquí a (\d+) minuts", answers[-1].text)
    assert said is not None
    assert 0 < int(said[1]) <= LASTS.total_seconds() / 60
    assert visitor(app).submit(link_in(worded(letters("account.sign_in")[-1]))).location == HOME


def test_proving_an_address_takes_no_letter_from_who_signs_in_with_it(app: Flask) -> None:
    for number in range(16):
        stranger = visitor(app)
        sign_in(stranger, make_account(f"x{number}@example.org"))
        assert stranger.submit("/ca/compte/contactes/nou", email="rosa@example.org").status_code == 303
    assert visitor(app).submit(ASK, email="rosa@example.org").status_code == 303
