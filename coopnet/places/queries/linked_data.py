"""Where something is, for machines: the same words in every room."""

from typing import Any

from coopnet.foundation import district
from coopnet.vocabulary.queries import term_label


def in_barri(barri: str | None) -> dict[str, Any]:
    """That a place lies in a neighbourhood, by the name that it has on the street; nothing where none is known."""
    if not barri:
        return {}
    name = term_label("barris", barri, district.current().default_language)
    return {"containedInPlace": {"@type": "Place", "name": name}}
