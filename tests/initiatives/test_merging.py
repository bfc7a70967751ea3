"""Two profiles become one: what follows, what is kept, who may, and the race with an editor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.letters.keeping import CLAIM_CONFIRMED
from coopnet.initiatives.models import (
    Initiative,
    InitiativeMessage,
    InitiativePicture,
    InitiativeSubmission,
)
from coopnet.initiatives.queries.pictures import list_pictures
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.service import labelling, merging, publishing
from coopnet.initiatives.service.naming import find_by_name
from coopnet.trainings.models import Training, TrainingPartner, TrainingPartnerRole
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, NOW, make_profile_draft, save_profile, save_public_profile
from tests.factories.programme import make_programme_training
from tests.rig.reader import Reader, read_form

pytestmark = pytest.mark.usefixtures("app")

LATER = NOW + timedelta(hours=1)


def make_pair() -> tuple[Saved, Saved]:
    """The one that stays says nothing of its year; the other has another name."""
    kept = save_public_profile()
    gone = save_public_profile(make_profile_draft("Clau, fusteria", year=1990, tax_id="F12345678"))
    return kept, gone


def row_of(saved: Saved) -> Initiative:
    db.session.rollback()
    return db.session.get_one(Initiative, saved.initiative_id, populate_existing=True)


def merge(kept: Saved, gone: Saved, **more: object) -> None:
    usual = {
        "kept_id": kept.initiative_id,
        "gone_id": gone.initiative_id,
        "seen": (row_of(kept).version, row_of(gone).version),
        "fills_gaps": True,
        "actor": ACTOR,
        "now": LATER,
    }
    in_transaction(lambda: merging.merge(**(usual | more)))  # type: ignore[arg-type]


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


def test_the_team_sees_both_and_merges_them_by_one_press(client: Reader, team: Reader) -> None:
    kept, gone = make_pair()
    found = team.get(
        "/ca/gestio/iniciatives/fusiona?una=Fusteria la Clau&altra=https://x.cat/ca/iniciatives/clau-fusteria/"
    )
    path = f"/ca/gestio/iniciatives/{kept.slug}/fusiona/{gone.slug}"
    assert found.location == path
    page = team.get(path).text
    assert "1990" in page
    assert row_of(gone).status == "published", "a look changes nothing"
    assert team.submit(path).status_code == 422, "which one stays must be said"
    assert team.submit(path, stays=kept.slug).status_code == 303
    assert row_of(gone).status == "merged"
    moved = client.get(f"/ca/iniciatives/{gone.slug}/")
    assert (moved.status_code, moved.location) == (301, f"/ca/iniciatives/{kept.slug}/")
    assert gone.slug not in client.get("/ca/iniciatives/").text
    assert row_of(kept).year == 1990
    for slug in (kept.slug, gone.slug):
        assert team.get(f"/ca/gestio/iniciatives/{slug}/historia").status_code == 200
    assert "Clau, fusteria" in team.get(f"/ca/gestio/iniciatives/{kept.slug}/historia").text
    asked = select(AuditEntry.actor).where(AuditEntry.action.in_(["initiative.merge", "initiative.merge_into"]))
    assert db.session.scalars(asked).all() == ["equip@example.org"] * 2


def test_what_the_team_typed_and_is_nothing_is_said(team: Reader) -> None:
    kept, _gone = make_pair()
    page = team.get(f"/ca/gestio/iniciatives/fusiona?una={kept.slug}&altra=res").text
    assert "No hi ha cap fitxa amb aquest nom o aquesta adreça." in page
    assert all(each in page for each in (kept.slug, 'role="alert"'))
    assert "És la mateixa fitxa." in team.get(f"/ca/gestio/iniciatives/fusiona?una={kept.slug}&altra={kept.slug}").text
    assert "clau-fusteria" in team.get("/ca/gestio/iniciatives/fusiona").text, "the same tax number"
    assert team.get("/ca/gestio/iniciatives/no/fusiona/res").status_code == 404
    assert team.get(f"/ca/gestio/iniciatives/{kept.slug}/fusiona/{kept.slug}").status_code == 404


def test_its_names_old_addresses_and_what_was_merged_before_lead_to_the_one_that_stays(client: Reader) -> None:
    kept, gone = make_pair()
    older = save_public_profile(make_profile_draft("La Clau vella"))
    merge(gone, older)
    save_profile(make_profile_draft("Clau i fusta", year=1990), gone.initiative_id)
    merge(kept, gone)
    for slug in ("clau-fusteria", "clau-i-fusta", "la-clau-vella"):
        assert client.get(f"/ca/iniciatives/{slug}/").location == f"/ca/iniciatives/{kept.slug}/"
    for name in ("Clau i fusta", "La Clau vella"):
        found = find_by_name(name)
        assert found is not None
        assert found.id == kept.initiative_id


def test_gaps_are_filled_only_when_asked_and_what_was_hidden_stays_hidden() -> None:
    bare = replace(make_profile_draft("Hort"), places=(), contacts=())
    kept = save_public_profile(bare)
    gone = save_public_profile(make_profile_draft("Hort vell", shows_only_barri=True))
    merge(kept, gone, fills_gaps=False)
    in_transaction(partial(merging.part, gone.initiative_id, actor=ACTOR, now=LATER))
    assert not row_of(kept).shows_only_barri
    merge(kept, gone)
    assert row_of(kept).shows_only_barri
    assert row_of(kept).name == "Hort"


def test_the_editors_of_both_edit_the_one_that_stays(app: Flask) -> None:
    kept, gone = make_pair()
    mine, both = make_account(), make_account()
    give_role(mine, Role.OWNER, subject_id=gone.public_id)
    for saved in (kept, gone):
        give_role(both, Role.EDITOR, subject_id=saved.public_id)
    reader = sign_in(visitor(app), mine)
    merge(kept, gone)
    assert reader.get(f"/ca/gestio/iniciatives/{kept.slug}/historia").status_code == 200, "no session ends"
    moved = reader.get(f"/ca/gestio/iniciatives/{gone.slug}/historia")
    assert (moved.status_code, moved.location) == (301, f"/ca/gestio/iniciatives/{kept.slug}/historia")
    assert standing(mine) == [("owner", kept.public_id)]
    assert standing(both) == [("editor", kept.public_id)]
    in_transaction(partial(merging.part, gone.initiative_id, actor=ACTOR, now=LATER + timedelta(days=1)))
    assert standing(mine) == [("owner", gone.public_id)]
    assert sorted(standing(both)) == sorted([("editor", kept.public_id), ("editor", gone.public_id)])


def standing(account: Account) -> list[tuple[str, str | None]]:
    db.session.rollback()
    grants = db.session.execute(
        select(RoleGrant.role, RoleGrant.subject_id)
        .where(RoleGrant.account_id == account.id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return [(role, subject) for role, subject in grants]


def test_its_labels_messages_and_trainings_follow(client: Reader, clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)
    kept, gone = make_pair()
    in_transaction(partial(labelling.grant, gone.slug, "xes", actor=ACTOR, now=NOW))
    typed = {"name": "Rosa", "email": "rosa@example.org", "text": "Bon dia", "agrees": "y"}
    client.submit(f"/ca/iniciatives/{gone.slug}/escriu", **typed)
    alone, shared = make_programme_training(), make_programme_training()
    co_produce(alone, gone, "organitza")
    co_produce(shared, kept, "organitza")
    co_produce(shared, gone, "acull", position=1)
    merge(kept, gone)
    page = client.get(f"/ca/iniciatives/{kept.slug}/").text
    assert "Sòcia de la XES" in page
    for training in (alone, shared):
        assert f"/ca/formacions/{training.slug}/" in page
        theirs = client.get(f"/ca/formacions/{training.slug}/").text
        assert f"/ca/iniciatives/{kept.slug}/" in theirs
        assert "Clau, fusteria" not in theirs
    asked = select(TrainingPartnerRole.role).join(TrainingPartner).where(TrainingPartner.training_id == shared.id)
    assert db.session.scalars(asked.order_by(TrainingPartnerRole.position)).all() == ["organitza", "acull"]
    assert db.session.scalars(select(InitiativeMessage.initiative_id)).all() == [kept.initiative_id]
    assert alone.slug in client.get("/ca/formacions/?q=clau").text


def co_produce(training: Training, saved: Saved, role: str, *, position: int = 0) -> None:
    part = TrainingPartner(training_id=training.id, initiative_id=saved.initiative_id, position=position)
    part.roles = [TrainingPartnerRole(role=role, position=0)]
    with committing():
        db.session.add(part)


def test_a_merge_is_parted_again_as_it_was(client: Reader, team: Reader) -> None:
    kept, gone = make_pair()
    merge(kept, gone)
    history = f"/ca/gestio/iniciatives/{gone.slug}/historia"
    assert team.submit(history, form=f"action=/ca/gestio/iniciatives/{gone.slug}/separa").status_code == 303
    assert row_of(gone).status == "published"
    assert client.get(f"/ca/iniciatives/{gone.slug}/").status_code == 200
    assert gone.slug in client.get("/ca/iniciatives/").text
    with pytest.raises(RuleBroken, match="cannot_become"):
        in_transaction(partial(merging.part, gone.initiative_id, actor=ACTOR, now=LATER))
    late = team.post(f"/ca/gestio/iniciatives/{gone.slug}/separa", data={"csrf_token": token_in(team)})
    assert late.status_code == 303
    assert row_of(gone).status == "published"


def token_in(reader: Reader) -> str:
    return read_form(reader.get("/ca/compte/").text, "method").fields["csrf_token"][0]


def test_an_editors_save_and_a_merge_do_not_overwrite_each_other() -> None:
    kept, gone = make_pair()
    seen = row_of(gone).version
    draft = make_profile_draft("Clau, fusteria", year=1991)
    before = (row_of(kept).version, seen)
    save_profile(draft, gone.initiative_id, seen_version=seen)
    with pytest.raises(RuleBroken, match="edited_meanwhile"):
        merge(kept, gone, seen=before)
    assert row_of(gone).status == "published"
    seen = row_of(gone).version
    merge(kept, gone)
    for version in (seen, None):
        with pytest.raises(RuleBroken, match="merged_away"):
            save_profile(replace(draft, year=1992), gone.initiative_id, seen_version=version)
    with pytest.raises(RuleBroken, match="merged_away"):
        save_profile(replace(draft, name="Un altre nom"), gone.initiative_id)
    assert row_of(gone).year == 1991


def test_what_makes_no_sense_is_refused() -> None:
    kept, gone = make_pair()
    with pytest.raises(RuleBroken, match="merged_with_itself"):
        merge(kept, kept)
    in_transaction(partial(publishing.close, kept.slug, actor=ACTOR, now=NOW))
    with pytest.raises(RuleBroken, match="cannot_become"):
        merge(kept, gone)
    merge(gone, kept)
    with pytest.raises(RuleBroken, match="cannot_become"):
        merge(gone, kept)
    with pytest.raises(RuleBroken, match="cannot_become"):
        merge(kept, gone)
    with pytest.raises(RuleBroken, match="cannot_become"):
        in_transaction(partial(publishing.publish, kept.slug, actor=ACTOR, now=NOW))


def test_who_sent_the_other_one_learns_which_one_they_answer_for(letters: Callable[..., list[Dispatch]]) -> None:
    kept, gone = make_pair()
    account = make_account("anna@example.org")
    with committing():
        db.session.add(
            InitiativeSubmission(public_id="s", sent_at=NOW, initiative_id=gone.initiative_id, account_id=account.id)
        )
    merge(kept, gone)
    [letter] = letters(CLAIM_CONFIRMED)
    assert (letter.recipient, letter.values["initiative"]) == ("anna@example.org", kept.public_id)


def hang(saved: Saved, *alts: str, logo: str = "") -> None:
    with committing():
        for position, alt in enumerate((logo, *alts) if logo else alts):
            db.session.add(
                InitiativePicture(
                    public_id=f"{saved.initiative_id}-{alt}",
                    initiative_id=saved.initiative_id,
                    is_logo=alt == logo,
                    position=position,
                    alt=alt,
                    digest=f"{saved.initiative_id:016d}{position:016d}",
                    width=480,
                    height=320,
                    widths=[480],
                    plain_width=480,
                    added_at=NOW,
                )
            )


def hung(saved: Saved) -> list[str]:
    return [picture.alt for picture in list_pictures([saved.initiative_id]).get(saved.initiative_id, [])]


def test_its_pictures_follow_as_far_as_there_is_room() -> None:
    kept, gone = make_pair()
    hang(kept, "a", "b", "c", "d", "e")
    hang(gone, "f", "g", logo="mark")
    merge(kept, gone)
    assert hung(kept) == ["mark", "a", "b", "c", "d", "e", "f"]
    assert hung(gone) == ["g"]


def test_a_logo_that_is_there_stays() -> None:
    kept, gone = make_pair()
    hang(kept, logo="mine")
    hang(gone, logo="theirs")
    merge(kept, gone)
    assert (hung(kept), hung(gone)) == (["mine"], ["theirs"])
