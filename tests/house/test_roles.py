"""Every address with every role, and with nobody, against the table; in both directions.

A route without a row fails the build: name it in `public_routes.py`, or guard it and write its row here.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from coopnet.accounts.rules.roles import PERMISSIONS, SUBJECT_KINDS, Role
from coopnet.web import csrf, guards
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.house.public_routes import DEVELOPMENT, MACHINES, PAGES
from tests.house.test_routes import address
from tests.rig.reader import Reader

one_engine = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # guards know no database

# What each guarded endpoint asks for: a permission, or a session.
ROUTES: dict[str, str] = {
    "accounts.sign_out": guards.BEGUN,
    "accounts.second_factor_page": guards.BEGUN,
    "accounts.second_factor_by_passkey": guards.BEGUN,
    "accounts.enrol": guards.BEGUN,
    "accounts.add_passkey": guards.BEGUN,
    "accounts.home": guards.SIGNED_IN,
    "accounts.change_self": guards.SIGNED_IN,
    "accounts.add_contact": guards.SIGNED_IN,
    "accounts.ask_contact_again": guards.SIGNED_IN,
    "accounts.verify_contact": guards.SIGNED_IN,
    "accounts.remove_contact": guards.SIGNED_IN,
    "accounts.make_contact_primary": guards.SIGNED_IN,
    "accounts.set_password": guards.SIGNED_IN,
    "accounts.remove_password": guards.SIGNED_IN,
    "accounts.rename_passkey": guards.SIGNED_IN,
    "accounts.remove_passkey": guards.SIGNED_IN,
    "accounts.remove_totp": guards.SIGNED_IN,
    "accounts.renew_codes": guards.SIGNED_IN,
    "accounts.end_session": guards.SIGNED_IN,
    "accounts.end_other_sessions": guards.SIGNED_IN,
    "accounts.my_data": guards.SIGNED_IN,
    "accounts.erase_me": guards.SIGNED_IN,
    "accounts.lost_device": guards.SIGNED_IN,
    "registrations.join": guards.SIGNED_IN,
    "registrations.as_seen": "registrations.see",
    "network.join": guards.SIGNED_IN,
    "conversations.join": guards.SIGNED_IN,
    "places_desk.index": "points.tell",
    "places_desk.add": "network.coordinate",
    "places_desk.change": "network.coordinate",
    "places_desk.tell": "points.tell",
    "places_desk.close_today": "points.tell",
    "places_desk.confirm": "network.coordinate",
    "places_desk.show": "network.coordinate",
    "places_desk.hide": "network.coordinate",
    "network_desk.queue": "network.coordinate",
    "network_desk.posts": "network.coordinate",
    "network_desk.post": "network.coordinate",
    "network_desk.approve": "network.coordinate",
    "network_desk.hide": "network.coordinate",
    "network_desk.show_again": "network.coordinate",
    "network_desk.reject": "network.coordinate",
    "network_desk.matches": "network.coordinate",
    "network_desk.match": "network.coordinate",
    "network_desk.proposed": "network.coordinate",
    "network_desk.propose": "network.coordinate",
    "network_desk.withdraw_proposal": "network.coordinate",
    "network_desk.answer_for": "network.coordinate",
    "network_desk.hours": "registrations.help",
    "network_desk.confirm_at_point": "registrations.help",
    "network_desk.confirm_hours": "network.coordinate",
    "network_desk.volunteers": "network.coordinate",
    "network_desk.volunteer": "network.coordinate",
    "network_desk.note_agreement": "network.coordinate",
    "network_desk.note_training": "network.coordinate",
    "network_desk.note_certificate": "network.coordinate",
    "network_desk.forget_certificate": "network.coordinate",
    "network_desk.verify": "network.coordinate",
    "network_desk.pause": "network.coordinate",
    "network_desk.resume": "network.coordinate",
    "network_desk.end": "network.coordinate",
    "network_desk.help_given": "help.record",
    "network_desk.take_help_back": "help.record",
    "network_desk.statement": "network.coordinate",
    "network_desk.statement_pdf": "network.coordinate",
    "network_desk.help_figures": "network.coordinate",
    "network_desk.help_figures_csv": "network.coordinate",
    "initiatives.find_duplicates": "initiatives.moderate",
    "initiatives.merge": "initiatives.moderate",
    "initiatives.part": "initiatives.moderate",
    "initiatives.tell_apart": "initiatives.moderate",
    "initiatives.confirm": "initiatives.edit",
    "initiatives.silent": "initiatives.moderate",
    "initiatives.reopen": "initiatives.edit",
    "initiatives.preview": "initiatives.edit",
    "trainings.preview": "trainings.edit",
    "trainings.small_screen": "trainings.edit",
    "registrations_desk.take_back": "trainings.publish",
    "trainings_desk.copy": "trainings.edit",
    "trainings_desk.begin": "trainings.edit",
    "trainings_desk.write": "trainings.edit",
    "trainings_desk.write_part": "trainings.edit",
    "initiatives.history": "initiatives.edit",
    "initiatives.undo": "initiatives.edit",
    "initiatives.claim_by_team": guards.SIGNED_IN,
    "initiatives.take_claim": guards.SIGNED_IN,
    "initiatives.keep_by_ask": guards.SIGNED_IN,
    "initiatives.invitation": guards.SIGNED_IN,
    "initiatives_desk.keep": "initiatives.edit",
    "initiatives_desk.change_part": "initiatives.edit",
    "initiatives_desk.send_again": "initiatives.edit",
    "initiatives_desk.withdraw": "initiatives.withdraw",
    "initiatives_desk.close": "initiatives.edit",
    "initiatives_desk.people": "initiatives.edit",
    "initiatives_desk.leave": "initiatives.edit",
    "initiatives_desk.remove_keeper": "initiatives.share",
    "initiatives_desk.withdraw_invitation": "initiatives.share",
    "initiatives_desk.hand_over": "initiatives.hand_over",
    "initiatives_desk.queue": "initiatives.moderate",
    "initiatives_desk.sent": "initiatives.moderate",
    "initiatives_desk.publish": "initiatives.moderate",
    "initiatives_desk.give_back": "initiatives.moderate",
    "initiatives_desk.reject": "initiatives.moderate",
    "initiatives_desk.confirm_claim": "initiatives.moderate",
    "initiatives_desk.decline_claim": "initiatives.moderate",
    "initiatives_desk.see_report": "initiatives.moderate",
    "initiatives_desk.close_report": "initiatives.moderate",
    "home.guides": "guides.write",
    "home.write_guide": "guides.write",
    "initiatives_desk.labels": "labels.give",
    "initiatives_desk.show_label": "labels.give",
    "initiatives_desk.give_label": "labels.give",
    "initiatives_desk.withdraw_label": "labels.give",
    "initiatives_desk.show_pictures": "initiatives.edit",
    "initiatives_desk.change_picture": "initiatives.edit",
    "initiatives_desk.move_picture": "initiatives.edit",
    "initiatives_desk.remove_picture": "initiatives.edit",
    "desk.index": "desk.open",
    "desk.mail": "letters.see",
    "desk.retry_all": "letters.retry",
    "desk.retry_one": "letters.retry",
    "desk.people": "people.see",
    "desk.person": "people.see",
    "desk.give_role": "people.grant",
    "desk.take_role": "people.grant",
    "desk.block": "people.block",
    "desk.unblock": "people.block",
    "desk.log": "audit.read",
    "registrations_desk.pending": "registrations.decide",
    "registrations_desk.approve": "registrations.decide",
    "registrations_desk.decline": "registrations.decide",
}

# At a support point, and for who coordinates those that help there.
HELPED = re.findall(
    r"\S+",
    """
    network.help_act network.help_change network.help_post network.help_posts network.help_slip network.help_write
    registrations_desk.calls registrations_desk.calls_told registrations_desk.cancel_for
    registrations_desk.change_for registrations_desk.due_letters registrations_desk.find
    registrations_desk.letters_posted registrations_desk.point registrations_desk.points
    registrations_desk.register_for registrations_desk.served registrations_desk.slip
    registrations_desk.take_back_needs_for registrations_desk.tell registrations_desk.trainings
    registrations_desk.try_in_vain registrations_desk.untell
