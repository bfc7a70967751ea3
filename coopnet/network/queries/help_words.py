"""Help given, in the language being spoken."""

from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.network.queries.help_given import ENDINGS, TOPICS
from coopnet.network.queries.words import LANGUAGES
from coopnet.network.rules.help_given import Way
from coopnet.places.queries import find_point
from coopnet.vocabulary.queries import term_label


def topic_in_words(code: str) -> str:
    return term_label(TOPICS, code, current_language())


def ending_in_words(code: str) -> str:
    return term_label(ENDINGS, code, current_language())


def language_in_words(code: str) -> str:
    return term_label(LANGUAGES, code, current_language())


def place_in_words(code: str) -> str:
    """A support point's name, by its id, or how else; the id of one that is no longer there."""
    if code == Way.PHONE:
        return _("By phone")
    if code == Way.HOME:
        return _("At home, as agreed")
    point = find_point(public_id=code)
    return point.name if point else _("A support point that is no longer there")


def head_in_words(what: str) -> str:
    """Of one of `help_given.BY`, as the head of a table."""
    return {
        "month": _("By month"),
        "place": _("By support point"),
        "topic": _("By what it was for"),
        "ending": _("By how it ended"),
        "language": _("By language"),
    }[what]


def code_in_words(what: str, code: str) -> str:
    """`month` codes are left as they are: 2026-11."""
    words = {
        "place": place_in_words,
        "topic": topic_in_words,
        "ending": ending_in_words,
        "language": language_in_words,
    }
    return words[what](code) if what in words else code
