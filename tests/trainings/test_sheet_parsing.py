"""Rows become drafts: what a later row inherits, what is an error or a warning, and that each is said once."""

import difflib
import json
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coopnet.foundation.sheets import Row
from coopnet.trainings.rules.drafts import Draft, Partner, VenueDraft
from coopnet.trainings.rules.sheet_columns import name_of
from coopnet.trainings.rules.sheet_parsing import Parsed, parse
from coopnet.vocabulary.rules import read_terms
from coopnet.vocabulary.rules.sheet_columns import fold
from coopnet.vocabulary.rules.sheet_reading import Vocabulary

TAXONOMY = Path("coopnet/vocabulary/data/sants-montjuic/taxonomy.json")
TERMS = read_terms(json.loads(TAXONOMY.read_text(encoding="utf-8")), ("ca", "es", "en"))
USUAL: dict[str, object] = {
    "code": "T-1",
    "title": "Hort comunitari",
    "format": "presencial",
    "date": "25/11/2026",
    "starts": "18:00",
    "ends": "20:00",
    "venue": "Can Batlló",
    "address": "Recinte de Can Batlló",
    "barri": "la Bordeta",
    "room": "Sala gran",
    "capacity": "20",
    "registration": "oberta",
}


def key(text: str) -> str:
    return re.sub(r"^(?:el|la|els|les|l) ", "", fold(text)).replace(" ", "") or text.strip().casefold()


KEYS = {
    kind: {key(name): term for term in terms for name in (*term.labels.values(), *term.aliases, term.code)}
    for kind, terms in TERMS.items()
}


def match(kind: str, typed: str) -> str | None:
    term = KEYS[kind].get(key(typed))
    return term.code if term else None


def nearest(kind: str, typed: str) -> list[str]:
    return [KEYS[kind][near].labels["ca"] for near in difflib.get_close_matches(key(typed), KEYS[kind], n=1)]


WORDS = Vocabulary(
    match=match, nearest=nearest, key=key, plan="pde-2017", zone=ZoneInfo("Europe/Madrid"), language="ca"
)


def read(*rows: dict[str, object]) -> Parsed:
    fields = list(dict.fromkeys(name for row in rows for name in row))
    sheet = [Row(number, tuple(row.get(name) for name in fields)) for number, row in enumerate(rows, start=2)]
    return parse([name_of(name) for name in fields], sheet, WORDS)


def usual(**changed: object) -> dict[str, object]:
    return USUAL | changed


def later(**changed: object) -> dict[str, object]:
    return {"code": "T-1", "date": "02/12/2026", **changed}


def draft_of(*rows: dict[str, object]) -> Draft:
    parsed = read(*rows)
    assert [one for one in parsed.problems if one.severity == "error"] == []
    return parsed.drafts[0][1]


def problems_of(*rows: dict[str, object]) -> list[tuple[int, str, str]]:
    return [(one.row, one.severity, one.code) for one in read(*rows).problems]


def test_the_usual_training_has_no_problem() -> None:
    assert problems_of(usual(), later()) == []


def test_a_later_row_is_as_the_first_where_it_says_nothing() -> None:
    first, second = draft_of(usual(), later()).sessions
    assert (
        (second.venue, second.room)
        == (first.venue, first.room)
        == (
            VenueDraft("Can Batlló", "Recinte de Can Batlló", match("barris", "la Bordeta")),
            "Sala gran",
        )
    )


def test_address_barri_and_room_of_one_venue_say_nothing_of_another() -> None:
    second = draft_of(usual(), later(venue="Casal de barri (exemple)")).sessions[1]
    assert (second.venue, second.room) == (VenueDraft("Casal de barri (exemple)"), "")


def test_the_same_venue_spelt_otherwise_is_the_same() -> None:
    second = draft_of(usual(), later(venue=" CAN BATLLO ")).sessions[1]
    assert second.venue == VenueDraft("Can Batlló", "Recinte de Can Batlló", match("barris", "la Bordeta"))
    assert second.room == "Sala gran"


@pytest.mark.parametrize("ends", ["24:00", "24 h", "0:00", time()])
def test_what_ends_at_midnight_ends_with_its_day(ends: object) -> None:
    [session] = draft_of(usual(ends=ends)).sessions
    assert f"{session.ends_at.astimezone(ZoneInfo('Europe/Madrid')):%H:%M}" == "00:00"
    assert timedelta() < session.ends_at - session.starts_at < timedelta(days=1)


def test_what_is_wrong_in_the_first_row_is_said_once_however_many_follow() -> None:
    rows = [later(date=f"{day:02}/12/2026") for day in range(2, 12)]
    assert problems_of(usual(starts="tard"), *rows) == [(2, "error", "not_a_time")]
    assert problems_of(usual(barri="Sans"), *rows) == [(2, "error", "unknown_term")]
    assert problems_of(usual(starts=""), *rows) == [(2, "error", "missing")]


def test_every_missing_thing_is_said_in_one_run() -> None:
    assert problems_of(usual(date="31/11/2026", ends="17:00")) == [
        (2, "error", "no_such_date"),
        (2, "error", "ends_before_it_starts"),
    ]
    found = read(usual(title="", date="31/11/2026", starts="", capacity="vint"))
    assert {(one.column, one.code) for one in found.problems} == {
        ("Títol", "missing"),
        ("Data", "no_such_date"),
        ("Hora inici", "missing"),
        ("Places", "not_a_number"),
    }


