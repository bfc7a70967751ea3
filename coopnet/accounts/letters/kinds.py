"""The kinds of letter about an account, as the outbox knows them."""

from enum import StrEnum

SIGN_IN = "account.sign_in"
VERIFY = "account.verify"
CHANGED = "account.changed"


class Change(StrEnum):
    """What the owner of an account is told, wherever it was done."""

    PASSWORD_SET = "password_set"  # noqa: S105 - the name of a change
    PASSWORD_REMOVED = "password_removed"  # noqa: S105 - the name of a change
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    TOTP_SET = "totp_set"
    TOTP_REMOVED = "totp_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    CONTACT_ADDED = "contact_added"
    CONTACT_REMOVED = "contact_removed"
    SHUT_OUT = "shut_out"
