"""What each refusal of the accounts' service says to a person."""

from collections.abc import Callable
from typing import Any

from coopnet.accounts.queries.words import kept_out_in_words
from coopnet.accounts.rules.passwords import Weakness
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext


def _weak(values: dict[str, Any]) -> str:
    return {
        Weakness.SHORT: _("This password is too short: it needs at least 10 characters."),
        Weakness.LONG: _("This password is too long: 200 characters at most."),
        Weakness.COMMON: _("Many people use this password, so it is the first to be tried. Choose another one."),
        Weakness.PERSONAL: _("This password is made of your name or your address. Choose another one."),
    }[Weakness(values["why"])]


REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "kept_out": lambda _values: kept_out_in_words(),
    "kept_out_nobody": lambda _values: _("Who is reached through a support point is talked to there."),
    "proof_ended": lambda _values: _("This link or code has been used or is too old. Ask for a new one."),
    "letters_enough": lambda values: ngettext(
        "In the last minutes many messages have gone to this contact. Open the newest one: its link lets you in."
        " The next one can be sent in %(num)d minute.",
        "In the last minutes many messages have gone to this contact. Open the newest one: its link lets you in."
        " The next one can be sent in %(num)d minutes.",
        values["minutes"],
    ),
    "wrong_letter_code": lambda values: ngettext(
        "This code is not right. Look at what you typed: you have %(num)d try left.",
        "This code is not right. Look at what you typed: you have %(num)d tries left.",
        values["left"],
    ),
    "letter_code_dead": lambda _values: _(
        "This code is not right, and you have no tries left."
        " The link of the same message still works, or ask for a new one."
    ),
    "wrong_password": lambda _values: _(
        "This is not right. Look at what you typed, or let us send you a link: with it you can also set a new password."
    ),
    "account_blocked": lambda _values: _("This account is blocked: unblock it first."),
    "not_a_helper": lambda _values: _("They hold other roles at the desk too: an administrator can block them."),
    "session_ended": lambda _values: _("Your session has ended. Sign in again."),
    "contact_known": lambda _values: _("This is one of your contacts already."),
    "too_many_contacts": lambda _values: _("You have as many contacts as an account can have. Remove one first."),
    "contact_taken": lambda _values: _(
        "Another account of yours has this contact. Sign in with it, remove it there, and then add it here."
    ),
    "last_contact": lambda _values: _("This is your only contact: without it you could not get in any more."),
    "weak_password": _weak,
    "wrong_code": lambda _values: _(
        "This code is not right. Codes of an app change every 30 seconds: try the next one."
    ),
    "needs_second_factor": lambda _values: _(
        "Your role needs a second step when you sign in. Add another one before you remove this one."
    ),
    "passkey_refused": lambda _values: _("The passkey could not be used. Try again, or sign in in another way."),
    "too_many_passkeys": lambda _values: _("You have as many passkeys as an account can have. Remove one first."),
    "role_needs_subject": lambda _values: _("This role is given for one entity: say which."),
    "last_admin": lambda _values: _(
        "Nobody else could give roles any more: make somebody else an administrator first."
    ),
    "role_without_subject": lambda _values: _("This role is for the whole site."),
}
