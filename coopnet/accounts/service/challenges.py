"""What a passkey signs: random, dated, signed by us, and taken once."""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from webauthn import base64url_to_bytes

from coopnet.accounts.models import UsedChallenge
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.links import current_key_id, key_ring

LASTS = timedelta(minutes=10)
TIME_BYTES, RANDOM_BYTES, MAC_BYTES = 6, 16, 16


def make(purpose: str, owner: str, now: datetime) -> bytes:
    """For one purpose, and one account where `owner` (its public id) is known."""
    body = int(now.timestamp()).to_bytes(TIME_BYTES) + secrets.token_bytes(RANDOM_BYTES)
    return body + _mac(key_ring()[current_key_id()], body, purpose, owner)


def take(answer: str, purpose: str, owner: str, now: datetime) -> bytes:
    """The challenge that the browser says it answered, if it is ours, young and not used yet.

    Raises `RuleBroken("passkey_refused")`.
    """
    try:
        said = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(said["challenge"])
    except (ValueError, KeyError, TypeError) as problem:
        raise RuleBroken("passkey_refused") from problem
    body, mac = challenge[:-MAC_BYTES], challenge[-MAC_BYTES:]
    age = now.timestamp() - int.from_bytes(body[:TIME_BYTES])
    is_ours = any(hmac.compare_digest(_mac(key, body, purpose, owner), mac) for key in key_ring().values())
    if not is_ours or not -1 <= age <= LASTS.total_seconds():
        raise RuleBroken("passkey_refused")
    try:
        with db.session.begin_nested():
            digest = hashlib.sha256(challenge).hexdigest()
            db.session.execute(insert(UsedChallenge).values(digest=digest, used_at=now))
    except IntegrityError as problem:
        raise RuleBroken("passkey_refused") from problem
    return challenge


def host() -> str:
    """The name that passkeys are bound to: the instance's own, never what a request says."""
    return urlsplit(origin()).hostname or "localhost"


def origin() -> str:
    return str(current_app.config["BASE_URL"])


def _mac(key: bytes, body: bytes, purpose: str, owner: str) -> bytes:
    return hmac.digest(key, b"|".join((b"challenge", purpose.encode(), owner.encode(), body)), "sha256")[:MAC_BYTES]
