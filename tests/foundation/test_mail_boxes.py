"""Addresses with a token: what a setting may be, and what comes back."""

import doctest

import pytest

from config import Config, ConfigProblem
from coopnet.foundation import links, mail_boxes
from coopnet.foundation.mail_boxes import MAILBOX_MAX, NAME_MAX, TOKEN_LENGTH, ReplyBox


def test_the_examples_are_true() -> None:
    assert doctest.testmod(mail_boxes).failed == 0


@pytest.mark.usefixtures("app")
def test_the_longest_box_has_room_for_a_token() -> None:
    token = links.make_tag("purpose", "k7qm29xfk7qm", 1)
    assert len(token) == TOKEN_LENGTH
    assert token == token.lower()
    box = ReplyBox("r" * NAME_MAX, "example.org")
    assert len(box.address(token).partition("@")[0]) == MAILBOX_MAX
    assert box.tokens(f"<{box.address(token).upper()}>") == (token,)
    claim = links.read_link(token)
    assert claim is not None
    assert links.is_genuine_tag(claim, "purpose", 1)
    assert not links.is_genuine_tag(claim, "purpose", 2)
    assert not links.is_genuine_tag(claim, "other", 1)
    assert not links.is_genuine(claim, "purpose", 1)


def test_a_reply_address_that_cannot_be_one_is_named(tmp_path: object) -> None:
    env = {"COOPNET_DATA": str(tmp_path)}
    assert Config.from_env(env).reply_box is None
    assert Config.from_env({**env, "COOPNET_REPLY_ADDRESS": "R@Example.org"}).reply_box == ReplyBox("r", "example.org")
    with pytest.raises(ConfigProblem, match="COOPNET_REPLY_ADDRESS"):
        Config.from_env({**env, "COOPNET_REPLY_ADDRESS": "a+b@example.org"})
