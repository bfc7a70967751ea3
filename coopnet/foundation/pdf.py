"""Accessible documents (PDF/UA), made by typst in a process of its own. Nothing of them is kept.

A template is a file of `templates/`; what it says comes as JSON, never put together as text, so no word of a person can
be taken for a command. Fonts are those in typst itself and those of the machine.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import structlog
from flask import current_app

from coopnet.foundation.db import db, is_writing

MOST_AT_ONCE = 2  # in one process of the server
PATIENCE_SECONDS = 5  # of who waits for another's document
TIME_LIMIT_SECONDS = 20
CHILD = Path(__file__).with_name("pdf_child.py")
BEGINS = b"%PDF-"
# Scripts that typst's own fonts have: Latin, Greek and Cyrillic with their marks, and the punctuation of Europe.
_PRINTABLE = ((0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x233), (0x300, 0x304), (0x370, 0x3FF), (0x400, 0x45F))
_MORE = ((0x1E00, 0x1EFF), (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D), (0x20AC, 0x20AC))

_places = threading.BoundedSemaphore(MOST_AT_ONCE)
log = structlog.get_logger("coopnet.pdf")


class NoDocument(Exception):  # noqa: N818 - what happened, not whose fault
    """It could not be made now."""


def make_pdf(template: str, *data: object) -> bytes:
    """From the first of `data` whose every letter can be printed. Raises `NoDocument`.

    Ends the reading transaction: no connection is held meanwhile, and never the writing one.
    """
    if is_writing():
        raise RuntimeError("nothing is rendered while others wait to write")
    source = (Path(current_app.template_folder or "") / template).read_text(encoding="utf-8")
    db.session.rollback()
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise NoDocument
    try:
        return _run(source, data)
    finally:
        _places.release()


def plain(text: str) -> str:
    """What of it can be printed wherever coopnet runs.

    >>> plain("Li Ming 李明"), plain("Núria Vila"), plain("রহিম")
    ('Li Ming', 'Núria Vila', '')
    """
    spans = (*_PRINTABLE, *_MORE)
    kept = (letter if any(low <= ord(letter) <= high for low, high in spans) else " " for letter in text)
    return " ".join("".join(kept).split())


def _run(source: str, data: Sequence[object]) -> bytes:
    asked = json.dumps({"source": source, "data": data}).encode()
    try:
        # Nothing of our surroundings goes along: no secret is in them.
        done = subprocess.run(  # noqa: S603 - our own file, and no word of anybody's in the arguments
            [sys.executable, "-I", str(CHILD)],
            input=asked,
            capture_output=True,
            timeout=TIME_LIMIT_SECONDS,
            check=False,
            env={},
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        log.warning("no_document", problem=type(problem).__name__)
        raise NoDocument from problem
    if done.returncode != 0 or not done.stdout.startswith(BEGINS):
        log.warning("no_document", status=done.returncode)
        raise NoDocument
    return done.stdout
