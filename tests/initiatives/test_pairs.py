"""The team is shown what may be one initiative twice: by name and place, found every night; what is two stays away."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativePair
from coopnet.initiatives.queries.duplicates import list_pairs, list_twins
from coopnet.initiatives.rules.drafts import Draft, Place, Saved
from coopnet.initiatives.service import pairing
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, save_profile, save_public_profile
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

PAGE = "/ca/gestio/iniciatives/fusiona"
HERE: dict[str, Any] = {"latitude": 41.37018, "longitude": 2.13688}
NEAR = {"latitude": 41.37060, "longitude": 2.13700}
FAR = {"latitude": 41.37190, "longitude": 2.13760}
Pairs = dict[tuple[str, str], str]

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def save(name: str, *, tax_id: str | None = None, hides: bool = False, **place: Any) -> Saved:
    places = (Place(**place),) if place else ()
    return save_public_profile(Draft(name, (), "ca", tax_id=tax_id, places=places, shows_only_barri=hides))


def night() -> Pairs:
    """The job, twice, since it must be safe; what the team is shown then."""
    job = Dispatch(dedup_key="job:k", kind="k", subject_kind="job", subject_id="k", due_at=NOW, values={})
    for _time in range(2):
        in_transaction(partial(pairing.find_job, job))
    db.session.rollback()
    return {each.names: each.why for each in list_pairs()[0]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fusteria La Clau SCCL", "La Clau, fusteria"),
        ("Associació Hort de la Font", "L'Hort de la Font"),
        ("Impremta Paperina", "Impremta Paprina"),
        ("Escola 1", "Escola 1 coop"),
    ],
)
def test_two_that_are_called_almost_the_same_are_shown(one: str, other: str) -> None:
    save(one)
    save(other)
    save("Una cosa ben diferent")
    assert night() == {(one, other): "name"}


@pytest.mark.parametrize(
    ("one", "other"), [("Escola 1", "Escola 2"), ("Hort de la Font", "Hort del Pou"), ("Fusta", "Ferro")]
)
def test_two_that_differ_in_what_tells_them_apart_are_two(one: str, other: str) -> None:
    save(one)
    save(other)
    assert night() == {}


def test_a_place_says_it_of_names_that_are_somewhat_alike_and_of_no_others() -> None:
    street = "carrer de la Constitució, 58"
    save("Taller de bicis Roda", address=street, **HERE)
    save("Taller bicicletes Roda", address="c/ Constitució 58, baixos", hides=True)
    save("Bar Manolo", address=street)
    assert night() == {("Taller de bicis Roda", "Taller bicicletes Roda"): "address"}


@pytest.mark.parametrize(("point", "found"), [(NEAR, 1), (FAR, 0)])
def test_so_does_a_point_within_seventy_five_metres(point: dict[str, Any], found: int) -> None:
    save("Taller de bicis Roda", **HERE)
    save("Taller bicicletes Roda", **point)
    assert list(night().values()) == ["near"] * found


def test_what_is_merged_or_bare_or_called_otherwise_by_now_is_no_pair() -> None:
    save("Hort de la Font")
    other = save_profile(Draft("Associació Hort de la Font", (), "ca"))  # not public yet: the team is told
    assert len(night()) == 1
    save_profile(Draft("Una altra cosa", (), "ca"), other.initiative_id)
    assert night() == {}


def test_the_team_says_that_they_are_two_and_is_not_asked_again(team: Reader) -> None:
    one, other = save("Hort de la Font", tax_id="F1"), save("Associació Hort de la Font")
    twin = save("Cal Ferrer", tax_id="F1")
    assert len(night()) == 1
    assert [each.names for each in list_twins()] == [("Hort de la Font", "Cal Ferrer")]
    with counted_queries() as asked:
        page = unescape(team.get(PAGE).text)
    assert len(asked) <= 10
    for each, why in ((other, "Els noms s'assemblen."), (twin, "Té el mateix NIF.")):
        path = f"{PAGE.removesuffix('fusiona')}{one.slug}/fusiona/{each.slug}"
        assert f'href="{path}"' in page
        assert why in page
        assert team.submit(path, form=f"action={path}/son-dues").location == PAGE
        assert "ha dit que són dues." in team.get(path).text
    assert night() == {}
    assert list_twins() == []
    assert "Potser són la mateixa" not in team.get(PAGE).text
    logged = select(AuditEntry.after).where(AuditEntry.action == "initiative.tell_apart").order_by(AuditEntry.id)
    assert [each["from"] for each in db.session.scalars(logged)][:2] == [
        "Associació Hort de la Font",
        "Hort de la Font",
    ]


def test_said_twice_it_is_said_once_and_of_one_alone_it_is_not_said() -> None:
    one, other = save("Hort de la Font"), save("Cal Ferrer")
    say = partial(pairing.tell_apart, actor=ACTOR, now=NOW)
    assert in_transaction(partial(say, one.initiative_id, other.initiative_id)) is True
    assert in_transaction(partial(say, other.initiative_id, one.initiative_id)) is False
    with pytest.raises(RuleBroken, match="merged_with_itself"):
        in_transaction(partial(say, one.initiative_id, one.initiative_id))
    assert len(db.session.scalars(select(InitiativePair)).all()) == 1


def test_a_list_that_is_long_says_how_many_more(team: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coopnet.initiatives.queries.duplicates.MOST_TWINS", 1)
    for name in ("Hort de la Font", "Associació Hort de la Font", "Cal Ferrer Vell", "Ca Ferrer Vell"):
        save(name)
    assert len(night()) == 1
    assert "hi ha 1 més" in team.get(PAGE).text
