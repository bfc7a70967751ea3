"""The text that a helper reads to a person before writing anything down, in the language of both."""

from coopnet.accounts.rules.helping import Reach, ReadAloud
from coopnet.foundation import district
from coopnet.foundation.i18n import current_language, in_language
from coopnet.foundation.i18n import gettext as _


def read_aloud(point_name: str, *, language: str) -> ReadAloud:
    """As plain text, a sentence a line."""
    here = district.current()
    with in_language(language):
        sentences = [
            _("We write this down at %(point)s because you ask us to.", point=point_name),
            _(
                "%(entity)s keeps your name and what you ask for, uses it for nothing else, and erases it when its"
                " time is over.",
                entity=here.house_legal_name,
            ),
            _("Who helps at this point sees it, and the team that has to act."),
            _("What you must know reaches you in the way that you tell us now."),
            _(
                "You can see it, correct it, take it back or have it erased: come here, or call %(phone)s.",
                phone=here.phone,
            ),
            _("Do you agree?"),
        ]
        return ReadAloud("\n".join(sentences), current_language())


def reach_in_words(reach: str) -> str:
    return {
        Reach.OWN: _("By their own phone or e-mail"),
        Reach.VISIT: _("They come by, and we tell them"),
        Reach.CALL: _("We call them"),
        Reach.LETTER: _("We write to their letter box"),
    }[Reach(reach)]
