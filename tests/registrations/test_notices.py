"""What was told and agreed is kept with a version: the words and the version change together."""

import ast
import hashlib

import polib

from coopnet.registrations.rules.applications import TEXTS_VERSION
from tests.house.sources import ROOT, tree_of

# Raise TEXTS_VERSION and put the new fingerprint here whenever a word of the notices changes.
FINGERPRINTS = {"2026-11": "845164a3b6543de2", "2026-11-30": "457c3772ab377b5e"}


def words_of_texts(path_of_texts: str) -> str:
    """Every text of a file and what each language makes of it."""
    said = {
        node.value
        for node in ast.walk(tree_of(ROOT / path_of_texts))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    }
    lines = [
        f"{path.parts[-3]}|{entry.msgid}|{entry.msgstr}|{sorted(entry.msgstr_plural.items())}"
        for path in sorted(ROOT.glob("coopnet/translations/*/LC_MESSAGES/messages.po"))
        for entry in polib.pofile(str(path))
        if entry.msgid in said
    ]
    return "\n".join(sorted(lines))


def words_of_notices() -> str:
    return words_of_texts("coopnet/registrations/forms/notices.py")


def test_no_word_of_a_notice_changes_without_its_version() -> None:
    assert hashlib.sha256(words_of_notices().encode()).hexdigest()[:16] == FINGERPRINTS[TEXTS_VERSION]


def test_the_fingerprint_sees_every_language_and_every_sentence() -> None:
    words = words_of_notices()
    assert all(words.count(f"{code}|I agree that my access needs") == 1 for code in ("ca", "es", "en"))
    assert words.count("\n") + 1 == 3 * 10, words
