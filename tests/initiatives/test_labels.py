"""Labels that only their owner may give: nobody else can, and only what was given is shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import clock, district, outbox
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.initiatives.letters import LABEL, word_label
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.service import labelling
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile, save_public_profile
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

XES, COOPOLIS = "Sòcia de la XES", "Acompanyada per Coòpolis"
INDEX = "/ca/gestio/distintius/"


@pytest.fixture
def xes(app: Flask) -> Saved:
    """The granter XES has a profile here."""
    saved = save_public_profile(make_profile_draft("Xarxa d'Economia Solidària"))
    here: district.District = app.config["DISTRICT"]
    app.config["DISTRICT"] = replace(here, label_granters={**here.label_granters, "XES": saved.slug})
    return saved


def browser(app: Flask, role: Role, subject: Saved | None = None) -> Reader:
    account = make_account()
    give_role(account, role, subject_id=subject.public_id if subject else None)
    return sign_in(visitor(app), account, is_strong=True)


def stating(name: str = "Fusteria La Clau", *codes: str) -> Saved:
    return save_public_profile(make_profile_draft(name, stated=codes or ("xes",)))


def page_of(saved: Saved) -> str:
    return f"/ca/iniciatives/{saved.slug}/"


def press(reader: Reader, page: str, action: str) -> int:
    return reader.submit(page, form=f"action={action}").status_code


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR])
def test_its_owner_confirms_what_an_entity_says(app: Flask, client: Reader, xes: Saved, role: Role) -> None:
    saved = stating()
    assert XES not in client.get(page_of(saved)).text
    reader = browser(app, role, xes)
    assert XES in reader.get(INDEX).text
    page = reader.get(f"{INDEX}xes").text
    assert "Fusteria La Clau" in page
    assert press(reader, f"{INDEX}xes", f"{INDEX}xes/{saved.slug}/dona") == 303
    shown = client.get(page_of(saved)).text
    assert XES in shown
    assert "XES · " in shown  # by whom and since when
    assert f"{XES} (exemple)" not in shown


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        (Role.OWNER, "xes", True),
        (Role.OWNER, "balanc_social", True),
        (Role.OWNER, "acompanyada_coopolis", False),
        (Role.PLAN, "xes", False),  # it has a profile: its own people answer
        (Role.COORDINATOR, "xes", False),
        (Role.PLAN, "acompanyada_coopolis", True),
        (Role.COORDINATOR, "acompanyada_coopolis", True),
        (Role.PLAN, "utilitat_publica", False),  # nobody's to give
        (Role.PLAN, "no_such_code", False),
    ],
)
def test_only_the_granting_entity_gives_and_withdraws(app: Flask, xes: Saved, role: Role, code: str, may: bool) -> None:  # noqa: FBT001 - a column of the table
    saved = save_public_profile()
    reader = browser(app, role, xes if role == Role.OWNER else None)
    assert (reader.get(f"{INDEX}{code}").status_code == 200) is may
    given = f"{INDEX}{code}/{saved.slug}/dona"
    kept = reader.get("/ca/compte/").text
    data = {"csrf_token": read_form(kept, "method").fields["csrf_token"][0]}
    assert reader.post(given, data=data).status_code == (303 if may else 404)
    assert reader.post(f"{INDEX}{code}/{saved.slug}/retira", data=data).status_code == (303 if may else 404)


def test_the_granting_entity_finds_its_labels_beside_its_profile(app: Flask, xes: Saved) -> None:
    assert INDEX in browser(app, Role.OWNER, xes).get(f"/ca/gestio/iniciatives/{xes.slug}/").text
    other = save_public_profile()
    assert INDEX not in browser(app, Role.OWNER, other).get(f"/ca/gestio/iniciatives/{other.slug}/").text


def test_who_keeps_another_entity_gives_nothing(app: Flask, xes: Saved) -> None:
    saved = stating()
    own = browser(app, Role.OWNER, saved)  # not even to itself
    assert own.get(INDEX).status_code == 404
    assert INDEX not in own.get("/ca/gestio/").text
    assert own.get(f"{INDEX}xes").status_code == 404
    data = {"csrf_token": read_form(own.get("/ca/compte/").text, "method").fields["csrf_token"][0]}
    assert own.post(f"{INDEX}xes/{saved.slug}/dona", data=data).status_code == 404


def test_withdrawn_it_is_shown_no_more_and_can_be_given_again(app: Flask, client: Reader) -> None:
    saved = stating("Fusteria La Clau", "acompanyada_coopolis")
    in_transaction(partial(labelling.grant, saved.slug, "acompanyada_coopolis", actor=ACTOR, now=clock.now()))
    assert COOPOLIS in client.get(page_of(saved)).text
    reader = browser(app, Role.PLAN)
    path = f"{INDEX}acompanyada_coopolis/{saved.slug}/retira"
    assert "Fusteria La Clau" in reader.get(path).text
    assert reader.submit(path).status_code == 303
    assert COOPOLIS not in client.get(page_of(saved)).text
    assert "/dona" not in reader.get(f"{INDEX}acompanyada_coopolis").text  # answered: it does not wait
    typed = reader.submit(f"{INDEX}acompanyada_coopolis", who="fusteria la CLAU")
    assert typed.status_code == 303
    assert COOPOLIS in client.get(page_of(saved)).text
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.endswith("_label")).order_by(AuditEntry.id)
    ).all()
    assert actions[-3:] == ["initiative.grant_label", "initiative.withdraw_label", "initiative.grant_label"]


def test_what_is_not_true_is_answered_and_waits_no_more(app: Flask, client: Reader) -> None:
    saved = stating("Fusteria La Clau", "acompanyada_coopolis")
    reader = browser(app, Role.COORDINATOR)
    assert COOPOLIS in reader.get("/ca/gestio/").text
    assert reader.submit(f"{INDEX}acompanyada_coopolis/{saved.slug}/retira").status_code == 303
    assert COOPOLIS not in client.get(page_of(saved)).text
    assert COOPOLIS not in reader.get("/ca/gestio/").text
    assert db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == (
        "initiative.decline_label"
    )


def test_it_is_given_by_name_or_by_address_and_no_other(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    save_profile(make_profile_draft("Encara no és pública"))
    reader = browser(app, Role.PLAN)
    path = f"{INDEX}acompanyada_coopolis"
    for wrong in ("No existeix", "Encara no és pública", "%", "a" * 90):
        answer = reader.submit(path, who=wrong)
        assert answer.status_code == 422
        assert 'href="#who"' in answer.text
    assert reader.submit(path, who=f"http://localhost:5000/ca/iniciatives/{saved.slug}/").status_code == 303
    assert COOPOLIS in client.get(page_of(saved)).text
    again = reader.submit(path, who=saved.slug)
    assert again.status_code == 303


def test_a_granter_whose_profile_moved_is_the_same_one(app: Flask, xes: Saved) -> None:
    save_profile(make_profile_draft("XES, la xarxa"), xes.initiative_id)
    reader = browser(app, Role.OWNER, xes)
    assert reader.get(f"{INDEX}xes").status_code == 200


def test_pages_ask_the_same_for_many_as_for_few(app: Flask) -> None:
    reader = browser(app, Role.PLAN)
    asked = []
    for number in range(6):
        saved = stating(f"Entitat {number}", "acompanyada_coopolis")
        if number % 2:
            in_transaction(partial(labelling.grant, saved.slug, "acompanyada_coopolis", actor=ACTOR, now=clock.now()))
        with counted_queries() as queries:
            page = reader.get(f"{INDEX}acompanyada_coopolis").text
        assert page.count("/dona") == number // 2 + 1
        asked.append(len(queries))
    assert max(asked[1:]) <= min(asked[1:]) <= 10


def test_the_longest_waiting_comes_first_and_a_new_statement_waits_again(app: Flask) -> None:
    first = stating("Zeta", "acompanyada_coopolis")
    stating("Alfa", "acompanyada_coopolis")
    reader = browser(app, Role.PLAN)
    page = reader.get(f"{INDEX}acompanyada_coopolis").text
    assert page.index("Zeta") < page.index("Alfa")
    decline = partial(labelling.decline, first.slug, "acompanyada_coopolis", actor=ACTOR)
    assert in_transaction(lambda: decline(now=clock.now())) is True
    later = clock.now() + timedelta(days=1)
    save_profile(make_profile_draft("Zeta"), first.initiative_id, now=later)
    save_profile(make_profile_draft("Zeta", stated=("acompanyada_coopolis",)), first.initiative_id, now=later)
    assert "Zeta" in reader.get(f"{INDEX}acompanyada_coopolis").text


def test_who_keeps_the_profile_is_written_to_in_their_language(
    app: Flask, letters: Callable[..., list[Dispatch]]
) -> None:
    saved, other = save_public_profile(), save_public_profile(make_profile_draft("Una altra"))
    keeper, stranger = make_account("keeper@example.org"), make_account()
    give_role(keeper, Role.EDITOR, subject_id=saved.public_id)
    give_role(stranger, Role.EDITOR, subject_id=other.public_id)
    for change in (labelling.grant, labelling.grant, labelling.withdraw):  # given twice, it is given once
        in_transaction(partial(change, saved.slug, "xes", actor=ACTOR, now=clock.now()))
    given, withdrawn = letters(LABEL)
    assert {given.recipient, withdrawn.recipient} == {"keeper@example.org"}
    with in_language("ca"):
        words, gone = word_label(given), word_label(withdrawn)
    assert isinstance(words, Words)
    assert isinstance(gone, Words)
    assert words.subject == f"Fusteria La Clau té un distintiu nou: {XES}"
    assert "XES" in words.text
    assert f"/ca/iniciatives/{saved.slug}/" in words.html
    assert gone.subject == f"Fusteria La Clau ja no té el distintiu «{XES}»"
    given.channel = SMS
    with in_language("en"):
        assert str(word_label(given)).startswith("Fusteria La Clau has a new label: Member of the XES http")


def test_a_letter_about_a_label_is_forgotten_with_the_person(
    app: Flask, letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    keeper = make_account()
    give_role(keeper, Role.OWNER, subject_id=saved.public_id)
    in_transaction(partial(labelling.grant, saved.slug, "xes", actor=ACTOR, now=clock.now()))
    in_transaction(lambda: outbox.forget("account", keeper.public_id))
    assert word_label(letters(LABEL)[0]) is None


def test_an_example_is_called_one_until_it_is_given_in_earnest(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    grant = partial(labelling.grant, saved.slug, "xes", actor=ACTOR, now=clock.now())
    in_transaction(partial(grant, is_example=True))
    assert f"{XES} (exemple)" in client.get(page_of(saved)).text
    in_transaction(partial(labelling.withdraw, saved.slug, "xes", actor=ACTOR, now=clock.now()))
    in_transaction(grant)
    assert f"{XES} (exemple)" not in client.get(page_of(saved)).text


def test_what_was_given_is_not_declined(app: Flask, client: Reader) -> None:
    saved = stating()
    in_transaction(partial(labelling.grant, saved.slug, "xes", actor=ACTOR, now=clock.now()))
    assert in_transaction(partial(labelling.decline, saved.slug, "xes", actor=ACTOR, now=clock.now())) is False
    assert XES in client.get(page_of(saved)).text


def test_under_an_address_that_an_entity_had_its_label_is_found(app: Flask, client: Reader, xes: Saved) -> None:
    saved, reader = stating(), browser(app, Role.OWNER, xes)
    renamed = save_profile(make_profile_draft("Fusteria del Clot", stated=("xes",)), saved.initiative_id)
    old, new = (f"{INDEX}xes/{each.slug}/retira" for each in (saved, renamed))
    moved = reader.get(old)
    assert (moved.status_code, moved.location) == (301, new)
    page = f"{INDEX}xes"
    given = {"csrf_token": read_form(reader.get(page).text).fields["csrf_token"]}
    sent = reader.post(f"{page}/{saved.slug}/dona", data=given)
    assert (sent.status_code, sent.location) == (308, f"{page}/{renamed.slug}/dona")
    assert reader.submit(page, who=f"http://localhost:5000{page_of(saved)}").status_code == 303
    assert XES in client.get(page_of(renamed)).text
    assert reader.get(f"{INDEX}xes/no-hi-es/retira").status_code == 404


def test_an_old_address_of_one_that_is_not_public_leads_nowhere(app: Flask, xes: Saved) -> None:
    saved = save_profile(make_profile_draft())
    save_profile(make_profile_draft("Fusteria del Clot"), saved.initiative_id)
    assert browser(app, Role.OWNER, xes).get(f"{INDEX}xes/{saved.slug}/retira").status_code == 404
