"""One profile: what it shows, its addresses, its history, its labels."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from coopnet.foundation import clock, personal_data
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import (
    Initiative,
    InitiativeChange,
    InitiativeContact,
    InitiativeMessage,
    InitiativeReport,
)
from coopnet.initiatives.service import asking, find_or_add, labelling, undoing
from coopnet.initiatives.service.publishing import close
from coopnet.initiatives.service.upkeep import erase_closed, erase_messages, erase_reports
from coopnet.web import limits
from tests.factories.initiatives import (
    ACTOR,
    EMAIL,
    NOW,
    make_place,
    make_profile_draft,
    save_profile,
    save_public_profile,
)
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

WRITTEN = (InitiativeMessage, InitiativeReport, Dispatch)


def test_a_renamed_profile_answers_at_its_old_address(client: Reader) -> None:
    saved = save_public_profile()
    again = save_profile(make_profile_draft("Fusteria El Roure"), saved.initiative_id)
    assert again.slug == "fusteria-el-roure"
    answer = client.get(f"/ca/iniciatives/{saved.slug}/")
    assert (answer.status_code, answer.location) == (301, "/ca/iniciatives/fusteria-el-roure/")


def test_the_page_hides_what_is_not_public(client: Reader) -> None:
    saved = save_public_profile(make_profile_draft(shows_only_barri=True, stated=("xes",)))
    page = client.get(f"/ca/iniciatives/{saved.slug}/").text
    for secret in (EMAIL, "F12345678", "Constitució", "41.37", "XES"):
        assert secret not in page
    assert "la Bordeta" in page


def test_missing_words_are_marked_with_their_language(client: Reader) -> None:
    saved = save_public_profile()
    page = client.get(f"/es/iniciatives/{saved.slug}/").text
    assert "Muebles a medida" in page
    assert 'lang="ca"' in page


def test_a_change_is_kept_and_can_be_taken_back() -> None:
    draft = make_profile_draft()
    saved = save_profile(draft)
    changed = save_profile(replace(draft, year=1999), saved.initiative_id)
    assert [change.field for change in changed.changes] == ["year"]
    in_transaction(partial(undoing.undo, saved.public_id, changed.version, actor=ACTOR, now=NOW))
    db.session.expire_all()
    assert db.session.get_one(Initiative, saved.initiative_id).year is None
    assert db.session.scalar(select(func.count()).select_from(InitiativeChange)) == 3
    assert db.session.scalar(select(func.count()).where(AuditEntry.subject_id == saved.public_id)) == 3


def test_saving_the_same_changes_nothing() -> None:
    saved = save_profile(make_profile_draft())
    assert save_profile(make_profile_draft(), saved.initiative_id).version == saved.version


def test_two_who_edit_at_once_do_not_overwrite_each_other() -> None:
    saved = save_profile(make_profile_draft())
    save_profile(make_profile_draft(year=1990), saved.initiative_id, seen_version=saved.version)
    with pytest.raises(RuleBroken, match="edited_meanwhile"):
        save_profile(make_profile_draft(year=1991), saved.initiative_id, seen_version=saved.version)


def test_two_profiles_have_two_names() -> None:
    save_profile(make_profile_draft())
    with pytest.raises(RuleBroken, match="name_taken"):
        save_profile(make_profile_draft("FUSTERIA la clau"))


def test_a_bare_name_becomes_the_profile_of_that_name() -> None:
    named = in_transaction(lambda: find_or_add("la Fusteria La Clau").id)
    assert save_profile(make_profile_draft("La Fusteria la Clau")).initiative_id == named


def test_a_label_is_shown_once_its_owner_has_given_it(client: Reader) -> None:
    saved = save_public_profile(make_profile_draft(stated=("xes",)))
    address = f"/ca/iniciatives/{saved.slug}/"
    assert "Sòcia de la XES" not in client.get(address).text
    assert in_transaction(partial(labelling.grant, saved.slug, "xes", actor=ACTOR, now=NOW))
    assert "Sòcia de la XES" in client.get(address).text
    assert in_transaction(partial(labelling.withdraw, saved.slug, "xes", actor=ACTOR, now=NOW))
    assert "Sòcia de la XES" not in client.get(address).text
    with pytest.raises(RuleBroken, match="label_not_found"):
        in_transaction(partial(labelling.grant, saved.slug, "sense_anim_lucre", actor=ACTOR, now=NOW))


def test_a_closed_one_stays_and_is_in_no_list(client: Reader) -> None:
    saved = save_public_profile()
    in_transaction(partial(close, saved.slug, actor=ACTOR, now=NOW))
    assert client.get(f"/ca/iniciatives/{saved.slug}/").status_code == 200
    assert saved.slug not in client.get("/ca/iniciatives/").text


def test_what_no_longer_exists_is_neither_open_nor_to_be_reached(client: Reader) -> None:
    saved = save_public_profile()
    address, told = f"/ca/iniciatives/{saved.slug}/", ("931 55 01 02", "Horari", "Confirmada", "ld+json", "escriu")
    assert all(each in client.get(address).text for each in told)
    assert client.get(f"/murmurations/{saved.slug}.json", buffered=True).status_code == 200
    in_transaction(partial(close, saved.slug, actor=ACTOR, now=NOW))
    assert not [each for each in told if each in client.get(address).text]
    assert client.get(f"/murmurations/{saved.slug}.json").status_code == 404


def test_how_it_was_reached_goes_a_year_after_it_has_ended() -> None:
    saved = save_public_profile()
    in_transaction(partial(close, saved.slug, actor=ACTOR, now=NOW))
    for days, ways, tax_id in ((364, 2, "F12345678"), (366, 0, None)):
        later = NOW + timedelta(days=days)
        in_transaction(partial(erase_closed, later))
        assert db.session.scalar(select(func.count()).select_from(InitiativeContact)) == ways
        assert db.session.scalars(select(Initiative.tax_id)).one() == tax_id
        db.session.rollback()
        counted = {line.field.name.partition(":")[0]: line.overdue for line in personal_data.report(later)}
        assert counted["initiative"] == 0


def test_who_shows_only_the_barri_shows_it_also_where_it_was_told_of_the_whole_alone(client: Reader) -> None:
    saved = save_public_profile(make_profile_draft(places=(make_place(barri=None),), shows_only_barri=True))
    shown = client.get(f"/ca/iniciatives/{saved.slug}/").text
    assert "Constitució" not in shown
    assert ">On<" in shown.replace("\n", "")


def test_a_message_is_relayed_once_and_shows_no_address(client: Reader) -> None:
    saved = save_public_profile()
    path = f"/ca/iniciatives/{saved.slug}/escriu"
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia", "agrees": "y", "form_key": "k" * 20}
    for _time in range(2):
        answer = client.submit(path, **typed)
        assert answer.status_code == 303
        assert EMAIL not in client.get(path).text
    letters = db.session.scalars(select(Dispatch).where(Dispatch.kind == "initiative.message")).all()
    assert [letter.recipient for letter in letters] == [EMAIL]
    assert db.session.scalar(select(func.count()).select_from(InitiativeMessage)) == 1


def test_nothing_of_a_sender_stays_after_thirty_days(client: Reader) -> None:
    saved = save_public_profile()
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia", "agrees": "y"}
    client.submit(f"/ca/iniciatives/{saved.slug}/escriu", **typed)
    later = clock.now() + timedelta(days=31)
    assert in_transaction(lambda: erase_messages(later - timedelta(days=2))) == 0
    assert in_transaction(lambda: erase_messages(later)) == 1
    kept = db.session.scalars(select(InitiativeMessage)).one()
    assert (kept.name, kept.email, kept.text) == (None, None, None)


def test_what_a_message_needs_is_not_called_optional_and_an_end_is_kept(client: Reader) -> None:
    path = f"/ca/iniciatives/{save_public_profile().slug}/escriu"
    assert "(opcional)" not in client.get(path).text
    typed = {"name": "R" * 101, "email": "rosa", "text": "x" * 3001, "agrees": "y"}
    answer = client.submit(path, **typed)
    assert answer.status_code == 422
    assert answer.text.count("És massa llarg.") >= 2
    assert db.session.scalar(select(func.count()).select_from(InitiativeMessage)) == 0


def test_a_message_without_consent_is_not_sent(client: Reader) -> None:
    saved = save_public_profile()
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia"}
    answer = client.submit(f"/ca/iniciatives/{saved.slug}/escriu", **typed)
    assert answer.status_code == 422
    assert "Bon dia" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Dispatch)) == 0


def test_anybody_can_say_that_something_is_wrong(client: Reader) -> None:
    saved = save_public_profile()
    assert client.submit(f"/ca/iniciatives/{saved.slug}/avisa", reason="place").status_code == 303
    assert db.session.scalars(select(InitiativeReport)).one().reason == "place"


def test_what_somebody_wrote_of_a_wrong_goes_after_a_year_and_that_it_was_said_stays(client: Reader) -> None:
    saved = save_public_profile()
    client.submit(f"/ca/iniciatives/{saved.slug}/avisa", reason="place", text="Em dic Rosa i ja no hi són")
    later = clock.now() + timedelta(days=366)
    in_transaction(lambda: erase_reports(later - timedelta(days=2)))
    assert db.session.scalars(select(InitiativeReport.text)).one() != ""
    counted = {line.field.name: line.overdue for line in personal_data.report(later + timedelta(days=1))}
    assert counted["initiative_report: words of who says that something is wrong"] == 1
    in_transaction(lambda: erase_reports(later))
    db.session.expire_all()
    kept = db.session.scalars(select(InitiativeReport)).one()
    assert (kept.text, kept.reason) == ("", "place")


@pytest.mark.parametrize("page", ["escriu", "avisa"])
def test_a_form_whose_token_is_old_is_shown_again_with_everything_in_it(client: Reader, page: str) -> None:
    saved = save_public_profile()
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia", "agrees": "y", "reason": "place"}
    answer = client.submit(f"/ca/iniciatives/{saved.slug}/{page}", **typed, csrf_token="old")
    assert answer.status_code == 422
    assert "Bon dia" in answer.text
    assert [db.session.scalar(select(func.count()).select_from(model)) for model in WRITTEN] == [0, 0, 0]


@pytest.mark.parametrize("page", ["escriu", "avisa"])
def test_who_writes_too_often_waits_and_loses_nothing(
    client: Reader, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    for name in ("initiative_message", "initiative_report"):
        monkeypatch.setitem(limits.RATES, name, "1 per hour")
    path = f"/ca/iniciatives/{save_public_profile().slug}/{page}"
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia", "agrees": "y", "reason": "place"}
    assert client.submit(path, **typed).status_code == 303
    answer = client.submit(path, **(typed | {"text": "Una altra cosa"}))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Una altra cosa" in answer.text


@pytest.mark.parametrize(("page", "service"), [("escriu", "write_to"), ("avisa", "report")])
def test_what_is_refused_at_the_last_moment_is_said_in_the_form(
    client: Reader, monkeypatch: pytest.MonkeyPatch, page: str, service: str
) -> None:
    def refuse(*_args: object, **_values: object) -> None:
        raise RuleBroken("initiative_not_found")

    monkeypatch.setattr(asking, service, refuse)
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia", "agrees": "y", "reason": "place"}
    answer = client.submit(f"/ca/iniciatives/{save_public_profile().slug}/{page}", **typed)
    assert answer.status_code == 422
    assert "No hi ha cap iniciativa en aquesta adreça." in answer.text
    assert "Bon dia" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/ca/iniciatives/%00/",
        "/ca/iniciatives/a%00b/escriu",
        "/ca/iniciatives/a%00b/avisa",
        "/murmurations/a%00b.json",
        "/ca/guies/%00",
        f"/ca/iniciatives/{'x' * 5000}/",
    ],
)
def test_an_address_that_nothing_can_have_is_no_page(client: Reader, path: str) -> None:
    assert client.get(path).status_code == 404


def test_only_the_page_for_frames_may_be_framed(client: Reader) -> None:
    saved = save_public_profile()
    framed = client.get("/ca/iniciatives/incrusta")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in framed.headers
    other = client.get(f"/ca/iniciatives/{saved.slug}/")
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


def test_a_formula_is_only_a_text_in_the_table(client: Reader) -> None:
    save_public_profile(make_profile_draft("=HYPERLINK(1)"))
    assert ";'=HYPERLINK(1);" in client.get("/iniciatives.csv", buffered=True).text
