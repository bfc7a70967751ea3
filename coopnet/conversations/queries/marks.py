"""The sentences by which our own letters are known, below which nothing is new."""

from collections.abc import Callable, Iterator

from coopnet.foundation import district
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import in_language


def mark() -> str:
    return _("Reply above this line")


def list_marks() -> list[str]:
    """In each language: letters are answered in threads that may hold several."""
    return _in_each_language(
        lambda _language: (
            mark(),
            _("See the conversation and answer"),
            _("You can answer this e-mail too: your address is not shown."),
        )
    )


def list_heads() -> list[str]:
    """What stands above each letter, one line below the other; whatever stands there is written as `…`."""
    return _in_each_language(
        lambda language: (
            district.label(district.current().site_name, language),
            _("You have a message from %(name)s", name="…"),
            _("This is the page of your conversation"),
            _("Your message waits for the team"),
            _("Your message will not be passed on"),
            _("Part of your message stayed behind"),
            _("Your e-mail was not passed on"),
            _("The new link to your conversation"),
            _("Hello, %(name)s:", name="…"),
            _("About:") + " …",
            _("%(name)s writes to you:", name="…"),
        )
    )


def _in_each_language(said: Callable[[str], tuple[str, ...]]) -> list[str]:
    def each() -> Iterator[str]:
        for language in district.current().languages:
            with in_language(language):
                yield from said(language)

    return list(dict.fromkeys(each()))
