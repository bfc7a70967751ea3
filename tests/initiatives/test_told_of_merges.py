"""Who kept one of two profiles that are one now is told so."""

from collections.abc import Callable

import pytest

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.i18n import in_language
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.letters.keeping import MERGED, word
from tests.factories.accounts import give_role, make_account
from tests.initiatives.test_merging import make_pair, merge, row_of

pytestmark = pytest.mark.usefixtures("app")


def test_both_sides_are_told_that_they_are_one_page_now(letters: Callable[..., list[Dispatch]]) -> None:
    kept, gone = make_pair()
    for email, one in (("anna@example.org", kept), ("biel@example.org", gone)):
        give_role(make_account(email), Role.OWNER, subject_id=row_of(one).public_id)
    merge(kept, gone)
    told = letters(MERGED)
    assert sorted(letter.recipient or "" for letter in told) == ["anna@example.org", "biel@example.org"]
    with in_language("ca"):
        assert "«Clau, fusteria» i «Fusteria La Clau»" in str(word(told[0]))
