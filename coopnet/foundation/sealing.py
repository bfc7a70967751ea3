"""Secrets that must be read again (a one-time-code secret), sealed so that the database alone does not give them.

AES-256-GCM with a key derived from the instance's secret; the key's id stands in front, so keys rotate as links' do.
The purpose and the owner are authenticated along: a sealed value moved to another row does not open.
"""

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coopnet.foundation.links import current_key_id, key_ring

NONCE_BYTES = 12


def seal(secret: bytes, *, purpose: str, owner: str) -> str:
    key_id, nonce = current_key_id(), secrets.token_bytes(NONCE_BYTES)
    sealed = _cipher(key_id, purpose).encrypt(nonce, secret, owner.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, purpose: str, owner: str) -> bytes | None:
    """None when the instance's secret has changed since, or the value is not this owner's."""
    key_id, _, text = sealed.partition(".")
    if key_id not in key_ring():
        return None
    whole = base64.urlsafe_b64decode(text)
    try:
        return _cipher(key_id, purpose).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], owner.encode())
    except InvalidTag:
        return None


def _cipher(key_id: str, purpose: str) -> AESGCM:
    return AESGCM(hmac.digest(key_ring()[key_id], f"seal|{purpose}".encode(), "sha256"))
