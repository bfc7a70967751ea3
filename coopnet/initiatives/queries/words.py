"""Words of people, with their language: what is missing in the reader's is said in the original one."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """`language` is that of the text, which may not be the reader's: then the page marks it."""

    text: str
    language: str


@dataclass(frozen=True)
class SaidList:
    items: tuple[str, ...]
    language: str


def first_said(choices: Iterable[tuple[str | None, str]]) -> Said | None:
    for text, language in choices:
        if text and text.strip():
            return Said(text.strip(), language)
    return None


def first_list(choices: Iterable[tuple[list[str] | None, str]]) -> SaidList | None:
    for items, language in choices:
        if items:
            return SaidList(tuple(items), language)
    return None
