"""What may be the same is shown also by where it is: same street and number, or near; never by what is hidden."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import in_transaction
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.queries.likeness import list_alike
from coopnet.initiatives.rules.drafts import Draft, Place
from coopnet.initiatives.rules.likeness import Why
from coopnet.initiatives.rules.streets import place_key
from coopnet.places import service as places
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import make_place, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader

HERE = "carrer de la Constitució, 58"
# Some fifty metres away, and some two hundred.
NEAR, FAR = "41.37060, 2.13700", "41.37190, 2.13760"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def whys(name: str = "Zzz", *, is_team: bool = False, tax_id: str | None = None, **place: object) -> dict[str, Why]:
    draft = Draft(name, (), "ca", tax_id=tax_id, places=(Place(**place),))  # type: ignore[arg-type]
    return {each.name: each.why for each in list_alike(draft, is_team=is_team)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Carrer de la Constitució, 58", "c/ Constitució 58, baixos"),
        ("carrer de la Constitució, 58", "Calle Constitución nº 58-60, 08014 Barcelona"),
        ("carrer d'Olzinelles, 30", "Olzinelles, 30 2n 1a"),
        ("Pl. de Sants, 5", "plaza Sants 5"),
        ("Gran Via de les Corts Catalanes, 285", "gran via corts catalanes 285"),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert place_key(match_key(one)) == place_key(match_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("carrer de Sants, 5", "plaça de Sants, 5"),
        ("carrer de Sants, 5", "carrer de Sants, 15"),
        ("carrer de Sants, 5", "carrer de Sant, 5"),
        ("carrer 3, 62", "carrer 62, 3"),
    ],
)
def test_two_addresses_are_two(one: str, other: str) -> None:
    assert place_key(match_key(one)) != place_key(match_key(other))


@pytest.mark.usefixtures("app")
def test_the_same_street_and_number_is_enough_however_it_is_spelt() -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    assert whys(address="C. Constitució 58, 1r 2a") == {"Fusteria La Clau": Why.ADDRESS}
    assert whys(address="carrer de la Constitució, 85") == {}
    assert whys(address="carrer de la Constitució") == {}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("number", "public"), [("F12345674", {"La Baldufa Verda": Why.NAME}), ("12345678Z", {})])
def test_a_persons_number_tells_nobody_but_the_team_whose_it_is(number: str, public: dict[str, Why]) -> None:
    save_public_profile(make_profile_draft("La Baldufa Verda", tax_id=number))
    assert whys("La Baldufa Groga", tax_id=number) == public
    assert whys("La Baldufa Groga", tax_id=number, is_team=True) == {"La Baldufa Verda": Why.TAX_ID}
    assert whys("La Baldufa Groga", tax_id="F99999999") == {}


@pytest.mark.usefixtures("app")
def test_a_point_within_seventy_five_metres_is_enough() -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    for point, found in ((NEAR, {"Fusteria La Clau": Why.NEAR}), (FAR, {})):
        north, east = map(float, point.split(", "))
        assert whys(latitude=north, longitude=east) == found


@pytest.mark.usefixtures("app")
def test_where_an_address_is_may_have_been_told_of_a_venue_or_of_another_profile() -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    assert whys(address="carrer de Parcerisa, 14") == {}
    north, east = map(float, NEAR.split(", "))
    at = {"address": "Parcerisa, 14", "latitude": north, "longitude": east}
    save_public_profile(make_profile_draft("Taller", tax_id=None, places=(make_place(**at),)))
    assert whys(address="carrer de Parcerisa, 14") == {"Taller": Why.ADDRESS, "Fusteria La Clau": Why.NEAR}
    venue = "passatge de Toledo, 9"
    in_transaction(partial(places.find_or_add_venue, "Sala", address=venue, barri="16"))
    assert whys(address="ptge. Toledo 9") == {}
    in_transaction(partial(places.locate, venue, north, east))
    assert whys(address="ptge. Toledo 9") == {"Fusteria La Clau": Why.NEAR, "Taller": Why.NEAR}


@pytest.mark.usefixtures("app")
def test_who_shows_only_its_barri_is_found_by_no_place_and_tells_none() -> None:
    save_public_profile(make_profile_draft("Amagada", shows_only_barri=True))
    north, east = map(float, NEAR.split(", "))
    assert whys(address=HERE) == whys(latitude=north, longitude=east) == {}
    save_public_profile(make_profile_draft("Taller", tax_id=None, places=(Place(latitude=north, longitude=east),)))
    assert whys(address=HERE) == {}  # its own point is told to nobody who types its address
    assert whys(address=HERE, is_team=True)["Amagada"] == Why.ADDRESS
    assert whys(latitude=north, longitude=east, is_team=True)["Amagada"] == Why.NEAR


@pytest.mark.usefixtures("app")
def test_what_is_not_public_is_found_by_the_team_alone() -> None:
    save_profile(make_profile_draft("Encara no"))
    assert whys(address=HERE) == {}
    assert whys(address=HERE, is_team=True) == {"Encara no": Why.ADDRESS}


@pytest.mark.usefixtures("app")
def test_a_tax_number_alone_is_for_the_team_and_never_a_reason_that_the_public_reads() -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    assert whys(tax_id="F12345678", address="x") == {}
    assert whys(tax_id="F12345678", address="x", is_team=True) == {"Fusteria La Clau": Why.TAX_ID}
    assert whys("La Clau fusters", tax_id="F12345678", address="x") == {"Fusteria La Clau": Why.NAME}


def test_who_publishes_is_asked_about_the_place_before_the_end(client: Reader) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    begun = client.submit("/ca/iniciatives/alta", name="Hort de la Font", kind="hort")
    draft = str(begun.location).removesuffix("repetides")
    assert client.get(f"{draft}repetides").location.endswith("/que-fa")
    client.submit(f"{draft}que-fa", summary="Verdura i conversa")
    asked = client.submit(f"{draft}on", address="Constitució, 58").location
    page = client.get(asked).text
    assert "Fusteria La Clau" in page
    assert "És a la mateixa adreça." in page
    assert f'href="{draft}envia"' in page
    assert f'href="{draft}repetides"' not in client.get(f"{draft}envia").text  # it has just been answered
    client.submit(f"{draft}on", address="carrer de Sants, 1", point="https://maps.example.org/?q=41.37060,2.13700")
    assert "És molt a prop" in client.get(asked).text
    client.submit(f"{draft}on", address="carrer de Sants, 1", point="")
    assert client.get(asked).location == f"{draft}envia"


@pytest.mark.parametrize("is_hidden", [{}, {"shows_only_barri": "y"}])
def test_an_address_that_others_have_told_of_is_on_the_map(client: Reader, is_hidden: dict[str, str]) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    begun = client.submit("/ca/iniciatives/alta", name="Hort de la Font")
    draft = str(begun.location).removesuffix("repetides")
    client.submit(f"{draft}que-fa", summary="Verdura i conversa")
    client.submit(f"{draft}on", address="C. Constitució 58", **is_hidden)
    assert ("C. Constitució 58, al mapa" in client.get(f"{draft}envia").text) is not bool(is_hidden)
    sign_in(client, make_account())
    slug = str(client.submit(f"{draft}envia").location).split("/")[4]
    page = client.get(f"/ca/gestio/iniciatives/{slug}/canvia/llocs").text
    assert ('value="41.37018, 2.13688"' in page) is not bool(is_hidden)


def test_a_point_that_was_copied_stands_in_the_profile_and_a_wrong_one_is_told(client: Reader) -> None:
    begun = client.submit("/ca/iniciatives/alta", name="Hort de la Font")
    draft = str(begun.location).removesuffix("repetides")
    client.submit(f"{draft}que-fa", summary="Verdura i conversa")
    for wrong, said in (("al costat del mercat", "No hi trobem cap lloc"), ("2.1369, 41.3702", "és lluny d")):
        answer = client.submit(f"{draft}on", point=wrong)
        assert answer.status_code == 422
        assert said in answer.text
    client.submit(f"{draft}on", point="41,37018 2,13688")
    sign_in(client, make_account())
    slug = str(client.submit(f"{draft}envia").location).split("/")[4]
    assert 'value="41.37018, 2.13688"' in client.get(f"/ca/gestio/iniciatives/{slug}/canvia/llocs").text


def test_the_team_sees_why_something_may_be_the_same(app: Flask, client: Reader) -> None:
    save_public_profile(make_profile_draft("Amagada", shows_only_barri=True))
    begun = client.submit("/ca/iniciatives/alta", name="Hort de la Font")
    draft = str(begun.location).removesuffix("repetides")
    client.submit(f"{draft}que-fa", summary="Verdura i conversa")
    assert client.submit(f"{draft}on", address=HERE).location.endswith("lloc=1")
    assert "Amagada" not in client.get(f"{draft}envia").text
    sign_in(client, make_account())
    client.submit(f"{draft}envia")
    plan = make_account()
    give_role(plan, Role.PLAN)
    team = sign_in(visitor(app), plan, is_strong=True)
    found = re.search(r'href="(/ca/gestio/iniciatives/enviades/\w+)"', team.get("/ca/gestio/iniciatives/").text)
    assert found is not None
    page = team.get(found[1]).text
    assert "Amagada" in page
    assert "És a la mateixa adreça." in page
