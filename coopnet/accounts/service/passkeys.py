"""Passkeys (WebAuthn, level 2): registered, used to sign in, or as a second factor."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from coopnet.accounts import letters
from coopnet.accounts.letters.kinds import Change
from coopnet.accounts.models import Account, PasskeyCredential, TotpSecret
from coopnet.accounts.queries.accounts import list_passkeys, main_address
from coopnet.accounts.service import accounts, challenges, sessions
from coopnet.accounts.service.second_factor import is_staff_account
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id

MOST = 10  # of one account
TIMEOUT_MS = 300_000
_MISSHAPEN = (WebAuthnException, ValueError, KeyError, TypeError)


def options_to_register(account: Account, *, site: str, who: str, now: datetime) -> str:
    """JSON for the browser."""
    return options_to_json(
        generate_registration_options(
            rp_id=challenges.host(),
            rp_name=site,
            user_id=account.public_id.encode(),
            user_name=who,
            user_display_name=account.name or who,
            challenge=challenges.make("register", account.public_id, now),
            timeout=TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
            exclude_credentials=_descriptors(list_passkeys(account.id)),
        )
    )


def options_to_enter(*, now: datetime) -> str:
    """For whoever it may be: the browser offers the passkeys that it has for this site."""
    return options_to_json(
        generate_authentication_options(
            rp_id=challenges.host(),
            challenge=challenges.make("enter", "", now),
            timeout=TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def options_to_strengthen(account_key: int, account_id: str, *, now: datetime) -> str:
    """As a second factor: one of this account's."""
    return options_to_json(
        generate_authentication_options(
            rp_id=challenges.host(),
            challenge=challenges.make("strengthen", account_id, now),
            timeout=TIMEOUT_MS,
            allow_credentials=_descriptors(list_passkeys(account_key)),
            user_verification=UserVerificationRequirement.DISCOURAGED,
        )
    )


def add(account_key: int, answer: str, *, name: str, now: datetime) -> PasskeyCredential:
    """Raises `RuleBroken`: `passkey_refused`, `too_many_passkeys`."""
    account = accounts.get(account_key)
    if len(list_passkeys(account_key)) >= MOST:
        raise RuleBroken("too_many_passkeys")
    challenge = challenges.take(answer, "register", account.public_id, now)
    try:
        shown = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=challenges.host(),
            expected_origin=challenges.origin(),
        )
    except _MISSHAPEN as problem:
        raise RuleBroken("passkey_refused") from problem
    credential_id = bytes_to_base64url(shown.credential_id)
    if db.session.scalar(select(exists().where(PasskeyCredential.credential_id == credential_id))):
        raise RuleBroken("passkey_refused")
    made = PasskeyCredential(
        public_id=new_public_id(),
        account_id=account_key,
        credential_id=credential_id,
        public_key=shown.credential_public_key,
        sign_count=shown.sign_count,
        name=name,
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()
    letters.changed(account, Change.PASSKEY_ADDED, to=main_address(account), now=now)
    return made


def enter(answer: str, *, user_agent: str, is_kept: bool, now: datetime) -> str:
    """The session's token. The device has asked for a finger or a code: that counts for both factors.

    Raises `RuleBroken("passkey_refused")`.
    """
    passkey = _verify(answer, "enter", "", needs_verification=True, now=now)
    account = db.session.get_one(Account, passkey.account_id)
    if account.blocked_at is not None:
        raise RuleBroken("passkey_refused")
    return sessions.begin(account, user_agent=user_agent, is_kept=is_kept, has_both=True, now=now)


def confirm(account_key: int, account_id: str, answer: str, *, now: datetime) -> None:
    """As a second factor. Raises `RuleBroken("passkey_refused")`, also for somebody else's."""
    passkey = _verify(answer, "strengthen", account_id, needs_verification=False, now=now)
    if passkey.account_id != account_key:
        raise RuleBroken("passkey_refused")


def rename(account_key: int, public_id: str, name: str) -> None:
    passkey = _find(account_key, public_id)
    if passkey is not None:
        passkey.name = name


def remove(account_key: int, public_id: str, *, now: datetime) -> None:
    """Raises `RuleBroken("needs_second_factor")` when a role asks for one and there is no other."""
    account = accounts.get(account_key)
    passkey = _find(account_key, public_id)
    if passkey is None:
        return
    is_last = len(list_passkeys(account_key)) == 1 and db.session.get(TotpSecret, account_key) is None
    if is_last and is_staff_account(account_key):
        raise RuleBroken("needs_second_factor")
    db.session.delete(passkey)
    letters.changed(account, Change.PASSKEY_REMOVED, to=main_address(account), now=now)


def _verify(answer: str, purpose: str, owner: str, *, needs_verification: bool, now: datetime) -> PasskeyCredential:
    challenge = challenges.take(answer, purpose, owner, now)
    passkey = db.session.scalars(
        select(PasskeyCredential).where(PasskeyCredential.credential_id == _credential_id(answer)).with_for_update()
    ).first()
    if passkey is None:
        raise RuleBroken("passkey_refused")
    try:
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=challenges.host(),
            expected_origin=challenges.origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=needs_verification,
        )
    except _MISSHAPEN as problem:
        raise RuleBroken("passkey_refused") from problem
    passkey.sign_count, passkey.last_used_at = shown.new_sign_count, sessions.to_hour(now)
    return passkey


def _find(account_key: int, public_id: str) -> PasskeyCredential | None:
    return db.session.scalars(
        select(PasskeyCredential).where(
            PasskeyCredential.account_id == account_key, PasskeyCredential.public_id == public_id
        )
    ).first()


def _descriptors(passkeys: Sequence[PasskeyCredential]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id)) for one in passkeys]


def _credential_id(answer: str) -> str:
    try:
        return bytes_to_base64url(parse_authentication_credential_json(answer).raw_id)
    except _MISSHAPEN as problem:
        raise RuleBroken("passkey_refused") from problem