@pytest.mark.parametrize(
    ("changed", "severity", "code"),
    [
        ({"ends": "17:00"}, "error", "ends_before_it_starts"),
        ({"barri": "Poble-sek"}, "error", "unknown_term"),
        ({"topics": "Astrologia"}, "error", "unknown_term"),
        ({"partners": "Coòpolis: astròleg"}, "error", "unknown_term"),
        ({"registration": "externa"}, "error", "external_without_link"),
        ({"title": "#REF!"}, "error", "broken_formula"),
        ({"opens": "20/11/2026", "closes": "10/11/2026"}, "error", "closes_before_it_opens"),
        ({"closes": "26/11/2026"}, "warning", "closes_after_start"),
        ({"opens": "26/11/2026"}, "warning", "opens_after_start"),
        ({"online_capacity": "10"}, "warning", "places_online_of_one_way"),
        ({"format": "en línia", "link": "https://meet.example.org/a"}, "warning", "online_has_no_venue"),
    ],
)
def test_each_slip_has_its_severity(changed: dict[str, object], severity: str, code: str) -> None:
    assert problems_of(usual(**changed)) == [(2, severity, code)]


def test_nobody_is_sent_to_the_venue_of_what_is_online_alone() -> None:
    link = "https://meet.example.org/a"
    [online] = draft_of(usual(format="en línia", link=link)).sessions
    assert (online.venue, online.room, online.online_url) == (None, "", link)
    assert draft_of(usual(format="híbrid", link=link)).sessions[0].venue is not None


def test_what_is_nearly_a_barri_is_named() -> None:
    assert "Poble-sec" in read(usual(barri="Poble-sek")).problems[0].values["near"]


def test_the_same_session_twice_and_a_row_that_contradicts() -> None:
    assert problems_of(usual(), later(date="25/11/2026")) == [(3, "error", "same_session_twice")]
    assert problems_of(usual(), later(capacity="30")) == [(3, "warning", "differs_from_first_row")]


def test_a_measure_that_a_spreadsheet_took_for_a_number() -> None:
    for typed in ("8.2, 8.7", "8,2, 8,7", "8.2,8.7", "8.2; 8.7"):
        assert draft_of(usual(measures=typed)).measures == ("pde-2017:8.2", "pde-2017:8.7")
    assert draft_of(usual(measures=8.2)).measures == ("pde-2017:8.2",)


def test_a_label_may_hold_commas() -> None:
    label = next(term for term in TERMS["measures"] if "," in term.labels["ca"]).labels["ca"]
    assert len(draft_of(usual(measures=f"{label}, 8.7")).measures) == 2


def test_names_without_latin_letters_stay_apart() -> None:
    partners = draft_of(usual(partners="合作社: docència; تعاونية: difusió")).partners
    assert [partner.name for partner in partners] == ["合作社", "تعاونية"]


def test_an_entity_named_twice_is_one_with_both_roles() -> None:
    found = draft_of(usual(partners="Coòpolis: docència; COÒPOLIS: difusió")).partners
    assert found == (Partner("Coòpolis", tuple(str(match("partner_roles", role)) for role in ("docència", "difusió"))),)


def test_the_mark_of_calling_off_is_cut_from_every_language() -> None:
    found = draft_of(usual(title="ANUL·LAT - Hort", title_es="ANULADO - Huerto"))
    assert found.is_cancelled
    assert {text.language: text.title for text in found.texts} == {"ca": "Hort", "es": "Huerto"}


def test_times_are_of_the_district_in_winter_and_in_summer() -> None:
    winter, summer = draft_of(usual(), later(date="02/06/2027")).sessions
    assert winter.starts_at == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert summer.starts_at == datetime(2027, 6, 2, 16, tzinfo=UTC)


def test_registration_opens_at_midnight_and_closes_when_its_last_day_ends() -> None:
    found = draft_of(usual(opens="25/10/2026", closes="25/10/2026"))
    assert found.opens_at == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert found.closes_at == datetime(2026, 10, 25, 23, tzinfo=UTC)  # a day of 25 hours


def test_more_parts_than_a_question_has_are_told_and_left_out() -> None:
    found = read({**USUAL, "questions": "Edat?|número|no||Per la subvenció|i res més // Nom?|text curt|no||Perquè sí|"})
    assert [(one.row, one.column, one.severity, one.code) for one in found.problems] == [
        (2, name_of("questions"), "warning", "question_with_more_parts")
    ]
    assert [one.why for one in found.drafts[0][1].questions] == ["Per la subvenció", "Perquè sí"]


def test_a_cell_that_is_wrong_is_not_said_to_be_empty_as_well() -> None:
    assert problems_of(usual(capacity="vint")) == [(2, "error", "not_a_number")]
    assert problems_of(usual(format="en línia", venue="", link="javascript:alert(1)")) == [
        (2, "error", "not_an_address")
    ]
    assert (2, "warning", "no_limit_of_places") in problems_of(usual(capacity=""))
