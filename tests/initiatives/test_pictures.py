"""Pictures of a profile: who puts them there, how they are shown, and that nothing of a removed one is left."""

import json
import os
import re
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import audit, clock, pictures
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeChange
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.rules.gallery import MOST_PICTURES
from coopnet.initiatives.service import picturing, upkeep
from coopnet.web import limits
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile, save_public_profile
from tests.factories.pictures import add_picture, encode, files_on_disk, photo, post_file, send, shown_of
from tests.rig.reader import Reader, read_form


def editor_of(app: Flask, saved: Saved, role: Role = Role.EDITOR) -> Reader:
    account = make_account()
    give_role(account, role, subject_id=saved.public_id)
    return sign_in(visitor(app), account)


def page_of(saved: Saved) -> str:
    return f"/ca/gestio/iniciatives/{saved.slug}/imatges"


@pytest.fixture(autouse=True)
def _empty_folder(app: Flask) -> None:
    for path in (Path(app.config["DATA"]) / "pictures").glob("*/*"):
        path.unlink()


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR])
def test_who_keeps_a_profile_puts_a_picture_there(app: Flask, client: Reader, role: Role) -> None:
    saved = save_public_profile()
    before = client.get(f"/ca/iniciatives/{saved.slug}/").text
    assert "<picture" not in before
    reader = editor_of(app, saved, role)
    answer = send(reader, page_of(saved), photo((1000, 700)), alt="Taller amb fustes")
    assert (answer.status_code, answer.location) == (303, page_of(saved))
    page = client.get(f"/ca/iniciatives/{saved.slug}/").text
    (image,) = re.findall(r"<img[^>]*/imatges/[^>]*>", page)
    assert all(word in image for word in ('width="1000"', 'height="700"', 'loading="lazy"', "Taller amb fustes"))
    sources = re.findall(r'srcset="([^"]+)"', page)[0].split(", ")
    assert [part.split()[1] for part in sources] == ["480w", "960w", "1000w"]
    for part in sources:
        assert client.get(part.split()[0]).content_type == "image/webp"


def test_nobody_else_comes_near(app: Flask) -> None:
    saved, other = save_public_profile(), save_public_profile(make_profile_draft("Una altra"))
    add_picture(saved.initiative_id)
    picture = shown_of(saved.initiative_id)[0].public_id
    stranger = editor_of(app, other)
    own = stranger.get(page_of(other))
    token = read_form(own.text).fields["csrf_token"][0]
    for path in (page_of(saved), f"{page_of(saved)}/{picture}"):
        assert stranger.get(path).status_code == 404
        data = {"csrf_token": token, "alt": "x", "role": "picture", "file": FileStorage(BytesIO(photo()), "a.jpg")}
        assert post_file(stranger, path, data).status_code == 404
    for verb in ("mou", "treu"):
        assert stranger.post(f"{page_of(saved)}/{picture}/{verb}", data={"csrf_token": token}).status_code == 404
    # Nor through one's own profile.
    for verb in ("mou", "treu"):
        stranger.post(f"{page_of(other)}/{picture}/{verb}", data={"csrf_token": token})
    assert stranger.get(f"{page_of(other)}/{picture}").status_code == 404
    assert len(shown_of(saved.initiative_id)) == 1


