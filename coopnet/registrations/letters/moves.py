"""What was and what is now, in words; the values are those of the moment when the letter was queued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coopnet.foundation.i18n import current_language, format_when, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.rules.moves import Meeting, Timetable, from_plain
from coopnet.vocabulary.queries import term_label


@dataclass(frozen=True)
class Block:
    """`has_links`: each line ends with an address."""

    heading: str
    lines: tuple[str, ...]
    has_links: bool = False

    @property
    def as_line(self) -> str:
        return "; ".join(self.lines)


@dataclass(frozen=True)
class Change:
    """`gone` are the sessions that were; `has_more` when others stay as they are."""

    blocks: tuple[Block, ...]
    gone: tuple[Meeting, ...]
    has_more: bool


def read(values: Mapping[str, Any], *, now: datetime) -> Change:
    """Of what differs alone. Values that were erased say nothing."""
    if not {"before", "after"} <= values.keys():
        return Change((), (), has_more=True)
    before, after = from_plain(values["before"]), from_plain(values["after"])
    was, is_now = before.beside(after), after.beside(before)
    has_format = before.format != after.format
    blocks = []
    if was:
        blocks.append(Block(_("What was:"), _lines(before, was, has_format=has_format, now=now)))
    if is_now:
        heading = _("What is now:") if was else _("One more session:")
        blocks.append(Block(heading, _lines(after, is_now, has_format=has_format, now=now)))
    else:
        blocks.append(Block(_("What is now:"), (_("that session will not take place"),)))
    return Change(tuple(blocks), before.meetings, has_more=len(is_now) < len(after.meetings))


def said_of(values: Mapping[str, Any]) -> tuple[Block, ...]:
    """What the team adds; nothing where it added nothing, or it was erased."""
    said = str(values.get("said") or "")
    return (Block(_("The team says:"), tuple(line for line in said.split("\n") if line)),) if said else ()


def _lines(table: Timetable, meetings: Sequence[Meeting], *, has_format: bool, now: datetime) -> tuple[str, ...]:
    lines = [term_label("formats", table.format, current_language())] if has_format else []
    for one in meetings:
        when = upper_first(format_when(one.starts_at, one.ends_at, now=now))
        lines.append(", ".join(part for part in (when, *one.place) if part))
    return tuple(lines)
