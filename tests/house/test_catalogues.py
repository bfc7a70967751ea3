"""Nobody meets a text in the wrong language: the catalogues have every text, whole, with its placeholders and marks."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house.sources import ROOT, files, name_of, tree_of

TRANSLATIONS = ROOT / "coopnet" / "translations"
TRANSLATED = ("ca", "es")  # a msgid is the English text
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None, "lazy_pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
MARK = re.compile(r"</?(\w+)")
HALF_SENTENCE = re.compile(r"^\s|\s$")


def language_files() -> list[Path]:
    return [TRANSLATIONS / language / "LC_MESSAGES" / "messages.po" for language in TRANSLATED]


@cache
def texts() -> Catalog:
    """Every text of code and templates."""
    found = Catalog()
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    for name, line, message, comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), directory_filter=lambda _: True
    ):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def sources(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def names_in(pattern: re.Pattern[str], text: str) -> list[str]:
    return sorted("".join(groups) if isinstance(groups, tuple) else groups for groups in pattern.findall(text))


def test_there_are_texts() -> None:
    assert len(texts()) > 20


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    missing = []
    for wanted in texts():
        if not wanted.id:
            continue
        found = catalogue(language).get(sources(wanted)[0], wanted.context)
        if found is None or found.fuzzy or not strings(found) or not all(strings(found)):
            missing.append(f"{wanted.locations[0]}: {wanted.id}")
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_placeholders_and_marks(language: str) -> None:
    broken = []
    for message in catalogue(language):
        if not message.id or not message.string:
            continue
        originals, translated = sources(message), strings(message)
        for index, text in enumerate(translated):
            if not text:  # missing: the test above says so
                continue
            original = originals[min(index, len(originals) - 1)]
            # "One place left" may say its number in a word.
            extra = set(names_in(PLACEHOLDER, text)) - set(names_in(PLACEHOLDER, originals[-1]))
            lost = set(names_in(PLACEHOLDER, original)) - set(names_in(PLACEHOLDER, text))
            lost -= {"num", "count", "n"} if len(translated) > 1 and index == 0 else set()
            if extra or lost or names_in(MARK, original) != names_in(MARK, text):
                broken.append((text, sorted(extra), sorted(lost)))
    assert broken == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_all_there(language: str) -> None:
    plurals = [message for message in catalogue(language) if message.id and message.pluralizable]
    assert [m.id for m in plurals if len(strings(m)) != catalogue(language).num_plurals] == []


def test_texts_are_whole_sentences() -> None:
    """What begins or ends with a space is glued to something, which no other language does in the same place."""
    assert [text for message in texts() if message.id for text in sources(message) if HALF_SENTENCE.search(text)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_text_that_is_gone(language: str) -> None:
    wanted = {(sources(message)[0], message.context) for message in texts() if message.id}
    assert [m.id for m in catalogue(language) if m.id and (sources(m)[0], m.context) not in wanted] == []


@pytest.mark.parametrize("path", files(".py", under="coopnet/"), ids=name_of)
def test_no_text_hides_inside_another_where_the_catalogues_do_not_find_it(path: Path) -> None:
    """What collects the texts does not look between the braces of an f-string."""
    hidden = [
        ast.unparse(call)
        for place in ast.walk(tree_of(path))
        if isinstance(place, ast.FormattedValue)
        for call in ast.walk(place.value)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", *KEYWORDS}
    ]
    assert hidden == []
