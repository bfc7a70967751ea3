"""Links carry the right: `<public id>.<key id>.<HMAC of purpose, id, version>`, stored nowhere.

Raising the version that a row keeps revokes every link made before. Keys rotate: the first of the ring signs, the
others still verify.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app

from coopnet.foundation.ids import ALPHABET

MAC_BYTES = 16
TAG_LENGTH = 20
CODE_LENGTH = 8


@dataclass(frozen=True)
class Claim:
    """What a link says of itself, before anything is believed."""

    public_id: str
    key_id: str
    mac: str


def key_ring() -> dict[str, bytes]:
    """Key id to key, the signing one first."""
    ring: dict[str, bytes] = current_app.config["LINK_KEYS"]
    return ring


def make_key_ring(secrets_newest_first: list[str]) -> dict[str, bytes]:
    ring = {}
    for secret in secrets_newest_first:
        key = hashlib.sha256(b"coopnet links" + secret.encode()).digest()
        ring[hashlib.sha256(b"id" + key).hexdigest()[:4]] = key
    return ring


def current_key_id() -> str:
    return next(iter(key_ring()))


def make_link(purpose: str, public_id: str, version: int) -> str:
    key_id = current_key_id()
    return f"{public_id}.{key_id}.{_mac(key_ring()[key_id], purpose, public_id, version)}"


def read_link(token: str) -> Claim | None:
    """The parts of a token that has the right shape; None for anything else, however long or strange."""
    if len(token) > 100 or not token.isascii():  # noqa: PLR2004 - twice the longest
        return None
    match token.split("."):
        case [public_id, key_id, mac] if public_id and public_id.isalnum() and key_id in key_ring():
            return Claim(public_id, key_id, mac)
    return None


def is_genuine(claim: Claim, purpose: str, version: int) -> bool:
    expected = _mac(key_ring()[claim.key_id], purpose, claim.public_id, version)
    return hmac.compare_digest(expected.encode(), claim.mac.encode())


def make_tag(purpose: str, public_id: str, version: int) -> str:
    """As a link, for where case does not survive and room is short: 100 bits, in small letters and digits."""
    key_id = current_key_id()
    return f"{public_id}.{key_id}.{_tag(key_ring()[key_id], purpose, public_id, version)}"


def is_genuine_tag(claim: Claim, purpose: str, version: int) -> bool:
    expected = _tag(key_ring()[claim.key_id], purpose, claim.public_id, version)
    return hmac.compare_digest(expected.encode(), claim.mac.encode())


def make_code(purpose: str, public_id: str, key_id: str) -> str:
    """Eight letters and digits to say on the phone, derived like a link: 40 bits, in lower case, without a hyphen."""
    digest = hmac.digest(key_ring()[key_id], f"code|{purpose}|{public_id}".encode(), "sha256")
    number = int.from_bytes(digest[:5], "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -5, -5))


def clean_code(typed: str) -> str:
    """What a person typed or said, as `make_code` writes it: `K7QM-29XF`, `k7qm 29xf`, an o for a zero."""
    kept = "".join(letter for letter in typed.strip().lower() if letter.isalnum())
    return kept.translate(str.maketrans("oil", "011"))


def code_hashes(code: str) -> list[str]:
    """The keyed hashes under which a code may be stored, one for each key of the ring, the current one first."""
    return [hmac.new(key, f"lookup|{code}".encode(), "sha256").hexdigest() for key in key_ring().values()]


def keyed_hash(purpose: str, value: str) -> str:
    """A hash for looking up what must not be guessed from the table alone. Stable while the newest key is."""
    key = key_ring()[current_key_id()]
    return hmac.new(key, f"{purpose}|{value}".encode(), "sha256").hexdigest()


def keyed_hashes(purpose: str, value: str) -> list[str]:
    """As `keyed_hash`, one for each key of the ring: what was stored before a key was added is found too."""
    return [hmac.new(key, f"{purpose}|{value}".encode(), "sha256").hexdigest() for key in key_ring().values()]


def _tag(key: bytes, purpose: str, public_id: str, version: int) -> str:
    digest = hmac.digest(key, f"tag|{purpose}|{public_id}|{version}".encode(), "sha256")
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - 5 * TAG_LENGTH)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (TAG_LENGTH - 1), -5, -5))


def _mac(key: bytes, purpose: str, public_id: str, version: int) -> str:
    digest = hmac.digest(key, f"link|{purpose}|{public_id}|{version}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:MAC_BYTES]).decode().rstrip("=")
