"""Codes of an authenticator app (RFC 6238), and the recovery codes for when the phone is gone."""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, exists, select, update

from coopnet.accounts import letters
from coopnet.accounts.letters.kinds import Change
from coopnet.accounts.models import Account, PasskeyCredential, RecoveryCode, TotpSecret
from coopnet.accounts.queries.accounts import main_address
from coopnet.accounts.queries.sessions import list_grants
from coopnet.accounts.rules.roles import is_staff
from coopnet.accounts.service import accounts
from coopnet.foundation import links
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import ALPHABET
from coopnet.foundation.sealing import seal, unseal

STEP_SECONDS = 30
# A phone's clock may be a step off, either way.
STEPS_AROUND = (0, -1, 1)
CODES = 10
CODE_LETTERS = 10  # 50 bits
PURPOSE = "totp"
RECOVERY = "recovery"


def new_secret() -> str:
    return pyotp.random_base32()


def address_for_app(secret: str, *, site: str, who: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=who, issuer_name=site)


def set_totp(account_key: int, secret: str, *, code: str, now: datetime) -> list[str]:
    """Once a code of it shows that the app has it. Recovery codes, told this one time.

    Raises `RuleBroken("wrong_code")`.
    """
    step = _matching_step(secret, code, now)
    if step is None:
        raise RuleBroken("wrong_code")
    put_totp(account_key, secret, last_step=step, now=now)
    return _make_codes(account_key)


def put_totp(account_key: int, secret: str, *, last_step: int, now: datetime) -> None:
    """In the place of any other, whose recovery codes are dead. For staff at a terminal too, who hand it over."""
    account = accounts.get(account_key)
    sealed = seal(secret.encode(), purpose=PURPOSE, owner=account.public_id)
    kept = db.session.get(TotpSecret, account_key)
    if kept is None:
        db.session.add(TotpSecret(account_id=account_key, sealed=sealed, created_at=now, last_step=last_step))
    else:
        kept.sealed, kept.created_at, kept.last_step = sealed, now, last_step
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_key))
    letters.changed(account, Change.TOTP_SET, to=main_address(account), now=now)


def remove_totp(account_key: int, *, now: datetime) -> None:
    """Raises `RuleBroken("needs_second_factor")` when a role asks for one and there is no other."""
    account = accounts.get(account_key)
    if db.session.get(TotpSecret, account_key) is None:
        return
    has_passkey = db.session.scalar(select(exists().where(PasskeyCredential.account_id == account_key)))
    if not has_passkey and is_staff_account(account_key):
        raise RuleBroken("needs_second_factor")
    db.session.execute(delete(TotpSecret).where(TotpSecret.account_id == account_key))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_key))
    letters.changed(account, Change.TOTP_REMOVED, to=main_address(account), now=now)


def renew_codes(account_key: int, *, now: datetime) -> list[str]:
    """The old ones are dead from here on."""
    account = accounts.get(account_key)
    letters.changed(account, Change.RECOVERY_CODES_MADE, to=main_address(account), now=now)
    return _make_codes(account_key)


def is_right(account_key: int, typed: str, *, now: datetime) -> bool:
    """A code of the app, or a recovery code; either counts once. What it takes must be committed."""
    account = accounts.get(account_key)
    return _use_totp(account, typed, now) or _use_recovery(account, typed, now)


def is_staff_account(account_key: int) -> bool:
    return any(is_staff(grant.role) for grant in list_grants(account_key))


def _use_totp(account: Account, typed: str, now: datetime) -> bool:
    kept = db.session.get(TotpSecret, account.id)
    secret = unseal(kept.sealed, purpose=PURPOSE, owner=account.public_id) if kept else None
    step = _matching_step(secret.decode(), typed, now) if secret else None
    if step is None:
        return False
    # The same code, or one of before, does not count again: who looked over a shoulder has nothing.
    return bool(
        changed_rows(
            update(TotpSecret)
            .where(TotpSecret.account_id == account.id, TotpSecret.last_step < step)
            .values(last_step=step)
            .execution_options(synchronize_session=False)
        )
    )


def _use_recovery(account: Account, typed: str, now: datetime) -> bool:
    hashes = links.code_hashes(f"{RECOVERY}|{account.public_id}|{links.clean_code(typed)}")
    used = changed_rows(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id, RecoveryCode.code_hash.in_(hashes), RecoveryCode.used_at.is_(None)
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if used:
        letters.changed(account, Change.RECOVERY_CODE_USED, to=main_address(account), now=now)
    return bool(used)


def _matching_step(secret: str, typed: str, now: datetime) -> int | None:
    code = "".join(c for c in typed if c.isascii() and c.isdigit())
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for offset in STEPS_AROUND:
        step = current + offset
        if secrets.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def _make_codes(account_key: int) -> list[str]:
    owner = db.session.scalar(select(Account.public_id).where(Account.id == account_key))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_key))
    made = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)) for _ in range(CODES)]
    db.session.add_all(
        RecoveryCode(account_id=account_key, code_hash=links.code_hashes(f"{RECOVERY}|{owner}|{code}")[0])
        for code in made
    )
    db.session.flush()
    return [f"{code[:5]}-{code[5:]}".upper() for code in made]
