"""Public ids are random: a number never tells what else exists."""

import secrets

# Crockford's base 32, in lower case: no i, l, o, u, so it survives being read aloud or copied by hand.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id(length: int = 12) -> str:
    """60 random bits at the default length."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def is_public_id(text: str) -> bool:
    """Whether it can be one at all; PostgreSQL refuses to look for a NUL."""
    return bool(text) and all(letter in ALPHABET for letter in text)