def test_the_file_is_kept_for_ever_by_browsers_and_runs_nothing(client: Reader) -> None:
    saved = save_public_profile()
    drawn = add_picture(saved.initiative_id)
    answer = client.get(f"/imatges/{drawn.digest}-480.webp")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    again = client.get(f"/imatges/{drawn.digest}-480.webp", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/imatges/{drawn.digest}-481.webp").status_code == 404
    assert client.get("/imatges/..%2f..%2fsecret").status_code == 404


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(app: Flask) -> None:
    saved = save_public_profile()
    reader = editor_of(app, saved)
    for content, words in (
        (None, "Tria un fitxer."),
        (b"", "Tria un fitxer."),
        (b"<svg/>", "SVG"),
        (b"hello", "JPEG, PNG o WebP"),
        (photo((100, 100)), "200"),
        (b"\0" * (pictures.MOST_BYTES + 1), "20 MB"),
    ):
        answer = send(reader, page_of(saved), content, alt="Cinc persones")
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="Cinc persones"' in answer.text
        assert 'href="#file"' in answer.text
    assert files_on_disk(app) == []
    without = send(reader, page_of(saved), photo(), alt="")
    assert without.status_code == 422
    assert 'href="#alt"' in without.text


def test_what_only_decorates_has_an_empty_alternative(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    assert send(editor_of(app, saved), page_of(saved), photo(), alt="", is_decorative="y").status_code == 303
    assert re.search(r'<img[^>]*/imatges/[^>]* alt=""', client.get(f"/ca/iniciatives/{saved.slug}/").text)


def test_a_bigger_request_is_for_them_alone(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    big = encode(Image.effect_noise((1200, 900), 90), "PNG")
    assert len(big) > app.config["MAX_CONTENT_LENGTH"]
    assert send(editor_of(app, saved), page_of(saved), big, alt="Gran").status_code == 303
    for reader in (client, sign_in(visitor(app), make_account())):
        assert post_file(reader, page_of(saved), {"file": FileStorage(BytesIO(big), "a.jpg")}).status_code == 413


def test_an_account_may_not_send_without_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "picture", "2 per hour")
    saved = save_public_profile()
    reader = editor_of(app, saved)
    answers = [send(reader, page_of(saved), photo(), alt="Una").status_code for _ in range(3)]
    assert answers == [303, 303, 429]


def test_a_new_logo_takes_the_place_of_the_old_one_and_its_files(app: Flask) -> None:
    saved = save_public_profile()
    old = add_picture(saved.initiative_id, is_logo=True)
    send(editor_of(app, saved), page_of(saved), photo(), role="logo", alt="", is_decorative="y")
    (logo,) = shown_of(saved.initiative_id)
    assert logo.is_logo
    assert logo.digest != old.digest
    assert {name[:32] for name in files_on_disk(app)} == {logo.digest}


def test_another_file_in_its_place_and_other_words(app: Flask) -> None:
    saved = save_public_profile()
    old = add_picture(saved.initiative_id)
    row = shown_of(saved.initiative_id)[0]
    reader = editor_of(app, saved)
    path = f"{page_of(saved)}/{row.public_id}"
    assert send(reader, path, None, alt="Altres mots").status_code == 303
    assert [(each.alt, each.digest) for each in shown_of(saved.initiative_id)] == [("Altres mots", old.digest)]
    assert send(reader, path, photo((300, 300)), alt="Altres mots").status_code == 303
    (now,) = shown_of(saved.initiative_id)
    assert (now.public_id, now.width) == (row.public_id, 300)
    assert {name[:32] for name in files_on_disk(app)} == {now.digest}
    bad = send(reader, path, b"hello", alt="Altres mots")
    assert bad.status_code == 422
    assert shown_of(saved.initiative_id)[0].digest == now.digest


def test_they_are_put_in_order(app: Flask) -> None:
    saved = save_public_profile()
    for alt in ("u", "dos", "tres"):
        add_picture(saved.initiative_id, alt=alt)
    reader = editor_of(app, saved)
    third = shown_of(saved.initiative_id)[2].public_id
    page = reader.get(page_of(saved)).text
    token = read_form(page).fields["csrf_token"][0]
    for way in ("abans", "abans", "abans", "despres"):
        reader.post(f"{page_of(saved)}/{third}/mou", data={"csrf_token": token, "cap": way})
    assert [each.alt for each in shown_of(saved.initiative_id)] == ["u", "tres", "dos"]


def test_a_removed_picture_is_gone_from_page_and_disk(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    drawn = add_picture(saved.initiative_id)
    own = f"{page_of(saved)}/{shown_of(saved.initiative_id)[0].public_id}"
    reader = editor_of(app, saved)
    answer = reader.submit(own, form=f"action={own}/treu")
    assert answer.status_code == 303
    assert shown_of(saved.initiative_id) == []
    assert files_on_disk(app) == []
    assert client.get(f"/imatges/{drawn.digest}-480.webp").status_code == 404
    assert "<picture" not in client.get(f"/ca/iniciatives/{saved.slug}/").text
    # Pressed twice, it is gone still.
    token = read_form(reader.get(page_of(saved)).text).fields["csrf_token"][0]
    assert reader.post(f"{own}/treu", data={"csrf_token": token}).status_code == 303


def test_there_is_room_for_so_many(app: Flask) -> None:
    saved = save_public_profile()
    for number in range(MOST_PICTURES):
        add_picture(saved.initiative_id, alt=f"La {number}")
    before = files_on_disk(app)
    answer = send(editor_of(app, saved), page_of(saved), photo(), alt="Una de massa")
    assert answer.status_code == 422
    assert len(shown_of(saved.initiative_id)) == MOST_PICTURES
    assert files_on_disk(app) == before
    assert send(editor_of(app, saved), page_of(saved), photo(), role="logo", alt="Logotip").status_code == 303


def test_each_change_stands_in_history_and_audit_log(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    add_picture(saved.initiative_id, alt="Cinc persones")
    add_picture(saved.initiative_id, alt="Cinc persones")
    page = editor_of(app, saved).get(f"/ca/gestio/iniciatives/{saved.slug}/historia").text
    assert page.count("afegida: Cinc persones") == 2
    # Several stand in a row, which can be pushed along by keyboard too.
    assert 'tabindex="0" role="group" aria-label="Imatges"' in client.get(f"/ca/iniciatives/{saved.slug}/").text
    row, other = shown_of(saved.initiative_id)
    in_transaction(partial(picturing.remove, saved.initiative_id, other.public_id, actor=ACTOR, now=clock.now()))
    in_transaction(partial(picturing.remove, saved.initiative_id, row.public_id, actor=ACTOR, now=clock.now()))
    asked = select(audit.AuditEntry.action).where(audit.AuditEntry.action.endswith("_picture"))
    actions = db.session.scalars(asked.order_by(audit.AuditEntry.id)).all()
    assert actions == [*["initiative.add_picture"] * 2, *["initiative.remove_picture"] * 2]
    last = db.session.scalars(select(InitiativeChange).order_by(InitiativeChange.id.desc())).first()
    assert last is not None
    assert [each["alt"] for each in last.before["pictures"]] == ["Cinc persones"]
    assert last.after["pictures"] == []


def test_killed_between_file_and_row_nothing_is_broken(app: Flask, client: Reader) -> None:
    """The files are there and no row: the page does not know of them, and the daily job takes them away."""
    saved = save_public_profile()
    kept = add_picture(saved.initiative_id)
    orphan = pictures.draw(photo(), pictures.PHOTO)
    pictures.keep(orphan)
    assert orphan.digest not in client.get(f"/ca/iniciatives/{saved.slug}/").text
    upkeep.sweep_job(Dispatch())
    assert {name[:32] for name in files_on_disk(app)} == {kept.digest, orphan.digest}  # it may be an upload of now
    for path in (Path(app.config["DATA"]) / "pictures").glob("*/*"):
        os.utime(path, (0, 0))
    in_transaction(lambda: upkeep.sweep_job(Dispatch()))
    assert {name[:32] for name in files_on_disk(app)} == {kept.digest}


def test_a_refusal_after_the_files_leaves_no_file(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuleBroken("pictures_full", most=6)

    monkeypatch.setattr(picturing, "add", fail)
    saved = save_public_profile()
    assert send(editor_of(app, saved), page_of(saved), photo(), alt="Una").status_code == 422
    assert files_on_disk(app) == []


def test_machines_and_other_sites_are_told(client: Reader) -> None:
    saved = save_public_profile()
    page = client.get(f"/ca/iniciatives/{saved.slug}/").text
    assert "og:image" not in page
    logo = add_picture(saved.initiative_id, is_logo=True, alt="")
    first = add_picture(saved.initiative_id, alt="Cinc & sis")
    page = client.get(f"/ca/iniciatives/{saved.slug}/").text
    wanted = f"http://localhost:5000/imatges/{first.digest}-640.jpg"
    assert f'<meta property="og:image" content="{wanted}">' in page
    assert '<meta property="og:image:alt" content="Cinc &amp; sis">' in page
    found = json.loads(re.findall(r"ld\+json\">(.*?)</script>", page)[0])
    assert found["image"] == [wanted]
    assert found["logo"] == f"http://localhost:5000/imatges/{logo.digest}-640.jpg"


def test_a_draft_can_have_pictures_before_anybody_sees_it(app: Flask) -> None:
    saved = save_profile(make_profile_draft())
    reader = editor_of(app, saved)
    assert send(reader, page_of(saved), photo(), alt="Una").status_code == 303
    assert reader.get(page_of(saved)).status_code == 200


def test_a_profile_leads_its_keepers_to_the_page(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    path = f"/ca/iniciatives/{saved.slug}/"
    assert page_of(saved) not in client.get(path).text
    assert page_of(saved) in editor_of(app, saved).get(path).text


def test_an_address_that_does_not_exist_is_no_page(app: Flask) -> None:
    reader = editor_of(app, save_public_profile())
    assert reader.get("/ca/gestio/iniciatives/no-hi-es/imatges").status_code == 404


def test_a_logo_stands_where_it_stands(app: Flask) -> None:
    saved = save_public_profile()
    add_picture(saved.initiative_id, is_logo=True)
    add_picture(saved.initiative_id)
    logo = next(each.public_id for each in shown_of(saved.initiative_id) if each.is_logo)
    for earlier in (True, False):
        move = partial(picturing.move, saved.initiative_id, logo, earlier=earlier, actor=ACTOR, now=clock.now())
        in_transaction(move)
    assert [each.is_logo for each in shown_of(saved.initiative_id)] == [True, False]
    assert "initiative.move_picture" not in db.session.scalars(select(audit.AuditEntry.action)).all()
