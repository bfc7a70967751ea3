"""Every route is meant: named public or guarded, under a language, and no POST without its token."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from coopnet.web import csrf, guards
from tests.house.public_routes import DEVELOPMENT, MACHINES, PAGES
from tests.rig.reader import Reader

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # addresses know no database
UNDER_A_LANGUAGE = "/<language:language>/"


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def guarded(app: Flask) -> set[str]:
    """What each of them asks for stands in `tests/house/test_roles.py`."""
    return {endpoint for endpoint, view in app.view_functions.items() if guards.need_of(view) is not None}


def address(app: Flask, rule: Rule) -> str:
    """An address that reaches the rule, though nothing of that name exists."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        values[name] = {"NumberConverter": 1, "LanguageConverter": "ca"}.get(kind, "nothing")
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


def test_every_route_is_named_public_or_guarded(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} - PAGES - MACHINES - DEVELOPMENT - guarded(app) == set()
    assert not guarded(app) & (PAGES | MACHINES | DEVELOPMENT)


def test_every_public_route_exists(app: Flask) -> None:
    assert (PAGES | MACHINES | DEVELOPMENT) - {rule.endpoint for rule in rules(app)} == set()


def test_pages_answer_under_a_language(app: Flask) -> None:
    elsewhere = [
        rule.rule for rule in rules(app) if rule.endpoint in PAGES and not rule.rule.startswith(UNDER_A_LANGUAGE)
    ]
    # Without a language an address redirects to the reader's best; those are rules of `web`.
    assert elsewhere == []


def test_addresses_are_written_in_one_way(app: Flask) -> None:
    for rule in rules(app):
        fixed = "".join(part for is_dynamic, part in rule._trace if not is_dynamic)
        assert fixed == fixed.lower(), rule.rule
        assert "_" not in fixed, rule.rule


def test_no_post_is_accepted_without_its_token(app: Flask, client: Reader) -> None:
    posts = [rule for rule in rules(app) if "POST" in (rule.methods or ())]
    assert posts
    for rule in posts:
        answer = client.post(address(app, rule), data={"name": "Rosa", "email": "rosa@example.org"})
        # A view that shows the form again with everything typed is entered, but cannot commit.
        recovers = csrf.is_recovering(app.view_functions[rule.endpoint])
        allowed = {400, 404, 422} if recovers else {400}
        # Nobody is signed in here: a guard leads away before the view is entered, or gives back what was typed.
        is_led_away = rule.endpoint in guarded(app) and answer.status_code == (401 if recovers else 303)
        assert answer.status_code in allowed or is_led_away, f"{rule.rule}: {answer.status}"


def test_nothing_is_exempt_from_the_token(app: Flask) -> None:
    protection = app.extensions["csrf"]
    assert not protection._exempt_views
    assert not protection._exempt_blueprints


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_pages_know_only_get_and_post(app: Flask, client: Reader, method: str) -> None:
    for rule in [rule for rule in rules(app) if rule.endpoint in PAGES]:
        answer = client.open(address(app, rule), method=method)
        assert answer.status_code == 405, rule.rule
        assert answer.headers.get("Allow"), rule.rule
