"""What production does not start with: secrets that can be guessed, and what is invented in the example district."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

from coopnet.foundation.district import District

# Hosts at which nobody but its makers reaches an instance (RFC 2606, RFC 6761): there examples do no harm.
TRIAL_HOST = re.compile(r"(.+\.)?(localhost|test|example|invalid|example\.(com|net|org))|127(\.\d+){3}|::1")


def is_pattern(secret: str) -> bool:
    """Whether it repeats itself, or runs through the alphabet: what chance makes hardly ever does either.

    >>> is_pattern("0123456789abcdef" * 2), is_pattern("abcdefghijklmnopqrstuvwxyz0123456789")
    (True, True)
    >>> is_pattern("9f1c0b7ae2d84365b0c97fe1a86d2453")
    False
    """
    threes = [secret[n : n + 3] for n in range(len(secret) - 2)]
    steps = [ord(after) - ord(before) for before, after in pairwise(secret)]
    return len(set(threes)) * 4 < len(threes) * 3 or sum(abs(step) <= 1 for step in steps) * 2 > len(steps)


def is_trial(base_url: str) -> bool:
    """Whether nobody else can come to that address."""
    return TRIAL_HOST.fullmatch(urlsplit(base_url).hostname or "") is not None


def examples_in(home: District) -> list[str]:
    """What is invented in the district that comes with coopnet would be false of anybody: each such fact, named."""
    mail, data_mail = home.email, home.legal.data_contact.email
    said = {
        "legal.is_example": "true" if home.legal.is_example else "",
        "house_legal_name": home.house_legal_name if "exemple" in home.house_legal_name.lower() else "",
        "house_tax_id": home.house_tax_id if not home.house_tax_id.strip("G0") else "",
        "address": home.address if "exemple" in home.address.lower() else "",
        "phone": home.phone if home.phone.replace(" ", "").endswith("000000") else "",
        "email": mail if is_trial(f"//{mail}") else "",
        "legal.data_contact": data_mail if is_trial(f"//{data_mail}") else "",
    }
    return [f"{name} of district.json is still the example's: {value!r}" for name, value in said.items() if value]
