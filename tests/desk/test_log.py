"""The audit log as it is read at the desk."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask

from coopnet.accounts.rules.contacts import PHONE, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, handing
from coopnet.accounts.service.erasing import erase
from coopnet.desk.views.log_words import actions
from coopnet.foundation import audit, commands
from coopnet.foundation.db import in_transaction
from coopnet.initiatives.rules.drafts import Words
from coopnet.initiatives.rules.keeping import Decision, Outcome
from tests.factories.accounts import NOW, give_role, make_account, sign_in
from tests.factories.initiatives import make_profile_draft, save_profile, save_public_profile
from tests.factories.registrations import open_training, take
from tests.house.sources import files
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, parse

LOG = "/ca/gestio/registre"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def admin(client: Reader) -> Reader:
    account = make_account("admin@example.org")
    give_role(account, Role.ADMIN)
    return sign_in(client, account, is_strong=True)


def note(subject_id: str, **changed: Any) -> None:
    usual: dict[str, Any] = {"at": NOW, "actor": "rosa@example.org", "action": "trial.act", "subject_kind": "trial"}
    in_transaction(partial(audit.record, subject_id=subject_id, **(usual | changed)))


def shown(page: str) -> list[str]:
    """Subjects of the trial entries, in the order of the page."""
    return re.findall(r"mena=trial&amp;sobre=(\w+)", page)


def told_in(page: str) -> str:
    """What the list says, without its marks."""
    entries = next(each for each in parse(page).iter("ol") if each.get("class") == "rows")
    return " ".join(" ".join(entries.itertext()).split())


def test_the_newest_stands_first(admin: Reader) -> None:
    for name in ("one", "two", "three"):
        note(name)
    assert shown(admin.get(LOG).text) == ["three", "two", "one"]


def test_before_and_after_are_told_in_words_and_what_is_the_same_is_not(admin: Reader) -> None:
    note(
        "one", before={"roles": ["plan"], "kept": "x7"}, after={"roles": ["plan", "door"], "kept": "x7", "is_on": True}
    )
    page = admin.get(LOG).text
    assert "Equip del pla, Ajuda a la porta" in page
    assert "is on" in page
    assert "x7" not in page
    assert "{" not in page.partition("<main")[2].partition("</main>")[0]


def test_what_changed_in_a_profile_is_told_before_and_after(admin: Reader) -> None:
    saved = save_public_profile()
    words = (Words("ca", "Cadires a mida", "**Fusta** del país", ("Mobles",), ("Serradures",), ("Un camió",)),)
    save_profile(make_profile_draft(words=words, year=1999, barri="18"), saved.initiative_id)
    published = told_in(admin.get(f"{LOG}?que=initiative.publish").text)
    assert "abans: esborrany" in published
    assert "després: publicada" in published
    assert "versió" not in published
    page = admin.get(f"{LOG}?que=initiative.change").text
    for told in ("Mobles a mida", "Cadires a mida", "resum (ca)", "1999", "Sants"):
        assert told in page
    with counted_queries() as queries:
        admin.get(LOG)
    assert len(queries) <= 10


def test_moments_stand_on_the_wall_clocks_of_the_district_and_parts_have_names(admin: Reader) -> None:
    note("one", before={"opens_at": "2026-12-01T08:00:00+00:00"}, after={"opens_at": "2026-12-01T08:30:00+00:00"})
    note("two", after={"fields": ["opens_at", "made_up"], "title": "2026-99-99T99:99:99+00:00"})
    page = admin.get(LOG).text
    assert "a les 9 h" in page
    assert "a les 9.30 h" in page
    assert "08:" not in page
    assert "obertura de la inscripció, made up" in page
    assert "2026-99-99T" in page


def test_of_what_closes_at_midnight_the_last_day_is_told_and_not_the_next(admin: Reader) -> None:
    note("one", before={"closes_at": "2027-01-15T23:00:00+00:00"}, after={"closes_at": "2027-01-20T23:00:00+00:00"})
    page = admin.get(LOG).text
    assert "15 de gener" in page
    assert "20 de gener" in page
    assert "16 de gener" not in page
    assert "21 de gener" not in page


def test_what_a_command_did_without_a_name_says_so(admin: Reader) -> None:
    note("one", actor=commands.TERMINAL)
    assert "línia d'ordres del servidor; no es va dir qui" in admin.get(LOG).text.replace("&#39;", "'")


def test_what_people_wrote_is_shown_as_text(admin: Reader) -> None:
    note("one", after={"title": "<script>x</script>"})
    assert "&lt;script&gt;x" in admin.get(LOG).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("qui=rosa@example.org", ["three", "one"]),
        ("que=trial.other", ["two"]),
        ("mena=trial&sobre=one", ["one"]),
        ("mena=trial", ["three", "two", "one"]),
        ("qui=rosa@example.org&que=trial.act&sobre=three", ["three"]),
        ("qui=nobody", []),
        ("qui=%00&que=%27&sobre=:::&des=x&fins=9999-12-31", []),
    ],
)
def test_it_is_narrowed_by_who_what_and_subject(admin: Reader, asked: str, found: list[str]) -> None:
    note("one")
    note("two", actor="boss@example.org", action="trial.other")
    note("three")
    answer = admin.get(f"{LOG}?{asked}")
    assert answer.status_code == 200
    assert shown(answer.text) == found


def test_pages_go_on_from_the_last_one_seen_and_keep_what_was_asked(admin: Reader) -> None:
    for number in range(53):
        note(f"n{number}")
    first = admin.get(f"{LOG}?mena=trial").text
    assert shown(first) == [f"n{number}" for number in range(52, 2, -1)]
    onward = re.search(r'href="(/ca/gestio/registre\?[^"]*abans=[^"]*)"', first)
    assert onward is not None
    note("newer")
    second = admin.get(onward.group(1).replace("&amp;", "&")).text
    assert shown(second) == ["n2", "n1", "n0"]
    assert "abans=" not in second.partition("<main")[2]


@pytest.mark.parametrize("typed", ["9" * 30, "-1", "x", "9" * 18, "9" * 10])
def test_a_made_up_page_is_a_page(admin: Reader, typed: str) -> None:
    assert admin.get(f"{LOG}?abans={typed}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("des=2026-11-24", ["late", "noon"]),
        ("fins=2026-11-24", ["noon", "eve"]),
        ("des=2026-11-24&fins=2026-11-24", ["noon"]),
        ("des=ahir&fins=2026-13-40", ["late", "noon", "eve"]),
        ("des=0001-01-01&fins=9999-12-31", ["late", "noon", "eve"]),
    ],
)
def test_days_begin_and_end_on_the_wall_clocks_of_the_district(admin: Reader, asked: str, found: list[str]) -> None:
    note("eve", at=datetime(2026, 11, 23, 22, 59, tzinfo=UTC))
    note("noon")
    note("late", at=datetime(2026, 11, 24, 23, 1, tzinfo=UTC))
    answer = admin.get(f"{LOG}?mena=trial&{asked}")
    assert answer.status_code == 200
    assert shown(answer.text) == found


def test_things_are_told_by_their_name_and_a_registration_by_its_training(admin: Reader) -> None:
    training = open_training(title="Fer pa")
    rosa, eva = make_account(name="Rosa Vila"), make_account("eva.pi@example.org")
    taken = take(training, "Marta Soler")
    for kind, public_id in (
        ("training", training.public_id),
        ("registration", taken.public_id),
        ("account", rosa.public_id),
        ("account", eva.public_id),
    ):
        note(public_id, subject_kind=kind)
    page = admin.get(LOG).text
    assert page.count("<bdi>Fer pa</bdi>") == 2
    assert "<bdi>Rosa Vila</bdi>" in page
    assert f"<bdi>e•••@example.org ({eva.public_id[:4]})</bdi>" in page
    assert "Marta" not in page
    assert "eva.pi" not in page


def test_what_somebody_did_is_found_under_every_address_of_theirs(admin: Reader) -> None:
    rosa = make_account("rosa@example.org", name="Rosa Vila")
    second = Address(PHONE, "+34612345678")
    proof = in_transaction(lambda: accounts.add_contact(rosa.id, second, language="ca", now=NOW).public_id)
    in_transaction(lambda: accounts.verify_contact(rosa.id, proof, now=NOW))
    note("one", actor="rosa@example.org")
    note("two", actor="+34612345678")
    note("three", actor="eva@example.org")
    page = admin.get(f"{LOG}?persona={rosa.public_id}").text
    assert shown(page) == ["two", "one"]
    assert "<bdi>Rosa Vila</bdi>" in page
    assert f"{LOG}?persona={rosa.public_id}" in admin.get(f"/ca/gestio/persones/{rosa.public_id}").text
    assert shown(admin.get(f"{LOG}?persona=nobody").text) == ["three", "two", "one"]


def test_who_was_erased_is_in_it_no_longer_what_was_done_stays(app: Flask, admin: Reader) -> None:
    rosa = make_account("rosa@example.org", name="Rosa Vila")
    here, gone = save_public_profile(), save_public_profile(make_profile_draft("Hort del Carrer"))
    give_role(rosa, Role.PLAN)
    give_role(rosa, Role.EDITOR, subject_id=gone.public_id)
    note("one", actor="rosa@example.org")
    in_transaction(
        lambda: handing.hand_on("initiative", old=gone.public_id, new=here.public_id, actor="e@x.org", now=NOW)
    )
    assert "rosa@example.org" in admin.get(LOG).text
    in_transaction(lambda: erase(rosa.id, now=NOW))
    page = admin.get(LOG).text
    assert shown(page) == ["one"]
    said = ["".join(each.itertext()) for each in parse(page).iter("dd")]
    assert said.count("abans: –després: Edita una entitat (iniciativa Hort del Carrer)") == 1, (
        "given, with no other role beside"
    )
    assert said.count("abans: –després: Edita una entitat (iniciativa Fusteria La Clau)") == 1, "and what it became"
    assert "abans: Hort del Carrer" in " ".join(said), "taken, for what was merged"
    for trace in ("rosa@example.org", "Rosa"):
        assert trace not in page
    assert admin.get(f"{LOG}?qui=rosa@example.org").text.count("<li>") < page.count("<li>")


def test_every_action_of_the_code_has_words() -> None:
    found = set()
    for path in files(".py", under="coopnet/"):
        text = path.read_text()
        found |= set(re.findall(r"""action=\(?"([a-z_]+(?:\.[a-z_]+)+)\"""", text))
        found |= set(re.findall(r"""(?:_audit|_note)\((?:\w+, )?"([a-z_]+(?:\.[a-z_]+)+)\"""", text))
    found |= {f"initiative.moderate.{each}" for each in Decision} | {f"initiative.claim.{each}" for each in Outcome}
    assert len(found) > 15
    assert found <= set(actions())


def test_it_is_only_read(admin: Reader) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert admin.open(LOG, method=method).status_code in {400, 405}
    page = admin.get(LOG).text.partition("<main")[2].partition("</main>")[0]
    assert 'method="post"' not in page


def test_it_costs_the_same_for_many_entries(admin: Reader) -> None:
    def cost() -> int:
        with counted_queries() as asked:
            assert admin.get(LOG).status_code == 200
        return len(asked)

    few = cost()
    for number in range(30):
        note(f"n{number}")
    assert cost() <= min(few, 10)


def test_only_what_was_ever_done_is_offered_by_what_it_is_about(admin: Reader) -> None:
    for number, action in enumerate(("post.hide", "need.take", "post.hide", "demo.fill", "registration.add")):
        note(f"s{number}", action=action)
    groups = parse(admin.get(f"{LOG}?que=post.approve").text).iter("optgroup")
    offered = {each.get("label"): [option.get("value", "") for option in each] for each in groups}
    assert sorted(offered["Anunci"]) == ["post.approve", "post.hide"]
    assert sorted(offered["Inscripció"]) == ["need.take", "registration.add"]
    assert offered["De tot el web"] == ["demo.fill"]
    assert "initiative.merge" not in [each for options in offered.values() for each in options]
