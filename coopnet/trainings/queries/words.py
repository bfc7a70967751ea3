from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`language` is that of the text, which may not be the reader's: then the page marks it."""

    text: str
    language: str


def first_words(choices: Iterable[tuple[str | None, str | None]]) -> Words | None:
    """The first pair of text and language that says something."""
    for text, language in choices:
        if text and text.strip():
            return Words(text.strip(), language or "")
    return None