""",
)
AT_DESK = {
    "registrations.arrange": "finish_need needs reopen_need take_need",
    "registrations.decide": "add approve_one cancel_one change_way correct decline_one many move progress send_again",
    "registrations.see": "export find_person people programme registration training",
    "trainings.edit": "change_places",
    "trainings.publish": "cancel_training publish_training",
}
DOOR = re.findall(r"\S+", "door door_code door_let_in door_list door_mark door_sheet door_walk_in")
TEAM = ("pause", "resume", "shut_out", "team")
TALK = ("decide", "queue", "read_evidence", "refuse_message", "release", "upheld")
KEPT_OUT = ("kept_out", "let_in", "refuse_flood")
ROUTES |= dict.fromkeys(HELPED, "registrations.help")
ROUTES |= {f"registrations_desk.{name}": "network.coordinate" for name in TEAM}
ROUTES |= {f"registrations_desk.{name}": "attendance.mark" for name in DOOR}
ROUTES |= {f"conversations_desk.{name}": "network.coordinate" for name in TALK}
ROUTES |= {f"network_desk.{name}": "network.coordinate" for name in KEPT_OUT}
ROUTES |= {f"registrations_desk.{name}": need for need, names in AT_DESK.items() for name in names.split()}

THROUGH = "came through"
SIGN_IN, ENROL = "/ca/compte/entra", "/ca/compte/segon-factor/alta"
NOBODY, HALF = "nobody", "half"
WHO = [NOBODY, HALF, "plain", *(role.value for role in Role)]


@one_engine
def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    needed = {endpoint: guards.need_of(view) for endpoint, view in app.view_functions.items()}
    assert {endpoint: need for endpoint, need in needed.items() if need is not None} == ROUTES
    assert {endpoint for endpoint, need in needed.items() if need is None} == PAGES | MACHINES | DEVELOPMENT


def may(who: str, need: str) -> bool:
    """By the table alone."""
    if who == NOBODY:
        return False
    if need == guards.BEGUN:
        return True
    if who == HALF:
        return False
    return need == guards.SIGNED_IN or (who in set(Role) and need in PERMISSIONS[Role(who)])


@pytest.fixture
def browser(app: Flask) -> Callable[[str], Reader]:
    def make(who: str) -> Reader:
        made = visitor(app)
        if who == NOBODY:
            return made
        account = make_account()
        if who == HALF:
            give_role(account, Role.ADMIN)
        elif who in set(Role):
            role = Role(who)
            give_role(account, role, subject_id="abc" if role in SUBJECT_KINDS else None)
        return sign_in(made, account, is_strong=who in set(Role))

    return make


@pytest.fixture
def stubbed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Behind each guard stands a view that only says that one came through; and one for each permission."""
    monkeypatch.setattr(csrf._protection, "protect", lambda: None)

    def make_stub(need: str) -> Any:
        def stub(**_values: object) -> str:
            return THROUGH

        return {guards.BEGUN: guards.begun, guards.SIGNED_IN: guards.signed_in}.get(need, guards.requires(need))(stub)

    for endpoint, need in ROUTES.items():
        monkeypatch.setitem(app.view_functions, endpoint, make_stub(need))
    return app


