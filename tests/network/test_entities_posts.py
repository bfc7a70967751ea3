"""A post in the name of an entity is kept by whoever keeps the entity, as long as they do."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import roles
from coopnet.foundation import clock
from coopnet.foundation.db import db, in_transaction
from coopnet.initiatives.models import Initiative
from coopnet.network.queries.finding import KEEPING, link_of
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.initiatives import save_public_profile
from tests.factories.posts import NOW, get, own_of, page_of, published
from tests.rig.reader import Reader

HOME = "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def test_other_editors_keep_the_post_and_answer_its_conversations(app: Flask, client: Reader) -> None:
    whose = save_public_profile()
    public_id = entity_id(whose.initiative_id)
    post = published(title="Dues tauletes", initiative_id=whose.initiative_id, contact=Contact(email="jo@example.org"))
    answered = client.submit(f"{page_of(post)}respon", name="Pau Roca", email="pau@example.org", text="M'interessen")
    assert answered.status_code == 303
    account = make_account()
    give_role(account, Role.EDITOR, subject_id=public_id)
    editor = sign_in(visitor(app), account)
    path = f"/ca/xarxa/tauler/meu/{link_of(post, purpose=KEEPING)}/"
    assert path in editor.get(HOME).text
    page = editor.get(path).text
    assert ("Dues tauletes" in page, "Pau" in page, "jo@example.org" in page) == (True, True, False)
    pressed = editor.submit(path, form=f"action={path}estat", act="promise")
    assert (pressed.status_code, pressed.location) == (303, path)
    assert get(post.public_id).state == "promised"
    assert editor.get(f"{path}no-soc-jo").status_code == 404
    assert client.get(f"{own_of(post)}no-soc-jo").status_code == 200
    for stranger in (client, sign_in(visitor(app), make_account())):
        assert stranger.get(path).status_code == 404
    take = partial(roles.revoke, account, Role.EDITOR, subject_id=public_id, actor="a@example.org", now=clock.now())
    in_transaction(take)
    assert editor.get(path).status_code == 404


def entity_id(key: int) -> str:
    found = db.session.get(Initiative, key)
    assert found is not None
    return found.public_id
