import pytest

from coopnet.foundation.emails import normal_email, suspect_domain


@pytest.mark.parametrize("typed", [" Maria.Puig@Example.ORG ", "maria.puig@example.org", "\uff4daria.puig@example.org"])
def test_one_mailbox_is_one_address_however_it_is_typed(typed: str) -> None:
    assert normal_email(typed) == "maria.puig@example.org"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anna@gmial.com", "gmail.com"),
        ("anna@hotmial.es", "hotmail.es"),
        ("anna@gmail.con", "gmail.com"),
        ("anna@gmail.com", None),
        ("anna@example.org", None),
        ("anna", None),
    ],
)
def test_a_slip_in_a_well_known_domain_is_seen(typed: str, meant: str | None) -> None:
    assert suspect_domain(typed) == meant
