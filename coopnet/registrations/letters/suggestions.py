"""Why a training was called off and what to go to instead, in words."""

from collections.abc import Mapping
from typing import Any

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language, format_when
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import absolute_url
from coopnet.registrations.letters.moves import Block
from coopnet.trainings.queries.suggested import list_suggested


def blocks_of(values: Mapping[str, Any]) -> tuple[Block, ...]:
    """Of what is still to come when it is worded; values that were erased say nothing."""
    found = []
    if reason := values.get("reason"):
        found.append(Block(_("Why:"), tuple(line for line in str(reason).split("\n") if line)))
    lines = []
    for one in list_suggested(values.get("suggested") or (), language=current_language(), now=clock.now()):
        when = f" ({format_when(one.starts_at, one.ends_at)})" if one.starts_at and one.ends_at else ""
        lines.append(f"{one.title.text}{when}: {absolute_url('trainings.show', slug=one.slug)}")
    if lines:
        found.append(Block(_("You could go to this instead:"), tuple(lines), has_links=True))
    return tuple(found)
