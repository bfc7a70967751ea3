"""What pages and letters say of codes."""

from collections.abc import Iterable

from coopnet.conversations.rules.holding import Reason
from coopnet.conversations.rules.inbound import Answer
from coopnet.conversations.rules.reading import TOO_LARGE, TOO_MANY_PARTS
from coopnet.conversations.rules.talk import Note
from coopnet.foundation.i18n import gettext as _
from coopnet.vocabulary.queries import term_label


def held_in_words(reasons: Iterable[str]) -> list[str]:
    """Why a message waits, to its sender and to the team: one sentence each."""
    words = {
        Reason.LINK: _("There is a web address in it. Many frauds begin with one."),
        Reason.MONEY: _("It speaks of a bank, a card, a transfer or of giving money."),
        Reason.CODE: _("It asks for a code or a password, or tells one. Nobody here needs it, ever."),
        Reason.CONTACT: _("There is a phone or an e-mail in it. To give yours there is a button."),
        Reason.ADDRESS: _("It says where somebody lives. Agree on a public place, and say it by its name."),
        Reason.NAME: _("The name looks like that of the team, a bank or an office. Write under your own."),
        Reason.SENDER: _(
            "It came by e-mail from an address that we do not know to belong to whoever should write here."
        ),
    }
    return [words[Reason(one)] for one in reasons]


def note_in_words(note: str, *, name: str, is_mine: bool) -> str:
    """`name` is who pressed, as the other side is shown them."""
    if is_mine:
        return {
            Note.PHONE: _("You gave your phone:"),
            Note.EMAIL: _("You gave your e-mail:"),
            Note.ENDED: _("You ended the conversation."),
            Note.REOPENED: _("You took the conversation up again."),
            Note.PROMISED: _("You said that it is promised."),
            Note.OPEN_AGAIN: _("You said that it is open again."),
            Note.PARTLY_DONE: _("You said that part of it is done."),
            Note.DONE: _("You said that it is done."),
            Note.GONE: _("You took it away."),
            Note.AGREED: _("You have both said yes: write here to arrange when to meet."),
        }[Note(note)]
    return {
        Note.PHONE: _("%(name)s gives you their phone:", name=name),
        Note.EMAIL: _("%(name)s gives you their e-mail:", name=name),
        Note.ENDED: _("%(name)s ended the conversation.", name=name),
        Note.REOPENED: _("%(name)s took the conversation up again.", name=name),
        Note.PROMISED: _("%(name)s says that it is promised.", name=name),
        Note.OPEN_AGAIN: _("%(name)s says that it is open again.", name=name),
        Note.PARTLY_DONE: _("%(name)s says that part of it is done.", name=name),
        Note.DONE: _("%(name)s says that it is done. Thank you for helping.", name=name),
        Note.GONE: _("%(name)s took it away.", name=name),
        Note.AGREED: _("You have both said yes: write here to arrange when to meet."),
    }[Note(note)]


def answer_in_words(answer: str) -> str:
    """What became of letters that came, to the team."""
    return {
        Answer.RELAYED: _("Passed on"),
        Answer.HELD: _("Held for the team to look at"),
        Answer.DUPLICATE: _("Here already"),
        Answer.AUTOMATIC: _("Sent by a machine, not passed on"),
        Answer.EMPTY: _("Nothing written in it"),
        Answer.REFUSED: _("Not passed on: closed, or too long"),
        Answer.TOO_MANY: _("Too many within an hour"),
        Answer.UNREADABLE: _("Could not be read"),
        Answer.NOBODY: _("For nobody here"),
    }[Answer(answer)]


def unreadable_in_words(reason: str) -> str:
    return {
        TOO_LARGE: _("too large, or with too many lines"),
        TOO_MANY_PARTS: _("of too many parts"),
    }.get(reason) or _("broken")


def barri_in_words(code: str | None, language: str) -> str:
    return term_label("barris", code, language) if code else ""
