"""Each of these is called in the transaction that is the letter's cause. Values are ids, never links or codes."""

from datetime import datetime

from coopnet.accounts.letters.kinds import CHANGED, SIGN_IN, VERIFY, Change
from coopnet.accounts.models import Account, ContactProof
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.proofs import Purpose
from coopnet.foundation import outbox
from coopnet.foundation.ids import new_public_id


def proof(made: ContactProof, *, now: datetime) -> None:
    _put(
        Address(made.kind, made.value),
        SIGN_IN if made.purpose == Purpose.SIGN_IN else VERIFY,
        language=made.language,
        subject=("contact_proof", made.public_id),
        key=f"proof:{made.public_id}",
        values={},
        now=now,
    )


def changed(account: Account, change: Change, *, to: Address | None, now: datetime) -> None:
    """To where the owner was reached before the change: who took an account over cannot keep it quiet."""
    if to is None:
        return
    _put(
        to,
        CHANGED,
        language=account.language,
        subject=("account", account.public_id),
        key=f"account:{account.public_id}:{change}:{new_public_id()}",
        values={"change": change.value, "at": now.isoformat()},
        now=now,
    )


def _put(
    to: Address,
    kind: str,
    *,
    language: str,
    subject: tuple[str, str],
    key: str,
    values: dict[str, str],
    now: datetime,
) -> None:
    outbox.put(
        dedup_key=key,
        channel=outbox.EMAIL if to.kind == EMAIL else outbox.SMS,
        kind=kind,
        now=now,
        subject_kind=subject[0],
        subject_id=subject[1],
        recipient=to.value,
        language=language,
        values=values,
    )
