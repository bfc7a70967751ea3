"""Who runs trainings, at the desk."""

import pytest

from coopnet.accounts.rules.roles import Role
from tests.factories.accounts import give_role, make_account, sign_in
from tests.rig.reader import Reader


@pytest.fixture
def coordinator(client: Reader) -> Reader:
    account = make_account("coordina@example.org")
    give_role(account, Role.COORDINATOR)
    return sign_in(client, account, is_strong=True)
