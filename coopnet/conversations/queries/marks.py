"""The sentence above our own letters, below which nothing is new."""

from coopnet.foundation import district
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import in_language


def mark() -> str:
    return _("Reply above this line")


def list_marks() -> list[str]:
    """In each language: letters are answered in threads that may hold several."""
    said = []
    for language in district.current().languages:
        with in_language(language):
            said.append(mark())
    return said
