"""What waits for the team, in the languages of the barri; and what must not."""

from coopnet.conversations.rules.holding import reasons_to_hold
from tests.conversations.said import HELD, lines
from tests.conversations.said_daily import PASSES


def test_what_may_hurt_waits() -> None:
    missed = {
        text: reason for reason, said in HELD.items() for text in lines(said) if reason not in reasons_to_hold(text)
    }
    assert missed == {}


def test_what_people_say_every_day_passes() -> None:
    assert {text: reasons for text in lines(PASSES) if (reasons := reasons_to_hold(text))} == {}


def test_nothing_that_nobody_sees_hides_it() -> None:
    assert reasons_to_hold("envia'm el c\u200bodi") == ("code",)
    assert reasons_to_hold("ｗｗｗ．premi．example") == ("link",)


def test_a_very_long_text_is_looked_at_quickly() -> None:
    """No sign of ours tries over and over: nobody keeps the server busy with a text."""
    parts = (
        "a.",
        "1 ",
        "@",
        "6",
        "envia ",
        "www",
        "+1(",
        "es91 2",
        "a ",
        "carrer a ",
        "c. a, ",
        "sis ",
        "un i ",
        "a 1 ",
        "a . com ",
    )
    more = (
        "pin ",
        "euros em pots ",
        "has de pa ",
        "telegram: ",
        "visc a ",
        "4111 ",
        "p i n ",
        "pагa ",
        "1 b c ",
        "a at b ",
    )
    for part in (*parts, *more):
        assert isinstance(reasons_to_hold(part * (3000 // len(part))), tuple)
