"""Where a volunteer can stand; and that no word of what they were shown changes without its version."""

import hashlib

from coopnet.network.rules.volunteering import ENDED, STANDING, TEXTS_VERSION, Act, State, next_state
from tests.registrations.test_notices import words_of_texts

# Raise TEXTS_VERSION and put the new fingerprint here whenever a word of what is shown changes.
FINGERPRINTS = {"2026-11": "e342e59e0a9294cd"}


def test_where_each_act_leads() -> None:
    leads = {
        (before, act): after
        for before in State
        for act in Act
        if (after := next_state(before, act)) not in (None, before)
    }
    assert leads == {
        (State.PENDING, Act.VERIFY): State.ACTIVE,
        (State.PENDING, Act.DECLINE): State.DECLINED,
        (State.PENDING, Act.LEAVE): State.LEFT,
        (State.ACTIVE, Act.PAUSE): State.PAUSED,
        (State.ACTIVE, Act.LEAVE): State.LEFT,
        (State.PAUSED, Act.RESUME): State.ACTIVE,
        (State.PAUSED, Act.LEAVE): State.LEFT,
    }
    assert set(State) == STANDING | ENDED


def test_no_word_of_what_is_shown_changes_without_its_version() -> None:
    words = words_of_texts("coopnet/network/forms/volunteer_notices.py")
    assert hashlib.sha256(words.encode()).hexdigest()[:16] == FINGERPRINTS[TEXTS_VERSION]
