"""What is read to a person is kept with a version: the words and the version change together."""

import ast
import hashlib

import polib
from flask import Flask

from coopnet.accounts.queries.read_aloud import reach_in_words, read_aloud
from coopnet.accounts.rules.helping import NOTE_MAX, READ_ALOUD_VERSION, Reach
from coopnet.web import helped
from tests.house.sources import ROOT, tree_of

# Raise READ_ALOUD_VERSION and put the new fingerprint here whenever a word of the text changes, in any language.
FINGERPRINTS = {"2026-11": "b6e61227b0c6f0fd"}


def words() -> str:
    tree = tree_of(ROOT / "coopnet/accounts/queries/read_aloud.py")
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "read_aloud")
    said = {node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    lines = [
        f"{path.parts[-3]}|{entry.msgid}|{entry.msgstr}"
        for path in sorted(ROOT.glob("coopnet/translations/*/LC_MESSAGES/messages.po"))
        for entry in polib.pofile(str(path))
        if entry.msgid in said
    ]
    return "\n".join(sorted(lines))


def test_no_word_that_is_read_aloud_changes_without_its_version() -> None:
    assert words().count("\n") + 1 == 3 * 6
    assert hashlib.sha256(words().encode()).hexdigest()[:16] == FINGERPRINTS[READ_ALOUD_VERSION]


def test_it_is_read_in_the_language_of_the_person(app: Flask) -> None:
    spoken = {code: read_aloud("Can Rosés", language=code) for code in ("ca", "es", "en")}
    assert len({one.text for one in spoken.values()}) == 3
    for code, one in spoken.items():
        assert (one.language, one.version, "Can Rosés" in one.text) == (code, READ_ALOUD_VERSION, True)


def test_the_form_knows_the_ways_that_the_rules_know(app: Flask) -> None:
    assert {helped.OWN, helped.VISIT, helped.CALL, helped.LETTER} == set(Reach)
    assert helped.NOTE_MAX == NOTE_MAX
    with app.test_request_context():
        assert len({reach_in_words(reach) for reach in Reach}) == len(Reach)
