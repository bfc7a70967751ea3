"""Legal facts are typed: what is wrong in the settings is named with its place, before anybody reads a notice."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from coopnet.foundation import legal
from tests.house.sources import ROOT

DISTRICT = ROOT / "coopnet" / "vocabulary" / "data" / "sants-montjuic" / "district.json"


@pytest.fixture
def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DISTRICT.read_text(encoding="utf-8"))["legal"]
    return copy.deepcopy(found)


def test_the_demo_districts_facts_are_an_example_and_claim_no_evaluation(facts: dict[str, Any]) -> None:
    read = legal.read(facts)
    assert read.is_example
    assert (read.accessibility.status, read.accessibility.evaluated_on) == (None, None)


def test_registering_rests_on_no_consent_and_access_needs_do(facts: dict[str, Any]) -> None:
    read = legal.read(facts)
    assert read.purpose("registration").bases == ("6.1.b",)
    assert read.purpose("access_needs").bases == ("9.2.a",)


def test_facts_say_everything_in_every_language(facts: dict[str, Any]) -> None:
    def texts(value: object) -> Iterator[dict[str, str]]:
        if isinstance(value, dict) and {"ca", "es", "en"} & value.keys():
            yield value
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    assert [one for one in texts(facts) if set(one) != {"ca", "es", "en"}] == []


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda raw: raw.pop("retention"), r"legal: missing \['retention'\]"),
        (lambda raw: raw.update(more=1), r"unknown \['more'\]"),
        (lambda raw: raw["retention"].update(needs_days="15"), "legal.retention.needs_days: must be a whole number"),
        (lambda raw: raw["retention"].update(needs_days=True), "legal.retention.needs_days: must be a whole number"),
        (lambda raw: raw["retention"].update(needs_days=0), "legal.retention.needs_days: .* above 0"),
        (lambda raw: raw.update(is_example="yes"), "legal.is_example: must be true or false"),
        (lambda raw: raw.update(updated_on="24/11/2026"), "legal.updated_on: must be a date such as"),
        (
            lambda raw: raw["purposes"].pop(),
            "legal.purposes: must be registration, access_needs, grant, account, directory, network, safety",
        ),
        (lambda raw: raw["purposes"][0].update(bases=["6.1.z"]), r"legal.purposes\[0\].bases: must be some of"),
        (lambda raw: raw["purposes"][0].update(bases=[]), r"legal.purposes\[0\].bases: must be some of"),
        (lambda raw: raw["purposes"][0].update(code="sell"), r"legal.purposes\[0\].code: must be one of"),
        (lambda raw: raw["recipients"][0].update(why={}), r"legal.recipients\[0\].why: must be texts by language"),
        (lambda raw: raw["recipients"][0].update(why={"ca": 1}), r"legal.recipients\[0\].why: must be texts by"),
        (lambda raw: raw.update(authorities={}), "legal.authorities: must be a list"),
        (lambda raw: raw.update(data_contact="me"), "legal.data_contact: must be an object"),
        (lambda raw: raw["accessibility"].update(status="full"), "legal.accessibility: a status needs the day"),
        (lambda raw: raw["accessibility"].update(evaluated_on="2026-01-01"), "legal.accessibility: a status needs"),
    ],
)
def test_a_wrong_fact_is_named_with_its_place(facts: dict[str, Any], change: Change, named: str) -> None:
    change(facts)
    with pytest.raises(ValueError, match=named):
        legal.read(facts)


def test_an_evaluation_has_its_day_and_status(facts: dict[str, Any]) -> None:
    facts["accessibility"].update(status="partial", evaluated_on="2027-02-01", method="external")
    read = legal.read(facts)
    assert (read.accessibility.status, str(read.accessibility.evaluated_on)) == ("partial", "2027-02-01")
