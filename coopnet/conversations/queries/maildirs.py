"""What lies in the folder into which a mail server delivers."""

import os
from datetime import datetime
from pathlib import Path

from flask import current_app

from coopnet.foundation import jobs

NEW = "new"
READ = "cur"  # what was for nobody here: it is left to whoever reads this mailbox
DONE = "coopnet-done"
ASIDE = "coopnet-aside"  # what could not be read, or broke us
MOST_AT_ONCE = 2_000


def folder_of_mail() -> Path | None:
    folder: Path | None = current_app.config["MAILDIR"]
    return folder


def list_new(folder: Path) -> list[str]:
    """Raises `OSError` when there is no such folder."""
    with os.scandir(folder / NEW) as entries:
        names = sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    return [name for name in names if not name.startswith(".") and name.isprintable()][:MOST_AT_ONCE]


def read_file(folder: Path, name: str, *, most: int) -> bytes | None:
    """From where it is, new or put aside; None when somebody took it away."""
    for place in (NEW, ASIDE):
        try:
            with (folder / place / name).open("rb") as file:
                return file.read(most)
        except FileNotFoundError:
            continue
    return None


def list_old(folder: Path, moment: datetime) -> list[Path]:
    """Of what is kept here, what should be gone by that moment."""
    # A file's time is the machine's, whatever moment an instance shows.
    before = (moment - current_app.config["CLOCK_OFFSET"] - jobs.kept_for()).timestamp()
    paths = (path for place in (DONE, ASIDE) if (folder / place).is_dir() for path in (folder / place).iterdir())
    return [path for path in paths if path.is_file() and path.stat().st_mtime < before]


def count_left(moment: datetime) -> int:
    folder = folder_of_mail()
    return len(list_old(folder, moment)) if folder else 0
