"""Public ids are random: a number never tells what else exists."""

import secrets

# Crockford's base 32, in lower case: no i, l, o, u, so it survives being read aloud or copied by hand.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id(length: int = 12) -> str:
    """60 random bits at the default length."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