def first_rule(app: Flask, endpoint: str) -> Rule:
    return next(app.url_map.iter_rules(endpoint))


@one_engine
@pytest.mark.parametrize("who", WHO)
def test_who_may_comes_through_and_nobody_else(
    stubbed: Flask, browser: Callable[[str], Reader], monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    reader = browser(who)
    for endpoint, need in ROUTES.items():
        rule = first_rule(stubbed, endpoint)
        ask = partial(reader.open, method="GET" if "GET" in (rule.methods or ()) else "POST")
        check(who, need, ask(address(stubbed, rule)), endpoint)


@one_engine
@pytest.mark.parametrize("who", WHO)
def test_every_permission_opens_to_its_roles_and_to_nobody_else(
    stubbed: Flask, browser: Callable[[str], Reader], monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Also those that no page asks for yet: one address stands for each of them in turn."""
    reader = browser(who)
    for permission in sorted(set().union(*PERMISSIONS.values())):
        monkeypatch.setitem(
            stubbed.view_functions, "accounts.home", guards.requires(permission)(lambda **_values: THROUGH)
        )
        check(who, permission, reader.get("/ca/compte/"), permission)


def check(who: str, need: str, answer: Any, name: str) -> None:
    if may(who, need):
        assert (answer.status_code, answer.text) == (200, THROUGH), f"{who} is kept from {name}"
        return
    assert THROUGH not in answer.text, f"{who} gets into {name}"
    if who == NOBODY:
        assert answer.location.startswith(SIGN_IN), name
    elif who == HALF and (need == guards.SIGNED_IN or need in PERMISSIONS[Role.ADMIN]):
        assert answer.location.startswith(ENROL), name
    else:
        assert answer.status_code == 404, name


@one_engine
def test_refused_and_not_there_look_the_same(
    stubbed: Flask, browser: Callable[[str], Reader], monkeypatch: Any
) -> None:
    monkeypatch.setitem(
        stubbed.view_functions, "accounts.home", guards.requires("audit.read")(lambda **_values: THROUGH)
    )
    reader = browser("editor")
    pages = [re.sub(r"/ca/\S*|data-\S+", "", reader.get(path).text) for path in ("/ca/compte/", "/ca/no-hi-es/")]
    assert pages[0] == pages[1]
