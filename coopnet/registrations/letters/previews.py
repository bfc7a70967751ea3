"""A letter as somebody will read it, before it is queued. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coopnet.foundation import outbox
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import in_language
from coopnet.registrations import queries
from coopnet.registrations.letters.wording import SAYINGS
from coopnet.registrations.models import Registration


@dataclass(frozen=True)
class Preview:
    """`readers` is to how many it goes in this language."""

    language: str
    readers: int
    subject: str
    lines: list[str]


def preview(kind: str, first: Registration, values: Mapping[str, Any], *, language: str, readers: int) -> Preview:
    """As somebody like `first` will read it: without their name and their link, which who writes it need not know."""
    dispatch = outbox.Dispatch(kind=kind, channel=outbox.EMAIL, language=language, values=dict(values))
    with in_language(language):
        saying = SAYINGS[kind](dispatch, queries.get_title(first.training_id, language).text)
        lines = [_("Hello, %(name)s:", name="…"), *saying.lead.split("\n")]
        for block in saying.blocks:
            lines += [block.heading, *block.lines]
        if saying.has_links:
            lines.append(_("See, change or cancel your registration"))
    return Preview(language, readers, saying.subject, [line for line in lines if line])
