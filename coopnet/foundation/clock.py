"""The only place that asks what time it is."""

import json
import os
import secrets
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

OFFSET_FILE = "clock.json"


def now() -> datetime:
    """This moment in UTC, moved by `COOPNET_NOW` on a development instance."""
    return now_of(current_app.config)


def now_of(config: MutableMapping[str, Any]) -> datetime:
    """As `now`, for what stands in front of the application and has no context."""
    kept: KeptOffset | None = config["CLOCK_KEPT"]
    if kept is not None and kept.has_changed():
        config["CLOCK_OFFSET"] = kept_offset(None, kept.folder)
    offset: timedelta = config["CLOCK_OFFSET"]
    return datetime.now(UTC) + offset


def real_now() -> datetime:
    """This moment in UTC, wherever the instance's clock stands."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    found: ZoneInfo = current_app.config["ZONE"]
    return found


def to_local(moment: datetime) -> datetime:
    """The same moment on the wall clocks of the instance's zone."""
    return moment.astimezone(zone())


def kept_offset(wanted: datetime | None, folder: Path) -> timedelta:
    """How far from real time this instance runs.

    Decided when `wanted` first appears or changes and kept in `folder`, so that web, worker, commands and a restart
    agree on it. Who says nothing (None) follows what is kept, until `forget_offset`.
    """
    path = folder / OFFSET_FILE
    kept = _read(path)
    if wanted is None:
        return timedelta(seconds=kept[1]) if kept is not None else timedelta()
    if kept is not None and kept[0] == wanted.isoformat():
        return timedelta(seconds=kept[1])
    offset = wanted - datetime.now(UTC)
    fresh = path.with_name(f"{OFFSET_FILE}.{secrets.token_hex(4)}")
    fresh.write_text(json.dumps({"now": wanted.isoformat(), "offset_seconds": offset.total_seconds()}))
    if kept is None:
        # Two processes may start at once: whoever links first decides, the other reads.
        try:
            os.link(fresh, path)
        except FileExistsError:
            fresh.unlink()
            return kept_offset(wanted, folder)
        fresh.unlink()
    else:
        fresh.replace(path)
    return offset


class KeptOffset:
    """Tells a process that runs when another one, a command say, has moved the clock of their folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen = self._look()

    def has_changed(self) -> bool:
        """Once for each change."""
        found = self._look()
        if found == self._seen:
            return False
        self._seen = found
        return True

    def _look(self) -> tuple[int, int] | None:
        try:
            found = (self.folder / OFFSET_FILE).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


def forget_offset(folder: Path) -> None:
    """From here on `folder` is in real time."""
    (folder / OFFSET_FILE).unlink(missing_ok=True)


def _read(path: Path) -> tuple[str, float] | None:
    try:
        found = json.loads(path.read_text())
        return str(found["now"]), float(found["offset_seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
