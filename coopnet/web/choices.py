"""What a list can be narrowed by, as the filters of its page take it (`templates/components/filters.html`)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import join_words, ngettext

LONGEST_TEXT = 200
MOST_SHOWN = 3
YES = {"1", "si", "sí", "on", "true"}
LONGEST_SHOWN = 40


class Box(NamedTuple):
    """One to tick. `found` is None where it is not counted."""

    name: str
    value: str
    label: str
    is_chosen: bool
    found: int | None


@dataclass(frozen=True)
class Group:
    label: str
    boxes: Sequence[Box]


def clean_query(typed: str) -> str:
    """As it is looked for and shown again: in one line, and no endless one."""
    shown = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in typed[:LONGEST_TEXT])
    return " ".join(shown.split())


def is_yes(typed: str) -> bool:
    """Whether a parameter of an address turns something on."""
    return typed.lower() in YES


def unknown_in_words(values: Sequence[str]) -> str:
    """Why a list is longer than its address says; empty where everything was understood."""
    shown = [_quoted(each) for each in map(clean_query, values) if each][:MOST_SHOWN]
    if not shown:
        return ""
    return ngettext(
        "We do not know %(words)s. The list is shown without this filter.",
        "We do not know %(words)s. The list is shown without these filters.",
        len(shown),
        words=join_words(shown),
    )


def _quoted(text: str) -> str:
    # Translators: only the quotation marks around what a person typed
    return _("“%(text)s”", text=text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…")


def draw_filters(groups: Sequence[Group], *, boxes: Sequence[Box] = (), chosen: int, press: str) -> Markup:
    """As `components/filters.html` has them: for pages that keep them, since all pages of a list have the same.

    `chosen` counts what is on; `press` is what the button says.
    """
    macro = get_template_attribute("components/filters.html", "filters")
    return Markup(macro(groups, boxes=boxes, chosen=chosen, press=press))  # noqa: S704 - a macro of an escaping template
