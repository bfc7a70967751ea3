"""Words for the letters about an account, in the worker, in the letter's language."""

from collections.abc import Callable
from datetime import datetime

from coopnet.accounts.letters.kinds import CHANGED, SIGN_IN, VERIFY, Change
from coopnet.accounts.models import ContactProof
from coopnet.accounts.queries.accounts import find_account
from coopnet.accounts.queries.proofs import code_of, find_proof, link_of
from coopnet.accounts.rules.proofs import Purpose, is_open
from coopnet.foundation import clock
from coopnet.foundation.i18n import format_moment
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render
from coopnet.foundation.outbox import SMS, Dispatch


def word_proof(dispatch: Dispatch) -> Words | str | None:
    """None once it has been used or has ended: a dead link only puzzles."""
    proof = find_proof(dispatch.subject_id)
    if proof is None or not is_open(
        created_at=proof.created_at, used_at=proof.used_at, tries=proof.tries, now=clock.now()
    ):
        return None
    is_sign_in = proof.purpose == Purpose.SIGN_IN
    link, code = _link_to(proof), code_of(proof)
    if dispatch.channel == SMS:
        if is_sign_in:
            return _("To sign in: %(link)s or the code %(code)s. Tell it to nobody.", link=link, code=code)
        return _("To confirm this phone: %(link)s or the code %(code)s.", link=link, code=code)
    subject = _("Your link to sign in") if is_sign_in else _("Confirm your e-mail address")
    text, html = render(
        "accounts/proof", subject=subject, is_sign_in=is_sign_in, link=link, code=code, address=proof.value
    )
    return Words(subject, text, html)


def word_change(dispatch: Dispatch) -> Words | str | None:
    account = find_account(dispatch.subject_id)
    if account is None or dispatch.recipient is None:
        return None
    said = CHANGES[Change(dispatch.values["change"])]()
    at = format_moment(datetime.fromisoformat(dispatch.values["at"]))
    if dispatch.channel == SMS:
        return _("%(change)s If it was not you, sign in and end all sessions, or call us.", change=said)
    subject = _("Something changed in your account")
    text, html = render("accounts/changed", subject=subject, said=said, at=at, link=absolute_url("accounts.home"))
    return Words(subject, text, html)


def _link_to(proof: ContactProof) -> str:
    endpoint = "accounts.enter" if proof.purpose == Purpose.SIGN_IN else "accounts.verify_contact"
    return absolute_url(endpoint, token=link_of(proof.public_id))


CHANGES: dict[Change, Callable[[], str]] = {
    Change.PASSWORD_SET: lambda: _("Your account has a new password."),
    Change.PASSWORD_REMOVED: lambda: _("Your account has no password any more."),
    Change.PASSKEY_ADDED: lambda: _("Your account has a new passkey."),
    Change.PASSKEY_REMOVED: lambda: _("A passkey was taken off your account."),
    Change.TOTP_SET: lambda: _("Your account now asks for a code from an app."),
    Change.TOTP_REMOVED: lambda: _("Your account no longer asks for a code from an app."),
    Change.RECOVERY_CODES_MADE: lambda: _("Your account has new recovery codes; the old ones no longer work."),
    Change.RECOVERY_CODE_USED: lambda: _("Somebody signed in to your account with a recovery code."),
    Change.CONTACT_ADDED: lambda: _("Your account has a new e-mail address or phone."),
    Change.CONTACT_REMOVED: lambda: _("An e-mail address or phone was taken off your account."),
    Change.SHUT_OUT: lambda: _(
        "Your account was signed out everywhere, its passkeys, codes and password are gone, and your role at the"
        " support point rests until the coordination gives it back."
    ),
}

WORDINGS: dict[str, Wording] = {SIGN_IN: word_proof, VERIFY: word_proof, CHANGED: word_change}
